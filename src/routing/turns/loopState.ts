import type { CheckedThing } from './commandKind.ts';
import { readResult, type ResultReading } from './readResult.ts';
import type { Step } from './steps.ts';
import type { LoopState, Trouble } from './turn.ts';

/** How a loop goes, with what only the kind of the coming turn is read from. */
export interface LoopReading {
  readonly state: Omit<LoopState, 'files'>;
  /** The calls of the newest answer, with how they went. */
  readonly newest: readonly StepReading[];
  readonly hasEdited: boolean;
  /** Work that went wrong and that no edit has tried to put right since. */
  readonly isBroken: boolean;
  /** The to-do list has entries that nobody began. */
  readonly hasPlans: boolean;
}

export interface StepReading extends ResultReading {
  readonly step: Step;
}

/** After so many turns that brought nothing new, a loop makes no progress. Chosen by judgement. */
const idleTurns = 3;

/** A trouble that is open, with what settles it. */
interface Open {
  readonly trouble: Trouble;
  readonly step: Step;
  readonly checks?: CheckedThing;
  /** The editor's problems that a result of an edit reported. */
  readonly byEdit?: boolean;
}

/** How the calls since the developer's newest words went; `turnOf` gives the number of an answer. */
export function readLoop(
  steps: readonly Step[],
  turns: number,
  turnOf: (at: number) => number,
): LoopReading {
  const walk = new Walk();
  const answers = Map.groupBy(steps, ({ at }) => at);
  let newest: readonly StepReading[] = [];
  for (const [at, made] of answers) {
    const readings = made.filter(({ result }) => result !== undefined).map(readingOf);
    walk.take(readings, turnOf(at));
    newest = turnOf(at) === turns ? readings : [];
  }
  return {
    state: {
      turns,
      troubles: walk.open.map(({ trouble }) => trouble),
      isChecked: walk.isChecked,
    },
    newest,
    hasEdited: walk.hasEdited,
    isBroken: walk.isBroken(),
    hasPlans: walk.hasPlans,
  };
}

export function readingOf(step: Step): StepReading {
  return { step, ...readResult(step.result ?? '', step) };
}

/** Goes through a loop from its beginning; what it has found so far lives no longer than one reading. */
class Walk {
  open: Open[] = [];
  isChecked = false;
  hasEdited = false;
  hasPlans = false;
  /** Calls that change something: what was seen before one of them may look different after it. */
  private changes = 0;
  private idle = 0;
  private lastEditTurn = 0;
  private readonly seen = new Map<string, { readonly changes: number; readonly result: string }>();

  take(readings: readonly StepReading[], turn: number): void {
    let isNew = false;
    let isIdle = false;
    for (const reading of readings) {
      const { step, verdict } = reading;
      const isAgain = this.isAgain(step);
      if (verdict === 'failed') this.fail(reading, turn);
      else if (reading.isRejected) {
        this.add(step, { kind: 'rejected', turn, what: `${titleOf(step)} was turned down` });
      } else if (isAgain)
        this.add(step, { kind: 'sameCall', turn, what: `${titleOf(step)} again` });
      // A check that was seen to fail before any edit tells something too.
      const tells = verdict !== 'failed' || (step.kind === 'check' && !this.hasEdited);
      if (step.kind === 'todo') this.hasPlans = notBegun.test(step.key);
      else if (isAgain || (verdict === 'failed' && step.kind !== 'check')) isIdle = true;
      else if (tells) isNew = true;
      if (verdict === 'passed') this.pass(reading, turn, isAgain);
      // What the call itself changed is no reason to make it again.
      this.seen.set(step.key, { changes: this.changes, result: step.result ?? '' });
    }
    if (isNew) {
      this.idle = 0;
      this.settle(({ trouble }) => trouble.turn < turn && isStandstill(trouble));
    } else if (isIdle) {
      this.idle += 1;
      if (this.idle % idleTurns === 0) {
        this.add(readings[0]!.step, {
          kind: 'noProgress',
          turn,
          what: `nothing new in ${this.idle} turns`,
        });
      }
    }
  }

  isBroken(): boolean {
    return this.open.some(({ trouble, step }) => {
      const isWork =
        trouble.kind === 'checkFailed' || (trouble.kind === 'toolFailed' && step.kind === 'edit');
      return isWork && trouble.turn >= this.lastEditTurn;
    });
  }

  private add(step: Step, trouble: Trouble, rest: Pick<Open, 'checks' | 'byEdit'> = {}): void {
    this.open.push({ trouble, step, ...rest });
  }

