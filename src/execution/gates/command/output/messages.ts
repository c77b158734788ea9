import { above, below, details, drawn, endOfTraceback, saysError, soonBelow } from './blocks.ts';
import type { PrintedPlace } from './places.ts';

/** What a tool says of a place. */
export interface Message {
  readonly text: string;
  /** A warning counts only where the output has no errors. */
  readonly isWarning: boolean;
  /** The place is a frame of a stack: others of the same stack have the same message. */
  readonly isShared: boolean;
}

/** Fewer words are the title of a message. Chosen by judgement. */
const mostInTitle = 4;

/** Words before a place that only say that it is one. */
const onlyPlace = /^\W*(?:at|in|on|from|file|location|test at)\b/i;
/** Drawn before the place of a message, or the number of a frame. */
const arrow = /^\W*(?:[❯└╭]|-->|#\d*(?:\s|$))/;
/** Text behind a place that only says in what it is. */
const onlyWhere = /^(?:,? ?in\b.*|\+0x\w+|\w*(?:Error|Exception)|main\.<fn>.*|\(.*\)?|\W*)$/;
const passed = /^\W*(?:✓|✔|√|ok \d+\b|PASS\b)/;
/** How a file came to be read, how many errors there are, and what `make` was about to do. */
const tellsNothing = /\bincluded from\b|\bFound \d+ errors?\b|\*\*\* \[/;
const planned = /# (?:TODO|SKIP)/i;

/** What the output says of a place on its line `at`; undefined when it says nothing, or no harm. */
export function messageOf(
  lines: readonly string[],
  at: number,
  place: PrintedPlace,
): Message | undefined {
  if (passed.test(lines[at]!) || place.after.startsWith(' › ')) return undefined;
  if (tellsNothing.test(place.before)) return undefined;
  const message = ownMessage(lines, at, place) ?? sharedMessage(lines, at, place);
  if (message === undefined || planned.test(message.text)) return undefined;
  return message;
}

/** A message on the line of the place, with the lines below that go on about it. */
function ownMessage(
  lines: readonly string[],
  at: number,
  { before, after }: PrintedPlace,
): Message | undefined {
  const isFrame = onlyPlace.test(before) || arrow.test(before);
  if (isFrame) return undefined;
  const behind = after
    .replace(/^[\s:)\]"',.•─-]+/, '')
    .replace(/^in [`'"][^`'"]*['"]: /, '')
    .trim();
  const isBefore = onlyWhere.test(behind) || (/\berror\b/i.test(before) && !isSentence(behind));
  if (isBefore || /[━─]{3,}$/.test(behind)) return messageBefore(lines, at, before);
  const isWarning = saysWarning(`${before.split(/[:\s]/).slice(-3).join(' ')} ${behind}`);
  const own = withoutLabel(behind);
  const more = !isSentence(own) || own.endsWith(':') ? below(lines, at + 1) : details(lines, at);
  return { text: [own, ...more].join('\n'), isWarning, isShared: false };
}

const isSentence = (text: string): boolean => /\p{L}{2}.*\s.*\p{L}{2}/u.test(text);

/** `Parse error: unexpected "}" in src/a.php on line 3`, or `ERROR in src/a.ts:3:5` with a message below. */
function messageBefore(lines: readonly string[], at: number, before: string): Message | undefined {
  const said = before.replace(/[\s([•:-]*(?:\b(?:at|in|on))?[\s([•:-]*$/, '').trim();
  const isSaid = /error|exception|fail/i.test(said) || (before.endsWith('(') && isSentence(said));
  if (!isSaid) return undefined;
  const goesOn = /:\s*$/.test(before) || said.split(/\s+/).length < mostInTitle;
  const more = goesOn ? below(lines, at + 1) : [];
  if (more.length === 0 && !/\w\s+\w/.test(said)) return undefined;
  const isWarning = saysWarning(said);
  const title = /^error$/i.test(said) ? [] : [withoutLabel(said)];
  return { text: [...title, ...more].join('\n'), isWarning, isShared: false };
}

/** The message of the block that the place belongs to. */
function sharedMessage(
  lines: readonly string[],
  at: number,
  { before, after }: PrintedPlace,
): Message | undefined {
  const said =
    goesOnBelow(lines, at, before, after) ?? above(lines, at, before) ?? soonBelow(lines, at);
  if (said === undefined || said.length === 0) return undefined;
  return { text: withoutLabel(said.join('\n')), isWarning: saysWarning(said[0]!), isShared: true };
}

/** Where the message follows the place: tracebacks of Python, and places that end with a colon. */
function goesOnBelow(
  lines: readonly string[],
  at: number,
  before: string,
  after: string,
): readonly string[] | undefined {
  if (/^\W*test at\b/.test(before)) return below(lines, at + 1, /^\s+at\b/);
  if (/-->/.test(before)) return undefined;
  const isTraceback = before.endsWith('File "') || /^: in \S+/.test(after);
  if (isTraceback) return endOfTraceback(lines, at);
  const isLast = /^[\W\d]*$/.test(after) && !/>/.test(lines[at - 2] ?? '');
  const next = lines[at + 1] ?? '';
  if (isLast && (lines[at]!.trimEnd().endsWith(':') ? !drawn.test(next) : saysError.test(next))) {
    return below(lines, at + 1);
  }
  return /[━─]{3,}\s*$/.test(after) ? soonBelow(lines, at) : undefined;
}

/** Whether a label says that what follows is no error. */
export function saysWarning(text: string): boolean {
  if (/\berror\b/i.test(text)) return false;
  return /^\W*(?:warning|warn|note|info|hint|help|w)\b|⚠|\b\w*warning:|[[(](?:warning|info)\b/i.test(
    text,
  );
}

/** Without the word that says how bad it is, which all of these have. */
export function withoutLabel(text: string): string {
  return text.replace(/^[\s•✖×-]*(?:error|ERROR|warning)(?:\s*[:•-]|\s)\s*/, '').trim();
}
