import { codeLines } from '../complete/codeLines.ts';

/** How far a line is indented: Python counts twice, with tabs of eight columns and of one. */
export interface Indent {
  readonly wide: number;
  readonly narrow: number;
}

/** A line that begins a statement, so that its indentation counts. */
export interface Statement {
  readonly row: number;
  readonly indent: Indent;
  /** The line above opens a block. */
  readonly isFirstOfBlock: boolean;
}

/** The lines that begin statements, and whether the text ends where a block has to follow. */
export function pythonStatements(text: string): {
  readonly statements: readonly Statement[];
  readonly endsOpen: boolean;
} {
  const statements: Statement[] = [];
  let depth = 0;
  let continues = false;
  let opensBlock = false;
  codeLines(text, 'python').forEach(({ code, startsInside }, row) => {
    if (code.trim() === '' && !startsInside) return;
    if (!startsInside && depth === 0 && !continues) {
      statements.push({ row, indent: indentOf(code), isFirstOfBlock: opensBlock });
    }
    depth = depthAfter(code, depth);
    continues = code.endsWith('\\');
    opensBlock = depth === 0 && code.endsWith(':');
  });
  return { statements, endsOpen: opensBlock };
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
