import type { Piece, Pieces } from './parseGlob.ts';

/*
 * Globs run as automata: all places of the pattern that a path may have reached are followed at once, one
 * character after the other, so no path makes a pattern begin again. The time grows with the length of the
 * path; what a set of places leads to is remembered.
 */

/** Reads a path one character at a time. */
export interface Automaton {
  readonly start: Places;
  /** Where one more character leads. */
  step(places: Places, code: number): Places;
}

/** Places of a pattern that the same beginning of a path leads to. */
export interface Places {
  /** Whether a path may end here. */
  readonly isEnd: boolean;
  /** A bit for each state that waits for a character. */
  readonly bits: Uint32Array;
  /** Numbers of readings, for the states `except`. */
  readonly readings: ReadonlySet<number>;
  readonly next: Map<number, Places>;
}

/** A state takes one character, or leads on without one. */
type State =
  | { readonly kind: 'takes'; readonly takes: (code: number) => boolean; readonly to: number }
  | { readonly kind: 'leads'; readonly to: number[] }
  /** A name that an automaton does not match. */
  | { readonly kind: 'except'; readonly other: Automaton; readonly to: number }
  | { readonly kind: 'end' };

const noReadings: ReadonlySet<number> = new Set();
const slash = 0x2f;
const isInName = (code: number): boolean => code !== slash;
/** The sets of places that one pattern remembers. Chosen by judgement: far more than ordinary ones need. */
const mostRemembered = 1_000;

export function automatonOf(pieces: Pieces): Automaton {
  const states: State[] = [{ kind: 'end' }];
  const first = addAll(pieces, 0, states);
  return createAutomaton(states, first);
}

/** Adds states for the pieces, in front of the state `to`; returns the first. */
function addAll(pieces: Pieces, to: number, states: State[]): number {
  return pieces.reduceRight((next, piece) => addPiece(piece, next, states), to);
}

function addPiece(piece: Piece, to: number, states: State[]): number {
  const takes = (test: (code: number) => boolean, next = to): number =>
    states.push({ kind: 'takes', takes: test, to: next }) - 1;
  const leads = (...next: number[]): number => states.push({ kind: 'leads', to: next }) - 1;
  /** A loop of one character; it goes on to `next`. */
  const loop = (test: (code: number) => boolean, next: number): number => {
    const out: number[] = [next];
    const start = states.push({ kind: 'leads', to: out }) - 1;
    out.push(takes(test, start));
    return start;
  };
  const everything = (): boolean => true;
  switch (piece.kind) {
    case 'text':
      return takes((code) => code === piece.code);
    case 'any':
      return takes(isInName);
    case 'class':
      return takes((code) => isInName(code) && isInClass(piece, code));
    case 'star':
      return loop(isInName, to);
    case 'everything':
      return loop(everything, to);
    case 'folders':
      return leads(
        to,
        loop(
          everything,
          takes((code) => code === slash),
        ),
      );
    case 'below':
      return leads(
        to,
        takes((code) => code === slash, loop(everything, to)),
      );
    case 'group':
      return addGroup(piece, to, states);
  }
}

function addGroup(
  { times, alternatives }: Extract<Piece, { kind: 'group' }>,
  to: number,
  states: State[],
): number {
  if (times === '!') {
    const other = automatonOf([{ kind: 'group', times: '@', alternatives }]);
    return states.push({ kind: 'except', other, to }) - 1;
  }
  const repeats = times === '+' || times === '*';
  const again: number[] = [to];
  const after = repeats ? states.push({ kind: 'leads', to: again }) - 1 : to;
  const firsts = alternatives.map((pieces) => addAll(pieces, after, states));
  if (repeats) again.push(...firsts);
  const isOptional = times === '?' || times === '*';
  return states.push({ kind: 'leads', to: isOptional ? [to, ...firsts] : firsts }) - 1;
}

function isInClass(
  { ranges, isNegated }: Extract<Piece, { kind: 'class' }>,
  code: number,
): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last) !== isNegated;
}

/** What a state leads to without a character. */
interface Closure {
  readonly isEnd: boolean;
  readonly bits: Uint32Array;
  /** States `except`, each of which begins to read a name. */
  readonly excepts: readonly number[];
}

/** A state `except`, and what its automaton has read of a name. */
interface Reading {
  readonly state: number;
  readonly reached: Places;
}