  private settle(isSettled: (open: Open) => boolean): void {
    this.open = this.open.filter((each) => !isSettled(each));
  }

  /** The same call as before, with nothing between that could change what it finds. */
  private isAgain({ key, name, kind, result = '' }: Step): boolean {
    const before = this.seen.get(key);
    if (before === undefined || before.changes !== this.changes) return false;
    if (kind === 'todo' || waits.test(name)) return false;
    // What is only looked at may change by itself, such as a page or a server's answer.
    return kind === 'edit' || kind === 'run' || kind === 'check' || before.result === result;
  }

  private fail({ step }: StepReading, turn: number): void {
    const what = `${titleOf(step)} failed`;
    if (step.kind !== 'check') {
      this.add(step, { kind: 'toolFailed', turn, what });
      return;
    }
    // Before any edit, a check that fails shows what there is to do.
    if (!this.hasEdited) return;
    this.isChecked = false;
    this.add(step, { kind: 'checkFailed', turn, what }, { checks: checkedBy(step) });
  }

  private pass({ step, problems }: StepReading, turn: number, isAgain: boolean): void {
    const { kind, name } = step;
    if (kind === 'check') {
      const checks = checkedBy(step);
      this.isChecked = this.hasEdited;
      this.settle((each) => isSettledByCheck(each, step, checks));
      return;
    }
    if (kind === 'read') this.settle((each) => isToolFailure(each) && each.step.kind === 'read');
    if (kind === 'todo' || kind === 'read') return;
    if (!isAgain) this.changes += 1;
    if (kind === 'edit') {
      this.edited(step, turn, problems === 'failed');
      return;
    }
    this.settle(
      (each) =>
        isToolFailure(each) && each.step.name === name && programOf(each.step) === programOf(step),
    );
  }

  private edited(step: Step, turn: number, hasProblems: boolean): void {
    this.hasEdited = true;
    this.isChecked = false;
    this.lastEditTurn = turn;
    this.settle(
      (each) =>
        (isToolFailure(each) && each.step.kind === 'edit' && isSameTarget(each.step, step)) ||
        (each.byEdit === true && isSameTarget(each.step, step)),
    );
    if (!hasProblems) return;
    const what = `the editor shows problems after ${titleOf(step)}`;
    this.add(step, { kind: 'checkFailed', turn, what }, { checks: 'errors', byEdit: true });
  }
}

/** Calls that wait for something are made again until it is there. */
const waits = /output|status|wait|poll|sleep|log|progress|screenshot|snapshot|stdin/i;
/** Entries of a to-do list that nobody began, as clients write them. */
const notBegun = /"status":"(?:not[-_ ]started|pending|todo|open)"|\[ \] /;

function isStandstill({ kind }: Trouble): boolean {
  return kind === 'sameCall' || kind === 'noProgress';
}

function isToolFailure({ trouble }: Open): boolean {
  return trouble.kind === 'toolFailed';
}

/** A check that passes proves the work, so what failed on the way there no longer counts. */
function isSettledByCheck(
  { trouble, checks, step }: Open,
  passed: Step,
  passedChecks: CheckedThing,
): boolean {
  if (trouble.kind !== 'checkFailed') return true;
  if (checks !== passedChecks) return false;
  // Without files, the editor's problems were asked for of the whole workspace.
  return checks !== 'errors' || passed.files.length === 0 || isWithin(step, passed);
}

function checkedBy({ command, name }: Step): CheckedThing {
  return command?.checks ?? (/error|diagnostic|problem|lint/i.test(name) ? 'errors' : 'tests');
}

function isWithin(inner: Step, outer: Step): boolean {
  const paths = new Set(outer.files.map(({ path }) => path));
  return inner.files.length > 0 && inner.files.every(({ path }) => paths.has(path));
}

function isSameTarget(failed: Step, passed: Step): boolean {
  if (failed.files.length === 0 || passed.files.length === 0) return failed.name === passed.name;
  return isWithin(failed, passed);
}

/** Such as `npm install`: its options may differ at the next try. */
function programOf({ command }: Step): string {
  return command?.title.split(' ').slice(0, 2).join(' ') ?? '';
}

function titleOf({ command, name, files }: Step): string {
  if (command && command.title !== '') return command.title;
  const [file] = files;
  return file ? `${name} of ${file.path.slice(file.path.search(/[^\\/]*$/))}` : name;
}
