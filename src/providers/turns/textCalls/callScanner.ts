import { callMarks, otherOpens, ownOpens } from './callMarks.ts';
import { type CodePlaces, createCodePlaces } from './codePlaces.ts';
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

/** A call names its tool within so many characters. Chosen by judgement; the longest form needs about 170. */
const mostBeforeName = 200;
/** A longer call is told as text. */
const mostHeld = 1_000_000;

const opens = [...callMarks.map(({ open }) => open), ...ownOpens, ...otherOpens];
const anOpen = new RegExp(anyOf(opens));
/** A line that may begin a call without a mark. */
const aLine = /(?:^|\n)[^\S\n]*(?=[[{])/g;
const piecesOfMarks: ReadonlySet<string> = new Set(
  opens.flatMap((mark) => [...mark].map((_, last) => mark.slice(0, last + 1))),
);
const longest = Math.max(...opens.map(({ length }) => length));
/** Words are marks only where a line begins. */
const word = /^\w/;

/** A text while it is looked through. */
interface Scan {
  readonly tools: OfferedTools;
  readonly places: CodePlaces;
  waiting: string;
  /** Where the call stands that may begin what waits. */
  place: Place | undefined;
  isCall: boolean;
  /** Nothing but blanks was told. */
  mayBeAll: boolean;
}

/**
 * Text is held back only where it may be a call: from the mark of one until the name of its tool has come, and from
 * there to the end of the answer when that tool is offered. A mark inside code is no mark.
 */
export function createCallScanner(tools: OfferedTools): CallScanner {
  const scan: Scan = {
    tools,
    places: createCodePlaces(),
    waiting: '',
    place: undefined,
    isCall: false,
    mayBeAll: true,
  };
  return {
    add(text) {
      scan.waiting += text;
      let all = '';
      for (let next = step(scan); next !== undefined; next = step(scan)) all += next;
      return all;
    },
    end() {
      const { waiting: text, isCall, place } = scan;
      if (!isCall || !place) return { text, found: undefined, tool: undefined };
      return { text, found: callsAtStart(text, tools, place), tool: toolNamedIn(text, place) };
    },
  };
}

/** Tells what can be told; undefined when more text has to come first. */
function step(scan: Scan): string | undefined {
  if (!scan.isCall) return scan.place === undefined ? upToMark(scan) : judged(scan, scan.place);
  if (scan.waiting.length <= mostHeld) return undefined;
  scan.isCall = false;
  scan.place = undefined;
  return told(scan, scan.waiting.length);
}

function told(scan: Scan, length: number): string {
  const text = scan.waiting.slice(0, length);
  scan.waiting = scan.waiting.slice(length);
  scan.places.pass(text);
  scan.mayBeAll &&= text.trim() === '';
  return text;
}

function upToMark(scan: Scan): string | undefined {
  const { places, waiting } = scan;
  if (scan.mayBeAll && mayBeBare(scan)) {
    scan.place = 'bare';
    return '';
  }
  const mark = anOpen.exec(waiting);
  const end = mark?.index ?? waiting.length - pieceOfMark(waiting, places.isAtLineStart());
  const bare = bareLine(waiting, places.isAtLineStart());
  const isBare = bare !== undefined && bare <= end;
  const before = told(scan, isBare ? bare : end);
  if (!isBare && !mark) return before || undefined;
  const isOwnLine = places.isAtLineStart();
  if (places.isInCode() || (!isOwnLine && word.test(scan.waiting))) return before + told(scan, 1);
  scan.place = isBare ? 'bare' : isOwnLine ? 'ownLine' : 'midLine';
  return before;
}

/** Where the first line begins that may be a call without a mark. */
function bareLine(text: string, isAtLineStart: boolean): number | undefined {
  for (const { index, 0: before } of text.matchAll(aLine)) {
    if (isAtLineStart || before.startsWith('\n')) return index + before.length;
  }
  return undefined;
}

/** Whether what waits is a call: told from its next character on when it is none. */
function judged(scan: Scan, from: Place): string | undefined {
  const { tools, waiting } = scan;
  const name = toolNamedIn(waiting, from);
  const isOpen = from === 'bare' ? mayBeBare(scan) : mayCall(waiting);
  scan.isCall = isOpen && name !== undefined && tools.has(name);
  const isUnnamed = name === undefined && waiting.length <= mostBeforeName;
  if (scan.isCall || (isOpen && isUnnamed)) return undefined;
  const isMarked = from === 'bare' && anOpen.exec(waiting)?.index === 0;
  scan.place = isMarked ? 'ownLine' : undefined;
  return isMarked ? '' : told(scan, 1);
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

/** Whether what waits may be a call without a mark: an object, a list, or an answer that is a function's call. */
function mayBeBare({ waiting, tools, mayBeAll }: Scan): boolean {
  const begun = waiting.trimStart();
  const object = /^[[{][[{\s]*(?:$|["'](?<key>\w*)(?:(?<end>["'])|$))/.exec(begun);
  if (object) {
    const { key = '', end } = object.groups!;
    return firstKeys.some((known) => (end ? known === key : known.startsWith(key)));
  }
  const called = begun.replace(/^\[\s*/, '');
  if (called === '' || (called === begun && !mayBeAll)) return piecesOfMarks.has(begun);
  const heads = [...tools.keys()].map((name) => `${name}(`);
  const isCalled = heads.some((head) => head.startsWith(called) || called.startsWith(head));
  return isCalled || (begun.startsWith('[') && piecesOfMarks.has(begun));
}
