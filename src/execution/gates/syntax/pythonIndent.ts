import { codeLines } from '../complete/codeLines.ts';
import type { ParseError } from './parseError.ts';

/** How far a line is indented: Python counts twice, with tabs of eight columns and of one. */
interface Indent {
  readonly wide: number;
  readonly narrow: number;
}

/** Checks Python's indentation, because its grammar here accepts some wrong indentation. */
export function indentErrors(text: string): ParseError[] {
  const errors: ParseError[] = [];
  const lines = codeLines(text, 'python');
  const report = (row: number, what: string) => {
    const message = `Syntax error: ${what}.`;
    const line = lines[row]?.code ?? '';
    errors.push({ row, endRow: row, column: 0, message, kind: what, text: line.trim() });
  };
  const indents: Indent[] = [{ wide: 0, narrow: 0 }];
  let depth = 0;
  let continues = false;
  let opensBlock = false;
  lines.forEach(({ code, startsInside }, row) => {
    if (code.trim() === '' && !startsInside) return;
    if (!startsInside && depth === 0 && !continues) {
      const indent = indentOf(code);
      const last = indents.at(-1)!;
      const problem = problemWith(indent, last, opensBlock);
      if (problem) report(row, problem);
      if (indent.wide > last.wide) indents.push(indent);
      while (indents.at(-1)!.wide > indent.wide) indents.pop();
      if (indents.at(-1)!.wide < indent.wide) {
        report(row, 'this indentation matches no line above');
        indents.push(indent);
      } else if (!problem && indents.at(-1)!.narrow !== indent.narrow) {
        report(row, mixed);
      }
    }
    depth = depthAfter(code, depth);
    continues = code.endsWith('\\');
    opensBlock = depth === 0 && code.endsWith(':');
  });
  if (opensBlock) report(lines.length - 1, 'an indented block is missing at the end');
  return errors;
}

const mixed = 'this line mixes tabs and spaces in its indentation';

/** What is wrong with a line below one with the indentation `last`. */
function problemWith(indent: Indent, last: Indent, opensBlock: boolean): string | undefined {
  if (opensBlock && indent.wide <= last.wide) return 'an indented block is missing here';
  if (!opensBlock && indent.wide > last.wide) return 'this line is indented too far';
  return indent.wide > last.wide && indent.narrow <= last.narrow ? mixed : undefined;
}

function indentOf(code: string): Indent {
  let wide = 0;
  let narrow = 0;
  for (const character of /^\s*/.exec(code)![0]) {
    wide = character === '\t' ? wide - (wide % 8) + 8 : wide + 1;
    narrow += 1;
  }
  return { wide, narrow };
}

function depthAfter(code: string, before: number): number {
  let depth = before;
  for (const character of code) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
  }
  return depth;
}