function createAutomaton(states: readonly State[], first: number): Automaton {
  const words = Math.ceil(states.length / 32);
  const closures: Closure[] = [];
  const readings = createReadings();
  const memory = createMemory();

  function closureOf(state: number): Closure {
    return (closures[state] ??= closureFrom(state, states, words));
  }

  function placesAt(reached: readonly number[], read: readonly Reading[]): Places {
    const bits = new Uint32Array(words);
    let numbers = noReadings;
    let isEnd = false;
    const openStates = [...reached];
    const openReadings = [...read];
    while (openStates.length > 0 || openReadings.length > 0) {
      for (let state = openStates.pop(); state !== undefined; state = openStates.pop()) {
        const closure = closureOf(state);
        isEnd ||= closure.isEnd;
        for (let at = 0; at < words; at += 1) bits[at]! |= closure.bits[at]!;
        for (const each of closure.excepts) {
          openReadings.push({ state: each, reached: exceptAt(each).other.start });
        }
      }
      const reading = openReadings.pop();
      if (!reading) continue;
      const number = readings.numberOf(reading);
      if (numbers.has(number)) continue;
      numbers = new Set([...numbers, number]);
      if (!reading.reached.isEnd) openStates.push(exceptAt(reading.state).to);
    }
    return memory.shared({ isEnd, bits, readings: numbers, next: new Map() });
  }

  const exceptAt = (state: number) => states[state] as Extract<State, { kind: 'except' }>;

  function after({ bits, readings: numbers }: Places, code: number): Places {
    const reached = takenBy(bits, code, states);
    if (numbers.size === 0 || code === slash) return placesAt(reached, []);
    const read = [...numbers].map((number) => {
      const { state, reached: before } = readings.at(number);
      return { state, reached: exceptAt(state).other.step(before, code) };
    });
    return placesAt(reached, read);
  }

  return {
    start: placesAt([first], []),
    step(places, code) {
      const known = places.next.get(code);
      if (known) return known;
      const next = after(places, code);
      if (!memory.isFull()) places.next.set(code, next);
      return next;
    },
  };
}

/** Where the states lead that wait for this character. */
function takenBy(bits: Uint32Array, code: number, states: readonly State[]): number[] {
  const reached: number[] = [];
  for (let word = 0; word < bits.length; word += 1) {
    for (let rest = bits[word]!; rest !== 0; rest &= rest - 1) {
      const state = states[word * 32 + 31 - Math.clz32(rest & -rest)]!;
      if (state.kind === 'takes' && state.takes(code)) reached.push(state.to);
    }
  }
  return reached;
}

function closureFrom(first: number, states: readonly State[], words: number): Closure {
  const bits = new Uint32Array(words);
  const excepts: number[] = [];
  const found = new Set<number>();
  const open = [first];
  let isEnd = false;
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    const state = states[each]!;
    if (state.kind === 'end') isEnd = true;
    if (state.kind === 'leads') open.push(...state.to);
    if (state.kind === 'takes') bits[each >>> 5]! |= 1 << (each & 31);
    if (state.kind === 'except') excepts.push(each);
  }
  return { isEnd, bits, excepts };
}

/** Keeps one object for equal places, so that what they lead to is found again. */
function createMemory() {
  const remembered = new Map<number, Places[]>();
  let count = 0;
  const isFull = (): boolean => count >= mostRemembered;
  return {
    isFull,
    shared(places: Places): Places {
      if (isFull()) return places;
      const hash = hashOf(places);
      const alike = remembered.get(hash) ?? [];
      const known = alike.find((each) => areEqual(each, places));
      if (known) return known;
      remembered.set(hash, [...alike, places]);
      count += 1;
      return places;
    },
  };
}

/** Gives each reading a number, the same for equal ones. */
function createReadings() {
  const all: Reading[] = [];
  const numbers = new Map<Places, Map<number, number>>();
  return {
    at: (number: number): Reading => all[number]!,
    numberOf({ state, reached }: Reading): number {
      const known = numbers.get(reached) ?? new Map<number, number>();
      numbers.set(reached, known);
      const number = known.get(state) ?? all.push({ state, reached }) - 1;
      known.set(state, number);
      return number;
    },
  };
}

function hashOf({ bits, readings, isEnd }: Places): number {
  let hash = Number(isEnd) + 31 * readings.size;
  for (const word of bits) hash = (Math.imul(hash, 31) + word) | 0;
  for (const number of readings) hash = (hash + Math.imul(number, 97)) | 0;
  return hash;
}

function areEqual(one: Places, other: Places): boolean {
  return (
    one.isEnd === other.isEnd &&
    one.readings.size === other.readings.size &&
    one.bits.every((word, at) => word === other.bits[at]) &&
    [...one.readings].every((number) => other.readings.has(number))
  );
}
