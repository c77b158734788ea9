import { LineCounter } from 'yaml';
import { defined } from '../../../routing/input/objects.ts';
import { readSoundYaml } from '../../../routing/input/yaml.ts';
import type {
  Agent,
  Input,
  ModelUse,
  Step,
  ValuePath,
  Workflow,
  WorkflowProblem,
} from '../definition.ts';
import { nanoUsdOf } from '../../../routing/models/money.ts';
import { schemaAt, type Scope } from '../values/valueSchema.ts';
import { checkSteps } from './checkSteps.ts';
import { fileLimits } from '../limits.ts';
import { checkTemplate, templatePartsIn } from './checkTemplate.ts';
import { between, type Diagnostic, placed } from './placeFinding.ts';
import { readAgents } from './readAgents.ts';
import { type KnownNames, type Reading, readShape, report } from './reading.ts';
import { inputsValue, readInputs } from './readInputs.ts';
import { readModel } from './readModel.ts';
import { readPath } from './readName.ts';
import { readSteps } from './readSteps.ts';
import { filesNamedIn, isInside } from './readTemplate.ts';
import { usesOf } from './references.ts';
import { fileShape, unreadParts } from './shapes.ts';
import { widerCaps } from './widerCaps.ts';

/*
 * Makes a checked workflow of a YAML file, or a list of problems with their places. It goes in two steps:
 * `read…` files turn the written form into a definition, `check…` files then check every name, template
 * and condition against the values that earlier steps give. `kinds/` holds one file for each kind of
 * step, `shapes.ts` all other forms; `fileSchema.ts` makes the JSON Schema for completion of the same.
 */

/** What a workflow may use from outside its file. */
export interface WorkflowSurroundings extends KnownNames {
  /** The file's name without its ending. */
  readonly name: string;
  /** The text of a file beside the workflow; undefined when there is none. */
  readFile(path: string): Promise<string | undefined>;
}

export type ParsedWorkflow =
  | {
      readonly workflow: Workflow;
      readonly problems: readonly [];
      /** Caps that are wider than the user's own limits, which hold instead, and variables of other tools. */
      readonly notices?: readonly WorkflowProblem[];
    }
  | { readonly workflow?: undefined; readonly problems: readonly WorkflowProblem[] };

const shape = fileShape(unreadParts);

/** Reads a workflow's YAML, and checks everything that can be checked before a run. */
export async function parseWorkflow(
  text: string,
  surroundings: WorkflowSurroundings,
): Promise<ParsedWorkflow> {
  const sound = readWorkflowText(text);
  if ('problems' in sound) return { problems: sound.problems };
  const reading: Reading = {
    known: surroundings,
    files: await readFiles(sound.value, surroundings),
    findings: [],
    notices: [],
    places: new Map(),
  };
  const parts = partsOf([text, ...reading.files.values()]);
  if (parts > fileLimits.templateParts) {
    const message = `The templates of a workflow have at most ${fileLimits.templateParts} parts {{ … }} and {% … %} together, and these have ${parts}. Split the workflow up.`;
    return { problems: [sound.place({ path: [], message })] };
  }
  const workflow = readFile(sound.value, surroundings.name, reading);
  if (workflow && reading.findings.length === 0) {
    const wider = widerCaps(sound.value, surroundings.limits);
    const notices = [...wider, ...reading.notices].map(sound.place);
    return { workflow, problems: [], ...(notices.length > 0 && { notices }) };
  }
  const problems = reading.findings.slice(0, fileLimits.problems).map(sound.place);
  return { problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function partsOf(texts: readonly (string | null)[]): number {
  return texts.reduce((sum, each) => sum + templatePartsIn(each ?? ''), 0);
}

async function readFiles(
  value: unknown,
  { readFile: read }: WorkflowSurroundings,
): Promise<Map<string, string | null>> {
  const files = [...new Set(filesNamedIn(value))].filter(isInside);
  const texts = await Promise.all(files.map(read));
  return new Map(files.map((file, index) => [file, texts[index] ?? null]));
}

function readFile(written: unknown, name: string, reading: Reading): Workflow | undefined {
  const hint = 'A workflow has a `description` and `steps`.';
  const fields = readShape(shape, written, [], { reading, hint });
  if (!fields) return undefined;
  const { description, result, maxUsd, maxSeconds, maxCommands, maxChanges } = fields;
  const { critical = false } = fields;
  const inputs = readInputs(fields.inputs, reading);
  const model = readDefaultModel(fields.model, reading);
  const around = { reading, model, hasLimit: maxUsd !== undefined };
  const agents = readAgents(fields.agents, around);
  const steps = readSteps(fields.steps, ['steps'], { reading, model, critical, agents, level: 0 });
  const end = checkMeaning({ inputs, agents, steps }, Object.keys(fields.agents ?? {}), reading);
  const last = steps.at(-1)?.name;
  if (last === undefined) return undefined;
  return {
    name,
    description,
    inputs,
    steps,
    agents,
    result: result === undefined ? [last] : readResult(result, end, reading),
    ...defined({ maxSeconds, maxCommands, maxChanges, maxNanoUsd: maxUsd && nanoUsdOf(maxUsd) }),
  };
}

function readDefaultModel(written: unknown, reading: Reading): ModelUse {
  const model = written === undefined ? undefined : readModel(written, ['model'], reading);
  if (model?.kind !== 'from') return model ?? { kind: 'auto' };
  report(
    reading,
    ['model'],
    'Before the first step there is no value yet. Write `from` at a step.',
    true,
  );
  return { kind: 'auto' };
}

function checkMeaning(
  {
    inputs,
    agents,
    steps,
  }: { inputs: readonly Input[]; agents: Record<string, Agent>; steps: readonly Step[] },
  agentNames: readonly string[],
  reading: Reading,
): Scope {
  const start: Scope = new Map([['inputs', inputsValue(inputs)]]);
  for (const {
    name,
    instructions: { text, file },
  } of Object.values(agents)) {
    for (const { message, start: from, end } of checkTemplate(text, start)) {
      const path = ['agents', name, 'instructions'];
      const inFile = file !== undefined && { file: { name: file, text } };
      reading.findings.push({ path, message, span: { start: from, end }, ...inFile });
    }
  }
  const checking = { reading, agents: agentNames, definitions: agents, uses: usesOf(steps) };
  return checkSteps(steps, start, checking);
}

function readResult(written: string, scope: Scope, reading: Reading): ValuePath {
  const path = readPath(written, ['result'], reading);
  const found = schemaAt(scope, path);
  if (!('schema' in found)) report(reading, ['result'], found.message);
  return path;
}

/** A workflow file that is valid YAML. */
export interface WorkflowText {
  readonly value: unknown;
  place(finding: Diagnostic): WorkflowProblem;
}

/** Reads the YAML of a file. Anchors, aliases and tags are not allowed. */
function readWorkflowText(text: string): WorkflowText | { problems: WorkflowProblem[] } {
  const counter = new LineCounter();
  const at = (start: number, end: number, message: string) =>
    between(counter, message, { start, end });
  const read = readSoundYaml(text, counter);
  if ('problems' in read) {
    const [{ start, end, message }] = read.problems;
    return { problems: [at(start, end, message)] };
  }
  const { document, value } = read;
  return {
    value,
    place: (finding) => placed(finding, { document, counter, text }),
  };
}
