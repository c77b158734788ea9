/** A prompt split into what a person wrote (prose), pasted code, and a program's errors (trace). */
export interface PromptLines {
  readonly prose: readonly string[];
  readonly code: readonly string[];
  readonly trace: readonly string[];
  /** It contains a fenced block. */
  readonly fenced: boolean;
  /** The kind of the first line that is not blank. */
  readonly first: LineKind;
  /** The kind of the last line that is not blank. */
  readonly last: LineKind;
}

type LineKind = 'prose' | 'code' | 'trace';

// The shipped weights were trained with these limits; changing one needs a new training.
const mostLines = 120;
const firstCharacters = 4_000;
const lastCharacters = 2_000;
const fence = /^\s*(?:```|~~~|''')/;
const tracePattern =
  /^\s*(?:>\s*)?(?:Traceback \(most recent|File "[^"]+", line \d+|at [\w$.<>[\]/]+ ?\(|at .+:\d+:\d+\)?$|at [\w$]+(?:\.[\w$<>]+)+|Caused by:|Exception in thread|E {3}|\.{3} \d+ more|(?:\w+\.)*\w*(?:Error|Exception|Warning)\b ?[:(]|Unhandled (?:exception|rejection)|<class '[\w.]+'>|Error in .+:\s*$|Msg \d+, Level \d+|Uncaught |(?:npm )?ERR!|(?:fatal|error|panic|warning|ERROR|FATAL|FAILED|FAIL)\b ?[:[(]|error(?: TS|\[E)\d+|\[?(?:ERROR|FATAL)\]|[\w./\\-]+[:(]\d+[:,]\d+\)?:? |[\w./\\-]+:\d+: |\[Error\]|\d+ \d+ \[Error\]|Segmentation fault|Process finished|goroutine \d+|make(?:\[\d\])?: \*\*\*|={5,} ?(?:FAIL|ERROR)|\^~*\s*$)/;
const codeStart =
  /^\s*(?:import [\w.{*"']|from [\w.]+ import|#include|#define|#!\/|using [\w.:]+( = .+)?;|package [\w.]+;?$|(?:public|private|protected|static|async|export|abstract|final|override|virtual)\b.*[{(;=]|(?:const|let|var|val|int|float|double|char|bool|string|void|long|auto|String|Dim|Set)\s+[\w*&<>[\]]+\s*(?:[=;({,:[]|As\b)|def \w+\s*\(|function\s*\w*\s*\(|func \w+\(|fn \w+|class \w+\s*[:({]|class \w+ (?:extends|implements)|struct \w+|return\b.*[;)]\s*$|(?:if|for|while|switch|elif|else if)\s*\(.*\)|(?:for|while|if|elif|with) .+:\s*$|(?:else|try|finally)\s*[:{]?\s*$|except\b.*:\s*$|print\s*\(|console\.log|System\.out|std::|cout\s*<<|<\/?[a-zA-Z!][^>]*>|<\?(?:php|xml)|SELECT .+ FROM|INSERT INTO|CREATE TABLE|ALTER TABLE|@\w+(?:\(.*\))?\s*$|\$ ?(?:sudo|npm|git|docker|pip|cd|ls)\b|\$\w+\s*=|diff --git|@@ |[+-]{3} [ab]\/|--- |\/\/|\/\*|\*\/|\* @|%|#\s*-|end\s*;?$|[})\]]+[;,)]*\s*$|[{([]\s*$)/;
const codeEnd = /(?:[;{}]|=>|\);?|\)\s*:|\\|,\s*$|\bthen|\bdo)\s*$/;
const codeMark = /[{}[\]();=<>|&$\\]/g;
const assignment =
  /^\s*[\w.$[\]'"]+\s*(?:[-+*/|&]?=|:=|<-)\s*\S|^\s*[\w-]+\s*:\s*[^.?!]+;\s*$|^\s*"[^"]+"\s*:/;
const call = /^\s*[\w.$]+\(.*\)\s*;?\s*$/;
const comment = /^\s*(?:\/\/|\/\*|\*|#|%|--)/;
const plainWords = /(?:^|[\s;})>"'`:.])((?:[A-Za-z][A-Za-z']*[,.]? ){3,}[A-Za-z][A-Za-z']*[.?!]*)/g;
const functionWord =
  /\b(?:from|with|via|for|the|is|are|was|how|why|what|not|does|do|can|please|should|my|i|it|when|this|that|me|want|need)\b/i;

/** Sorts the lines of a prompt into prose, code and trace; of a long prompt, only those at both ends. */
export function promptLines(prompt: string): PromptLines {
  const found: Record<LineKind, string[]> = { prose: [], code: [], trace: [] };
  let inFence = false;
  let fenced = false;
  let first: LineKind | undefined;
  let last: LineKind = 'prose';
  for (const line of linesAtEnds(prompt)) {
    if (fence.test(line)) {
      inFence = !inFence;
      fenced = true;
      continue;
    }
    if (line.trim() === '') continue;
    const kind = first === undefined && isRequest(line) ? 'prose' : kindOf(line, inFence);
    found[kind].push(line);
    if (kind === 'code' && !inFence && !comment.test(line)) found.prose.push(...proseInside(line));
    first ??= kind;
    last = kind;
  }
  return { ...found, fenced, first: first ?? 'prose', last };
}

/** People do not say what they want in the middle of a long paste, so the middle is skipped. */
function linesAtEnds(prompt: string): string[] {
  const short = prompt.length <= firstCharacters + lastCharacters;
  const lines = (
    short ? prompt : `${prompt.slice(0, firstCharacters)}\n${prompt.slice(-lastCharacters)}`
  ).split('\n');
  if (lines.length <= 2 * mostLines) return lines;
  return [...lines.slice(0, mostLines), ...lines.slice(-mostLines)];
}

function kindOf(line: string, inFence: boolean): LineKind {
  const head = line.slice(0, 300);
  if (tracePattern.test(head)) return 'trace';
  if (inFence || looksLikeCode(head)) return 'code';
  return 'prose';
}

/** Whether a line is a request that looks like code, such as `remove render(rows)`. */
function isRequest(line: string): boolean {
  return /^\s*(?:please |now |ok,? )?(?:refactor|rename|remove|move|add|fix|change|replace|explain|use|call|make|simplify|what|why|how|does|is|can) +[^\s=({:;]/i.test(
    line,
  );
}

function looksLikeCode(line: string): boolean {
  const words = line.match(/[A-Za-z']{2,}/g)?.length ?? 0;
  const marks = line.match(codeMark)?.length ?? 0;
  if (codeStart.test(line)) return words < 12 || marks > words / 4;
  if (assignment.test(line) || call.test(line)) return words < 12 || marks > words / 3;
  if (codeEnd.test(line)) return marks > 0 && marks >= words / 4;
  return marks >= 3 && marks > words / 2;
}

/** Finds prose in a line of code, such as a question typed at the end of a pasted line. */
function proseInside(line: string): string[] {
  const runs = [...line.slice(-400).matchAll(plainWords)].map(([, run]) => run!);
  return runs.filter((run) => functionWord.test(run));
}
