import { parsePattern, type PatternNode, PatternProblem } from './parsePattern.ts';

/** A pattern that is ready to be searched for. */
export interface Pattern {
  readonly steps: readonly Step[];
  readonly isMultiline: boolean;
}

/** One step of the search; numbers are places in the list of steps. */
type Step =
  | { readonly kind: 'sign'; readonly accepts: (sign: string) => boolean }
  | { readonly kind: 'place'; readonly place: 'start' | 'end' | 'edge' | 'notEdge' }
  | { readonly kind: 'either'; readonly ways: readonly number[] }
  | { readonly kind: 'found' };

type Draft = Exclude<Step, { kind: 'either' }> | { kind: 'either'; ways: number[] };

/** Steps of a pattern, and steps taken in a search. Both chosen by judgement: a search takes under a second. */
const mostSteps = 5_000;
const mostTaken = 20_000_000;

/** Makes a pattern from JavaScript's syntax; flags `i`, `m`, `s` and `u`. Throws a `PatternProblem`. */
export function compilePattern(source: string, flags = ''): Pattern {
  const unknown = [...flags].find((flag) => !'imsu'.includes(flag));
  if (unknown !== undefined)
    throw new PatternProblem(`The flag "${unknown}" has no use here; i, m and s have.`);
  const steps: Draft[] = [];
  write(parsePattern(source), steps, flags);
  steps.push({ kind: 'found' });
  return { steps, isMultiline: flags.includes('m') };
}

/** Writes the steps of a node behind those that are there; the next node goes on behind them. */
function write(node: PatternNode, steps: Draft[], flags: string): void {
  if (steps.length > mostSteps) throw new PatternProblem('The pattern is too large: repeat less.');
  switch (node.kind) {
    case 'sign':
      steps.push({ kind: 'sign', accepts: signTest(node.source, flags) });
      return;
    case 'place':
      steps.push({ kind: 'place', place: node.place });
      return;
    case 'sequence':
      for (const part of node.parts) write(part, steps, flags);
      return;
    case 'choice':
      writeChoice(node.options, steps, flags);
      return;
    case 'repeat':
      writeRepeat(node, steps, flags);
  }
}

function writeChoice(options: readonly PatternNode[], steps: Draft[], flags: string): void {
  const fork = pushFork(steps);
  const ends: number[][] = [];
  for (const option of options) {
    fork.push(steps.length);
    write(option, steps, flags);
    ends.push(pushFork(steps));
  }
  for (const end of ends) end.push(steps.length);
}

function writeRepeat(
  { body, least, most }: Extract<PatternNode, { kind: 'repeat' }>,
  steps: Draft[],
  flags: string,
): void {
  if (most < least) throw new PatternProblem('A repetition has its numbers the wrong way round.');
  if (least > mostSteps || (most < Infinity && most > mostSteps)) {
    throw new PatternProblem(`A repetition of more than ${mostSteps} times is too large.`);
  }
  for (let time = 0; time < least; time += 1) {
    const before = steps.length;
    write(body, steps, flags);
    // Repeating an empty group changes nothing, and groups of them would never end.
    if (steps.length === before) break;
  }
  if (most === Infinity) {
    const loop = steps.length;
    const fork = pushFork(steps, loop + 1);
    write(body, steps, flags);
    pushFork(steps, loop);
    fork.push(steps.length);
    return;
  }
  const exits: number[][] = [];
  for (let time = least; time < most; time += 1) {
    exits.push(pushFork(steps, steps.length + 1));
    write(body, steps, flags);
  }
  for (const exit of exits) exit.push(steps.length);
}

/** Adds a step that goes on at these places, to which more can be added. */
function pushFork(steps: Draft[], ...ways: number[]): number[] {
  steps.push({ kind: 'either', ways });
  return ways;
}

/** Whether a single character is one that the source stands for. JavaScript's engine decides that. */
function signTest(source: string, flags: string): (sign: string) => boolean {
  const wanted = flags.replaceAll(/[mu]/g, '');
  const expression = expressionOf(source, wanted);
  const known = new Map<string, boolean>();
  return (sign) => {
    let accepted = known.get(sign);
    if (accepted === undefined) {
      accepted = expression.test(sign);
      known.set(sign, accepted);
    }
    return accepted;
  };
}

/** Without the `u` flag more escapes are allowed, such as `\-`. */
function expressionOf(source: string, flags: string): RegExp {
  for (const each of [`${flags}u`, flags]) {
    try {
      return new RegExp(`^(?:${source})$`, each);
    } catch {
      continue;
    }
  }
  throw new PatternProblem(`The pattern has a part that means nothing: ${source}`);
}

/** Whether the pattern occurs in the text; undefined when the text is too long for it. */
export function occursIn({ steps, isMultiline }: Pattern, text: string): boolean | undefined {
  const signs = [...text];
  let taken = 0;
  let now: number[] = [];
  for (let at = 0; at <= signs.length; at += 1) {
    const reached = new Uint8Array(steps.length);
    const waiting: number[] = [];
    // A search may begin anywhere.
    const open = [...now, 0].toReversed();
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (reached[step] === 1) continue;
      reached[step] = 1;
      taken += 1;
      const current = steps[step]!;
      if (current.kind === 'found') return true;
      if (current.kind === 'either') open.push(...current.ways);
      else if (current.kind === 'sign') waiting.push(step);
      else if (isAt(current.place, { signs, at, isMultiline })) open.push(step + 1);
    }
    if (taken > mostTaken) return undefined;
    const sign = signs[at];
    now = [];
    for (const step of waiting) {
      const current = steps[step]!;
      if (sign !== undefined && current.kind === 'sign' && current.accepts(sign))
        now.push(step + 1);
    }
  }
  return false;
}

function isAt(
  place: 'start' | 'end' | 'edge' | 'notEdge',
  { signs, at, isMultiline }: { signs: readonly string[]; at: number; isMultiline: boolean },
): boolean {
  const [before, after] = [signs[at - 1], signs[at]];
  const isBreak = (sign: string) => /[\n\r\u2028\u2029]/.test(sign);
  const isWord = (sign: string | undefined) => sign !== undefined && /\w/.test(sign);
  switch (place) {
    case 'start':
      return before === undefined || (isMultiline && isBreak(before));
    case 'end':
      return after === undefined || (isMultiline && isBreak(after));
    case 'edge':
      return isWord(before) !== isWord(after);
    case 'notEdge':
      return isWord(before) === isWord(after);
  }
}
