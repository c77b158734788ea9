import { codeLines, type CodeLine } from './codeLines.ts';
import { columnsBefore, declarationsIn, type Declaration } from './declarations.ts';
import { type Edit, notBlank, type ScopeProblem } from './edit.ts';
import { repeatedRun, wholeFile } from './repeatedLines.ts';

/** Finds code from outside the target that the answer repeats. */
export function repetitionsIn(edit: Edit): ScopeProblem[] {
  // A preprocessor chooses among lines that look the same.
  const isConditional = edit.answer.some((line) =>
    /^\s*#\s*(?:if|ifdef|ifndef|else|elif)\b/.test(line),
  );
  return [
    ...(isConditional ? [] : repeatedImports(edit)),
    ...(isConditional ? [] : repeatedDeclarations(edit)),
    ...(isConditional ? [] : declaredTwice(edit)),
    ...repeatedEdges(edit),
    ...repeatedRun(edit),
    ...wholeFile(edit),
  ].slice(0, 3);
}

const importStatement =
  /^(?:import\b(?:[^;\n'"({]*\{[^}]*\}[^;\n]*|\s*\([^)]*\)|[^;\n]*)|from\s+\S+\s+import\s+(?:\([^)]*\)|[^\n]+)|(?:const|let|var)\s+[^=\n]+=\s*require\([^)\n]*\)|(?:pub\s+)?use\s+[^;]{1,500};|(?:global\s+)?using\s+[\w.]+(?:\s*=\s*[^;\n]+)?;|#\s*include\s+\S+|package\s+[\w.]+|require(?:_relative|_once)?[\s(]+['"][^\n]+|(?:source|\.)\s+\S+)/gm;

function importsIn(lines: readonly string[]): Map<string, number> {
  const indents = lines.filter((line) => line.trim() !== '').map(columnsBefore);
  const least = Math.min(...indents);
  const text = lines.map((line) => (columnsBefore(line) === least ? line.trimStart() : ` ${line}`));
  const joined = text.join('\n');
  return new Map(
    [...joined.matchAll(importStatement)].map((match) => [
      match[0].replace(/\s+/g, ' ').replace(/;$/, '').trim(),
      joined.slice(0, match.index).split('\n').length - 1,
    ]),
  );
}

function repeatedImports({ before, target, after, answer }: Edit): ScopeProblem[] {
  const outside = new Set([...importsIn(before).keys(), ...importsIn(after).keys()]);
  const inTarget = importsIn(target);
  return [...importsIn(answer)]
    .filter(([statement]) => outside.has(statement) && !inTarget.has(statement))
    .map(([statement, line]) => ({
      line,
      message: `The answer repeats "${shortened(statement)}", which stands outside the lines it replaces.`,
    }));
}

/** Declarations that the file has already in the same place, or that surround the target. */
function repeatedDeclarations(edit: Edit): ScopeProblem[] {
  const { before, target, after, answer, language } = edit;
  const read = (lines: readonly string[]) => codeLines(lines.join('\n'), language);
  const file = [...before, ...target, ...after];
  const withAnswer = [...before, ...answer];
  const declared = pathsOf(read(file));
  const isInTarget = ({ line }: Placed) =>
    line >= before.length && line < before.length + target.length;
  const inTarget = declared.filter(isInTarget);
  const outside = Map.groupBy(
    declared.filter((each) => !isInTarget(each)),
    ({ head }) => head,
  );
  const inAnswer = pathsOf(read(withAnswer)).filter(({ line }) => line >= before.length);
  const around = surrounding(read(before), Math.min(...target.filter(notBlank).map(columnsBefore)));

  const inAnswerByHead = Map.groupBy(inAnswer, ({ head }) => head);
  const inTargetByHead = Map.groupBy(inTarget, ({ head }) => head);
  const repeats = (each: Placed) => {
    const count = (by: Map<string, Placed[]>) => by.get(each.head)?.length ?? 0;
    if (count(inAnswerByHead) <= count(inTargetByHead)) return false;
    // What stands in a nameless class or object of the answer is something of its own.
    if (each.nameless !== undefined && each.nameless >= before.length) return false;
    if (around.some(({ head }) => head === each.head)) return true;
    const start = startOf(withAnswer, each.line);
    return outside
      .get(each.head)
      ?.some((other) => other.path === each.path || startOf(file, other.line) === start);
  };
  return inAnswer.filter(repeats).map(({ line, name }) => ({
    line: line - before.length,
    message: `The answer declares ${name}, which the file declares outside the lines it replaces.`,
  }));
}

/** Functions that the answer declares twice in one place, such as `before` and `after` one below the other. */
function declaredTwice({ before, target, answer, language }: Edit): ScopeProblem[] {
  // Go runs every `init`.
  const inPlace = (lines: readonly string[]) =>
    pathsOf(codeLines([...before, ...lines].join('\n'), language)).filter(
      ({ line, head, name }) =>
        line >= before.length && /\(.*\)/.test(head) && !/^(?:init$|impl )/.test(name),
    );
  const old = Map.groupBy(inPlace(target), ({ path }) => path);
  const lines = [...before, ...answer];
  const isAgain = ({ line, indent }: Placed, { line: first }: Placed) =>
    lines.slice(first, line).every((text) => !notBlank(text) || columnsBefore(text) >= indent);
  const again = [...Map.groupBy(inPlace(answer), ({ path }) => path)]
    .filter(([path, { length }]) => length > (old.get(path)?.length ?? 0))
    .flatMap(([, placed]) =>
      placed.filter((each, at) => at > 0 && isAgain(each, placed[at - 1]!)),
    )[0];
  if (again === undefined) return [];
  return [
    { line: again.line - before.length, message: `The answer declares ${again.name} twice.` },
  ];
}

/** The first lines of a declaration. */
function startOf(lines: readonly string[], line: number): string {
  const start = lines
    .slice(line, line + 20)
    .filter(notBlank)
    .slice(0, 4);
  return start.map((each) => each.trim()).join('\n');
}

interface Placed extends Declaration {
  /** The names of what is around it, then its column and its head. */
  readonly path: string;
  /** The line of the innermost nameless class, object or block around it; undefined outside of one. */
  readonly nameless: number | undefined;
}

/** Something that holds what is indented further below it; nameless when it is no declaration. */
interface Holder {
  readonly line: number;
  readonly indent: number;
  readonly name: string | undefined;
}

function pathsOf(lines: readonly CodeLine[]): Placed[] {
  const declared = new Map(declarationsIn(lines).map((each) => [each.line, each]));
  const around: Holder[] = [];
  return lines.flatMap(({ code, startsInside }, line) => {
    // A head may span several lines; its last line starts with a bracket at the head's own column.
    if (startsInside || !/^\s*[^\s{(}\])@]/.test(code)) return [];
    const declaration = declared.get(line);
    const indent = columnsBefore(code);
    while (around.length > 0 && around.at(-1)!.indent >= indent) around.pop();
    const names = around.map((each) => each.name ?? `line ${each.line}`);
    const nameless = around.findLast(({ name }) => name === undefined)?.line;
    around.push({ line, indent, name: declaration?.name });
    if (!declaration) return [];
    const path = [...names, indent, declaration.head].join(' > ');
    return [{ ...declaration, path, nameless }];
  });
}

/** The declarations that are still open at the end of these lines, for code at `column`. */
function surrounding(lines: readonly CodeLine[], column: number): Declaration[] {
  const byLine = new Map(declarationsIn(lines).map((each) => [each.line, each]));
  const found: Declaration[] = [];
  let limit = column;
  for (let line = lines.length - 1; line >= 0 && limit > 0; line -= 1) {
    const { code } = lines[line]!;
    // A head may span several lines; its last line starts with a bracket at the head's own column.
    if (!/^\s*[^\s{()\]:]/.test(code) || columnsBefore(code) >= limit) continue;
    limit = columnsBefore(code);
    const declaration = byLine.get(line);
    if (declaration) found.push(declaration);
  }
  return found;
}

/** Checks whether the answer starts with the line above the target or ends with the line below it. */
function repeatedEdges({ before, target, after, answer }: Edit): ScopeProblem[] {
  const above = before.findLast(notBlank)?.trimEnd();
  const below = after.find(notBlank)?.trimEnd();
  const first = answer.findIndex(notBlank);
  const last = answer.findLastIndex(notBlank);
  const inTarget = new Set(target.map((line) => line.trimEnd()));
  const problems: ScopeProblem[] = [];
  const repeats = (line: string | undefined, index: number) =>
    line !== undefined &&
    isDistinctive(line) &&
    !inTarget.has(line) &&
    answer[index]?.trimEnd() === line;
  if (repeats(above, first)) {
    problems.push({ line: first, message: 'The answer repeats the line above those it replaces.' });
  }
  if (repeats(below, last)) {
    problems.push({ line: last, message: 'The answer repeats the line below those it replaces.' });
  }
  return problems;
}

const isDistinctive = (line: string): boolean => line.replace(/\W/g, '').length >= 8;
const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
