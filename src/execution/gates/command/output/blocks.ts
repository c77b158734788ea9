/*
 * Where the message of a place begins and ends in the lines around it.
 */

// All chosen by judgement, in lines.
const longestMessage = 10;
const most = { above: 30, below: 8, blank: 2, details: 5 };

/** A mark before the name of a failed test, or before a finding. */
const mark = /^\s*(?:[●✖✘×✗⨯⚠]|\[-\]|\d+\)|not ok \d+ -)\s*\S/;
/** Lines on which a message begins. */
const heads = [
  mark,
  /^> {2,}\S/,
  /^[\W\d]*(?:[\w.$\\]*(?:Error|Exception|Failure)\b|(?:error|warning|panic|fatal|message)\b\s?[[:])/i,
  /\[(?:E|ERROR|FAILED)\]|\berror: |\bpanicked at\b/,
];
/** A line below a place that says what is wrong there. */
export const saysError = /^\s*(?:\w+ )?[\w.$\\]*(?:[Ee]rror|Exception)\b|^\s*[×✖]/;

/** Lines of source code around a place, drawings, and rules. */
export const drawn =
  /^\s*(?:(?:>|➜|→)?\s*\d+\s*[|│▕]|[|│▕╵╷·]\s*(?:[\^~─┬╰|-].*)?$|[-=_*━─⎯~^|│╰]{3,}\s*$)/;
/** A rule with a title, as between the parts of a report. */
const section = /^([=_─━⎯-])\1{4,} ?\S.*\1{5}$/;
const frame = /^\s+at\b|^\s*❯ \S|^\s*#\d* \S/;
const endsMessage = /^\s*(?:note:|stack backtrace:|---\s*$|\[ {2}|FAIL\b|\d+\) )/;

/** The exception, which stands less deep than the frames above it, or behind pytest's `E`. */
export function endOfTraceback(
  lines: readonly string[],
  at: number,
): readonly string[] | undefined {
  const depth = (line: string) => /^(?:E\s)?\s*/.exec(line)![0].length;
  if (lines[at]!.startsWith('File "')) return below(lines, at + 1);
  for (let next = at + 1; next <= at + most.above && next < lines.length; next += 1) {
    const line = lines[next]!;
    // The exception belongs to the last frame of the project; paths outside of it are absolute.
    if (/^(?:E?\s*File "|(?=\S+:\d+: in ))(?!.*site-packages)[\w.]/.test(line)) return [];
    if (line.trim() === '' || /^\s*File "/.test(line)) continue;
    const isEnd = /^E\s{2,}\S/.test(line) && !lines[at]!.startsWith('E');
    if (isEnd || depth(line) < depth(lines[at]!)) return below(lines, next);
  }
  return undefined;
}

/** The nearest line above with an error or the name of a failed test, and all that follows it. */
export function above(lines: readonly string[], at: number, before: string): string[] | undefined {
  if (/-->/.test(before)) return at === 0 ? undefined : [lines[at - 1]!.trim()];
  const last = Math.max(0, at - most.above);
  const isHead = (index: number) => heads.some((each) => each.test(lines[index]!));
  let head = at - 1;
  while (head >= last && !isHead(head) && !section.test(lines[head]!)) head -= 1;
  if (head < last || section.test(lines[head]!)) return undefined;
  // An error below the name of its test: `✖ name`, and deeper `AssertionError: …`.
  const named = [head - 1, head - 2].find((index) => mark.test(lines[index] ?? ''));
  // `thread 'main' panicked at src/a.rs:3:9:` is a place itself, with its message below.
  if (/\bpanicked at\b.*:$/.test(lines[head]!)) head += 1;
  let first = named !== undefined && !mark.test(lines[head]!) ? named : head;
  while (first > last && /^[E>] {2,}/.test(lines[first - 1]!)) first -= 1;
  return upTo(lines.slice(first, at));
}

/** The first error of the next few lines. */
export function soonBelow(lines: readonly string[], at: number): readonly string[] | undefined {
  const few = lines.slice(at + 1, at + 1 + most.below);
  const end = few.findIndex((line) => /^\d+\) /.test(line));
  const found = few.slice(0, end < 0 ? undefined : end).findIndex((line) => saysError.test(line));
  return found < 0 ? undefined : below(lines, at + 1 + found);
}

/** The lines of a message that starts at or soon after a line. */
export function below(lines: readonly string[], from: number, until = /^\s*$/): readonly string[] {
  const next = lines.slice(from, from + 2 * longestMessage);
  const start = next.findIndex((line) => line.trim() !== '');
  if (start < 0 || start > most.blank) return [];
  const few = next.slice(start);
  const end = few.findIndex(
    (line, index) => index > 0 && (until.test(line) || endsMessage.test(line)),
  );
  return upTo(end < 0 ? few : few.slice(0, end));
}

/** The lines that are deeper than the one before them, such as what a compiler adds. */
export function details(lines: readonly string[], at: number): readonly string[] {
  const depth = (line: string) => /^\s*/.exec(line)![0].length;
  const next = lines.slice(at + 1, at + 1 + most.details);
  const end = next.findIndex((line) => line.trim() === '' || depth(line) <= depth(lines[at]!));
  return upTo(end < 0 ? next : next.slice(0, end)).filter(
    (line) => !frame.test(line) && !drawn.test(line),
  );
}

/** The first lines of a message, without source code, frames and what comes after it. */
function upTo(lines: readonly string[]): string[] {
  const end = lines.findIndex((line, index) => index > 0 && endsMessage.test(line));
  return (end < 0 ? lines : lines.slice(0, end))
    .filter(
      (line, index) =>
        line.trim() !== '' && (index === 0 || !(drawn.test(line) || frame.test(line))),
    )
    .slice(0, longestMessage)
    .map((line) => line.trimEnd());
}
