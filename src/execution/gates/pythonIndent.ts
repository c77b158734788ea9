import { codeLines } from './codeLines.ts';
import { columnsBefore } from './declarations.ts';
import type { ParseError } from './syntaxErrors.ts';

/** Python's own rules of indentation, which its grammar here takes lightly. */
export function indentErrors(text: string): ParseError[] {
  const errors: ParseError[] = [];
  const report = (row: number, message: string) =>
    errors.push({ row, endRow: row, column: 0, message: `Syntax error: ${message}.` });
  const columns = [0];
  let depth = 0;
  let continues = false;
  let opensBlock = false;
  const lines = codeLines(text, 'python');
  lines.forEach(({ code, startsInside }, row) => {
    if (code.trim() === '' && !startsInside) return;
    if (!startsInside && depth === 0 && !continues) {
      const column = columnsBefore(code);
      if (opensBlock && column <= columns.at(-1)!) report(row, 'an indented block is missing here');
      if (!opensBlock && column > columns.at(-1)!) report(row, 'this line is indented too far');
      if (column > columns.at(-1)!) columns.push(column);
      while (columns.at(-1)! > column) columns.pop();
      if (columns.at(-1)! < column) {
        report(row, 'this indentation matches no line above');
        columns.push(column);
      }
    }
    for (const character of code) {
      if ('([{'.includes(character)) depth += 1;
      if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    }
    continues = code.endsWith('\\');
    opensBlock = depth === 0 && code.endsWith(':');
  });
  if (opensBlock) report(lines.length - 1, 'an indented block is missing at the end');
  return errors;
}
