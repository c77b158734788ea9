import { partsOfReplay, type ReplayPart } from '../../evaluation/replay/partsOfReplay.ts';
import type { Replay } from '../../evaluation/replay/replay.ts';

/** A replay as a table for people. */
export function describeReplay(replay: Replay, keywordRules: readonly string[]): string {
  return partsOfReplay(replay, { keywordRules, addPrice: 'add one with --models' })
    .map(linesOf)
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function linesOf({ lines = [], list = [], table }: ReplayPart): string[] {
  return [...lines, ...list.map((item) => `  ${item}`), ...(table ? aligned(table) : [])];
}

/** Aligns the first column to the left and figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  );
}
