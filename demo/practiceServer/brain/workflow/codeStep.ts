import type { PracticeModel, Skill } from '../../models.ts';
import { findings } from '../review.ts';
import { functionsIn } from '../shape.ts';
import { lineOf, scriptKindOf, sourceOf, type Source } from '../source.ts';
import type { StepPrompt } from './stepPrompt.ts';

/**
 * The steps of the workflows on code, worked out from the diff, the output or the file that the prompt
 * quotes. Undefined for other steps.
 */
export function codeStep(step: StepPrompt, model: PracticeModel, skill: Skill): string | undefined {
  if (step.schema) {
    const answer = answerWith(Object.keys(step.schema.properties ?? {}), step, skill);
    return answer && JSON.stringify(answer, null, 2);
  }
  const harmless = step.section('harmless');
  return harmless === undefined
    ? undefined
    : `Practice model (${model.id}): ${summary(step, harmless)}`;
}

function answerWith(fields: readonly string[], step: StepPrompt, skill: Skill): object | undefined {
  const has = (...names: string[]) => names.every((name) => fields.includes(name));
  if (has('test', 'path', 'symbol')) return suspect(step);
  if (has('startLine', 'endLine', 'cause')) return locate(step, skill);
  if (has('risky', 'harmless')) return triage(step);
  if (has('findings')) return review(step, skill);
  return undefined;
}

const failing = /^test at (\S+?):\d+:\d+\n✖ (.+?) \(/m;

/** The first failing test; by its name, the file it is about. */
function suspect(step: StepPrompt) {
  const test = failing.exec(step.section('output') ?? '')?.[1] ?? '';
  const path = test.replace(/^tests?\//, 'src/').replace(/\.(test|spec)(\.\w+)$/, '$2');
  return { test, path, symbol: '' };
}

/** The function that the failing test calls, one with a visible defect before others. */
function locate(step: StepPrompt, skill: Skill) {
  const source = wholeFile(step);
  const name = failing.exec(step.section('output') ?? '')?.[2] ?? '';
  const tests = step.section('test') ?? '';
  const at = Math.max(0, tests.indexOf(name));
  const body = tests.slice(at).split(/\n(?=(?:test|it)\()/)[0] ?? '';
  const found = source ? findings({ source, skill }) : [];
  const candidates = source
    ? functionsIn(source).filter((each) => new RegExp(`\\b${each.name}\\(`).test(body))
    : [];
  const places = candidates.map(({ node, name: called }) => {
    const startLine = lineOf(node);
    const endLine = node.getSourceFile().getLineAndCharacterOfPosition(node.end).line + 1;
    const seen = found.find(({ line }) => line >= startLine && line <= endLine);
    return { startLine, endLine, called, seen };
  });
  const place = places.find(({ seen }) => seen) ?? places[0];
  if (!place)
    return { startLine: 1, endLine: 1, cause: 'The test calls no function of this file.' };
  const { startLine, endLine, called, seen } = place;
  const cause = seen?.message ?? `The test calls ${called}, whose result is not what it expects.`;
  return { startLine, endLine, cause };
}

interface Change {
  readonly path: string;
  readonly lines: number[];
  readonly first: string;
}

/** Hunks that change code are risky; those of tests, texts and comments are not. */
function triage(step: StepPrompt) {
  const changes = changesIn(step.section('diff') ?? '');
  const risky = changes.filter(({ path, lines }) => isCode(path) && lines.length > 0);
  const others = changes.length - risky.length;
  return {
    risky: risky.map(({ path, lines, first }) => ({
      ...{ path, startLine: lines[0]!, endLine: lines.at(-1)! },
      why: `The behaviour may have changed: ${first.trim()}`,
    })),
    harmless: `${others} other ${others === 1 ? 'change is' : 'changes are'} in tests, texts or comments.`,
  };
}

function changesIn(diff: string): Change[] {
  const changes: Change[] = [];
  let path = '';
  let line = 0;
  for (const text of diff.split('\n')) {
    path = /^\+\+\+ b\/(.+)$/.exec(text)?.[1] ?? path;
    const start = /^@@ -\S+ \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) {
      line = Number(start);
      changes.push({ path, lines: [], first: '' });
      continue;
    }
    const change = changes.at(-1);
    const added = text.startsWith('+') && !text.startsWith('+++') ? text.slice(1) : undefined;
    if (change && added !== undefined && isStatement(added)) {
      change.lines.push(line);
      if (change.first === '') changes[changes.length - 1] = { ...change, first: added };
    }
    if (/^[ +]/.test(text) && !text.startsWith('+++')) line += 1;
  }
  return changes;
}

function isCode(path: string): boolean {
  return /\.[jt]sx?$/.test(path) && !/(^|\/)tests?\//.test(path);
}

function isStatement(line: string): boolean {
  return line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line);
}

/** What is wrong in the lines that were named. */
function review(step: StepPrompt, skill: Skill) {
  const [, from, to] = /lines (\d+) to (\d+)/.exec(step.text) ?? [];
  const path = step.attribute('file', 'path') ?? '';
  const source = wholeFile(step);
  const found = source ? findings({ source, skill }) : [];
  return {
    findings: found
      .filter(({ line }) => line >= Number(from) && line <= Number(to))
      .map((finding) => ({ path, ...finding })),
  };
}

function wholeFile(step: StepPrompt): Source | undefined {
  const body = step.section('file') ?? '';
  const kind = scriptKindOf(step.attribute('file', 'language') ?? 'typescript');
  return kind === undefined ? undefined : sourceOf(body, { startLine: 1, text: body }, kind);
}

interface Told {
  readonly path: string;
  readonly line: number;
  readonly severity: string;
  readonly message: string;
}

function summary(step: StepPrompt, harmless: string): string {
  const all = findingsTold(step.section('findings') ?? '[]');
  const verdict = all.some(({ severity }) => severity === 'error')
    ? 'It should not be merged yet.'
    : 'It can be merged.';
  const rows = all.map(({ path, line, message }) => `- \`${path}:${line}\`: ${message}`);
  return [verdict, '', ...rows, '', harmless].join('\n');
}

function findingsTold(json: string): Told[] {
  try {
    return (JSON.parse(json) as { findings: Told[] }[]).flatMap((each) => each.findings);
  } catch {
    return [];
  }
}
