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

const asks =
  /\b(?:remove|delete|drop|eliminate|prune|purge|discard|erase|scrap|strip|kill|nuke|ditch|omit|get(?:ting)? rid|(?:take|throw) (?:\w+ ){0,3}?(?:out|away|off)|(?:is|are|be|gets?) (?:\w+ )?(?:removed|deleted|dropped|gone|unused|unneeded|unnecessary|obsolete|redundant|superfluous|dead)|(?:unused|dead|obsolete|redundant|superfluous) (?:code|line|lines|import|imports|method|function|variable|file)|no longer (?:need(?:ed)?|used|required)|(?:do(?:es)? not|don'?t|doesn'?t) need|not (?:needed|used|required)|(?:must|can|should|has to) go)\b/i;
const asksNotTo =
  /\b(?:don'?t|do not|never|rather than|instead of)\s+(?:\w+\s+){0,2}?(?:remov|delet|drop|eliminat|strip|discard|omit|tak|throw|get)\w*/gi;
/** Words that may mean that code goes elsewhere. */
const mayAsk =
  /\b(?:mov(?:e|ing)|extract|inline|clean|cut|trim|shorten|shrink|duplicate|useless|pointless)\b/i;
/** Words that are English and in few other languages, and verbs that begin an English instruction. */
const english = new RegExp(
  [
    '\\b(?:the|this|that|these|those|with|and|are|its?|should|makes?|when|where|which|from|fix|write|keep',
    '|simplify|explain|rename|change|show|here|than|into|each|every|only|too|adds?|twice|what|how|there',
    '|their|we|lets?|want|need|please)\\b',
    '|^(?:handle|sort|check|call|count|store|save|load|read|parse|validate|allow|support|convert|wrap|throw',
    '|catch|increase|reduce|update|replace|implement|document|describe|compute|put|say|look|give|turn|use',
    '|avoid|accept|reject|round|skip|stop|start|send|open|close|name|mark|sum|multiply|double|greet)\\b',
  ].join(''),
  'i',
);

/** Whether an instruction asks to take code out; unclear where it may, or is not in English. */
export function asksToTakeOut(instruction: string): 'yes' | 'no' | 'unclear' {
  if (asks.test(instruction.replace(asksNotTo, ''))) return 'yes';
  return english.test(instruction) && !mayAsk.test(instruction) ? 'no' : 'unclear';
}
