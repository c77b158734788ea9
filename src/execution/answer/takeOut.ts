import type { LineSpan } from './targetNow.ts';

/** Whether an answer's code takes the lines out that it replaces: it is empty and they are not. */
export function takesOut(code: string, original: string): boolean {
  return code.trim() === '' && original.trim() !== '';
}

/** The lines that code replaces, and the code. */
export interface FittedEdit extends LineSpan {
  readonly code: string;
}

/**
 * The lines to replace so that empty code leaves no blank line: the line below the lines that go is
 * written again with nothing before it, at the end of a file the one above. Other code stays as it is.
 */
export function spanWith(
  code: string,
  { startLine, endLine }: LineSpan,
  lines: readonly string[],
): FittedEdit {
  const isWhole = startLine === 1 && endLine >= lines.length;
  const goes =
    code === '' && lines.slice(startLine - 1, endLine).some((line) => line.trim() !== '');
  if (!goes || isWhole) return { startLine, endLine, code };
  return endLine < lines.length
    ? { startLine, endLine: endLine + 1, code: lines[endLine]! }
    : { startLine: startLine - 1, endLine, code: lines[startLine - 2]! };
}

const removal = [
  'remov|delet|drop|strip|eliminat|prun|purg|discard|eras|scrap|clear|clean|trim|cut|shorten|shrink',
  'get(?:ting)? rid|take (?:\\w+ ){0,3}?(?:out|away|off)|throw (?:\\w+ ){0,2}?(?:out|away)|kill|nuke|ditch',
  'unused|unneeded|unnecessary|unreachable|redundant|superfluous|obsolete|duplicate|dead|pointless|useless',
  'no longer|not (?:needed|used|necessary)|without|must go|can go|should go|mov(?:e|ing)|extract|inlin|omit',
].join('|');
const asks = new RegExp(`\\b(?:${removal})`, 'i');
const asksNotTo = new RegExp(
  `\\b(?:don'?t|do not|never|without|rather than|instead of)\\s+(?:\\w+\\s+){0,2}?(?:${removal})\\w*`,
  'gi',
);
/** Words that are frequent in English and that other languages do not have. */
const english =
  /\b(?:the|this|that|these|those|with|and|is|are|it|its|should|make|makes|add|use|uses|when|where|which|of|for|from|fix|write|return|returns|line|lines|code|keep|simplify|explain|rename|change|show|here|more|less|than|into|all|each|every|not|no)\b/i;

/** Whether an instruction asks to take code out; unclear when it is not in English. */
export function asksToTakeOut(instruction: string): 'yes' | 'no' | 'unclear' {
  if (asks.test(instruction.replace(asksNotTo, ''))) return 'yes';
  return english.test(instruction) ? 'no' : 'unclear';
}
