import type { Played } from '../../../demo/practiceServer/call.ts';
import { canSee, type Skill } from '../../../demo/practiceServer/models.ts';
import type { Job, Stage } from './job.ts';
import type { MadeCall } from './saidSoFar.ts';

type Edit = Extract<Stage, { kind: 'edit' }>;

/**
 * What a model of this skill does next in a job's loop. Follows from the calls so far alone, so another model
 * can go on at any turn: it finds the slips of a weaker one where a check shows them.
 */
export function playJob(job: Job, calls: readonly MadeCall[], skill: Skill): Played {
  const forgotten = forgottenIn(calls);
  const isMine = (stage: Stage) => stage.kind !== 'edit' || !forgotten.has(stage.name);
  const stages = job.stages.filter(isMine);
  for (const [at, stage] of stages.entries()) {
    const next = nextIn(stage, stages.slice(0, at), calls, skill);
    if (next) return { text: '', toolCalls: [next] };
  }
  return { text: job.done, toolCalls: [] };
}

type Next = Played['toolCalls'][number];

/** The call that a stage still needs; undefined once it is done. */
function nextIn(
  stage: Stage,
  before: readonly Stage[],
  calls: readonly MadeCall[],
  skill: Skill,
): Next | undefined {
  switch (stage.kind) {
    case 'look':
      return calls.some(isCallOf(stage)) ? undefined : { name: stage.tool, given: stage.given };
    case 'plan':
      return calls.some(({ name }) => name === 'manage_todo_list')
        ? undefined
        : planned(stage, skill);
    case 'edit':
      return textNow(stage, calls) === stage.before ? edited(stage, calls, skill) : undefined;
    case 'check':
      return checked(stage, before, calls, skill);
  }
}

function isCallOf({ tool, given }: Extract<Stage, { kind: 'look' }>) {
  return (call: MadeCall) =>
    call.name === tool && JSON.stringify(call.given) === JSON.stringify(given);
}

function planned({ needs, items, forgets }: Extract<Stage, { kind: 'plan' }>, skill: Skill): Next {
  const kept = canSee(skill, needs) ? items : items.filter((item) => !forgets.includes(item));
  const todoList = kept.map((title, index) => ({ id: index + 1, title, status: 'not-started' }));
  const left = canSee(skill, needs) ? [] : forgets;
  return { name: 'manage_todo_list', given: { operation: 'write', todoList, leftOut: left } };
}

/** The stages that a weak plan leaves out, for good. */
function forgottenIn(calls: readonly MadeCall[]): ReadonlySet<string> {
  const plan = calls.find(({ name }) => name === 'manage_todo_list');
  const leftOut = plan?.given['leftOut'];
  return new Set(Array.isArray(leftOut) ? leftOut.map(String) : []);
}

/** What stands in the file at an edit's place, as far as the calls changed it. */
function textNow(edit: Edit, calls: readonly MadeCall[]): string {
  return calls
    .filter(({ name, result }) => name === 'replace_string_in_file' && result?.startsWith('Edited'))
    .reduce((now, { given }) => {
      const isHere = given['filePath'] === edit.path && given['oldString'] === now;
      return isHere ? String(given['newString']) : now;
    }, edit.before);
}

function edited(edit: Edit, calls: readonly MadeCall[], skill: Skill): Next {
  return {
    name: 'replace_string_in_file',
    given: {
      filePath: edit.path,
      oldString: textNow(edit, calls),
      newString: canSee(skill, edit.needs) ? edit.right : edit.wrong,
    },
  };
}

/** Runs the tests after the newest edit; after a failure, mends what it can, or looks and tries again. */
function checked(
  { command, mayFail }: Extract<Stage, { kind: 'check' }>,
  before: readonly Stage[],
  calls: readonly MadeCall[],
  skill: Skill,
): Next | undefined {
  const check: Next = {
    name: 'run_in_terminal',
    given: { command, explanation: 'Runs the tests' },
  };
  const edits = before.filter((stage) => stage.kind === 'edit');
  const lastEdit = calls.findLastIndex((call) => edits.some((edit) => isEditOf(edit, call)));
  const runs = calls.slice(lastEdit + 1).filter(({ given }) => given['command'] === command);
  if (runs.length === 0) return check;
  if (mayFail || runs.some(({ result }) => passes(result))) return undefined;
  const slip = edits.find((edit) => textNow(edit, calls) === edit.wrong);
  if (!slip) return check;
  if (canSee(skill, slip.needs)) return edited(slip, calls, skill);
  // A model that does not see its slip looks at the file and runs the same tests again.
  return calls.at(-1)?.given['command'] === command
    ? { name: 'read_file', given: { filePath: slip.path, startLine: 1, endLine: 200 } }
    : check;
}

function isEditOf({ path, before, right, wrong }: Edit, { name, given }: MadeCall): boolean {
  const isHere = [before, right, wrong].includes(String(given['oldString']));
  return name === 'replace_string_in_file' && given['filePath'] === path && isHere;
}

function passes(result: string | undefined): boolean {
  return result !== undefined && /exit code:? 0\b/i.test(result);
}
