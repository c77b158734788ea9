import { callMarks, otherOpens, ownOpens } from './callMarks.ts';
import { createCodePlaces } from './codePlaces.ts';
import {
  anyOf,
  type CallsInText,
  callsAtStart,
  mayCall,
  type OfferedTools,
  type Place,
  toolNamedIn,
} from './readCalls.ts';

/** Looks for calls in a text that comes in pieces. */
export interface CallScanner {
  /** What of the text can be told now. */
  add(text: string): string;
  /** What was held back, and the calls in it. */
  end(): HeldBack;
}

export interface HeldBack {
  readonly text: string;
  readonly found: CallsInText | undefined;
  /** The tool of a call that the text is the beginning of. */
  readonly tool: string | undefined;
}

/** A call names its tool within so many characters. Chosen by judgement; the longest form needs about 150. */
const mostBeforeName = 300;
/** A longer call is told as text. */
const mostHeld = 1_000_000;

const opens = [...callMarks.map(({ open }) => open), ...ownOpens, ...otherOpens];
const anOpen = new RegExp(anyOf(opens));
const piecesOfMarks: ReadonlySet<string> = new Set(
  opens.flatMap((mark) => [...mark].map((_, length) => mark.slice(0, length))),
);
const longest = Math.max(...opens.map(({ length }) => length));
/** Words are marks only where a line begins. */
const word = /^\w/;

/**
 * Text is held back only where it may be a call: from the mark of one until the name of its tool has come, and from
 * there to the end of the answer when that tool is offered. A mark inside code is no mark.
 */
export function createCallScanner(tools: OfferedTools): CallScanner {
  const places = createCodePlaces();
  let waiting = '';
  /** Where the call stands that may have begun with what waits. */
  let place: Place | undefined;
  let isCall = false;
  let mayBeAll = true;

  function told(length: number): string {
    const text = waiting.slice(0, length);
    waiting = waiting.slice(length);
    places.pass(text);
    mayBeAll &&= text.trim() === '';
    return text;
  }

  /** Tells what can be told; undefined when more text has to come first. */
  function step(): string | undefined {
    if (!isCall) return place === undefined ? upToMark() : judged(place);
    if (waiting.length <= mostHeld) return undefined;
    isCall = false;
    place = undefined;
    return told(waiting.length);
  }

  function upToMark(): string | undefined {
    if (mayBeAll && mayBeWholeAnswer(waiting, tools)) {
      place = 'wholeAnswer';
      return '';
    }
    const mark = anOpen.exec(waiting);
    if (!mark) {
      const length = waiting.length - pieceOfMark(waiting, places.isAtLineStart());
      return length > 0 ? told(length) : undefined;
    }
    const before = told(mark.index);
    const isOwnLine = places.isAtLineStart();
    if (places.isInCode() || (word.test(mark[0]) && !isOwnLine)) return before + told(1);
    place = isOwnLine ? 'ownLine' : 'midLine';
    return before;
  }

  function judged(from: Place): string | undefined {
    const name = toolNamedIn(waiting, from);
    isCall = name !== undefined && tools.has(name);
    const isOpen = from === 'wholeAnswer' ? mayBeWholeAnswer(waiting, tools) : mayCall(waiting);
    if (isCall || (isOpen && name === undefined && waiting.length <= mostBeforeName)) {
      return undefined;
    }
    place = undefined;
    mayBeAll = false;
    return from === 'wholeAnswer' ? '' : told(1);
  }

  return {
    add(text) {
      waiting += text;
      let all = '';
      for (let next = step(); next !== undefined; next = step()) all += next;
      return all;
    },
    end() {
      const found = isCall ? callsAtStart(waiting, tools, place!) : undefined;
      const tool = isCall ? toolNamedIn(waiting, place!) : undefined;
      return { text: waiting, found, tool };
    },
  };
}

/** How many characters at the end of a text may be the beginning of a mark. */
function pieceOfMark(text: string, isAtLineStart: boolean): number {
  for (let length = Math.min(text.length, longest - 1); length > 0; length -= 1) {
    const piece = text.slice(-length);
    if (!piecesOfMarks.has(piece)) continue;
    const before = text.slice(0, -length);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    const isOwnLine = line.trim() === '' && (line.length < before.length || isAtLineStart);
    if (!word.test(piece) || isOwnLine) return length;
  }
  return 0;
}

const firstKeys = ['name', 'tool', 'tool_name', 'function', 'type', 'id', 'tool_call_id'];

/** Whether an answer may be nothing but a call without a mark: an object, a list, or a function of a tool's name. */
function mayBeWholeAnswer(text: string, tools: OfferedTools): boolean {
  const begun = text.trimStart();
  const object = /^[[{][[{\s]*(?:$|["'](?<key>\w*)(?<end>["']?))/.exec(begun);
  if (object) {
    const { key = '', end } = object.groups!;
    return firstKeys.some((known) => (end ? known === key : known.startsWith(key)));
  }
  const called = begun.replace(/^\[\s*/, '');
  const heads = [...tools.keys()].map((name) => `${name}(`);
  return begun !== '' && heads.some((head) => head.startsWith(called) || called.startsWith(head));
}
