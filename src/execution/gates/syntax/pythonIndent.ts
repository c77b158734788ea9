import { codeLines } from '../complete/codeLines.ts';
import type { ParseError } from './parseError.ts';
import { type Indent, pythonStatements } from './pythonStatements.ts';

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
  const { statements, endsOpen } = pythonStatements(text);
  for (const { row, indent, isFirstOfBlock } of statements) {
    const last = indents.at(-1)!;
    const problem = problemWith(indent, last, isFirstOfBlock);
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
  if (endsOpen) report(lines.length - 1, 'an indented block is missing at the end');
  return errors;
}

const mixed = 'this line mixes tabs and spaces in its indentation';

/** What is wrong with a line below one with the indentation `last`. */
function problemWith(indent: Indent, last: Indent, isFirstOfBlock: boolean): string | undefined {
  if (isFirstOfBlock && indent.wide <= last.wide) return 'an indented block is missing here';
  if (!isFirstOfBlock && indent.wide > last.wide) return 'this line is indented too far';
  return indent.wide > last.wide && indent.narrow <= last.narrow ? mixed : undefined;
}
