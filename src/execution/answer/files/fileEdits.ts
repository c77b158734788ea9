import { blocksIn, type FencedBlock } from '../fences.ts';
import { withoutThoughts } from '../thoughts.ts';
import { changesInDiff, isDiff } from './diffChanges.ts';
import { isSurelyFile, nameAbove, nameInFirstLine, nameInInfo } from './fileNames.ts';
import { hasSearchMarks, searchReplaceIn } from './searchReplace.ts';
import type { FileEdit, NamedChange, WrittenChange } from './writtenChange.ts';

/*
 * This folder reads changes to several files from one answer. The text of an answer comes in; for each file
 * that a fenced block names, its changes go out (this file), and from them and the file as it is the new text,
 * or why there is none (`editedText.ts`). Asked for are blocks with SEARCH and REPLACE (`editRules.ts`); read are
 * diffs, patches and whole files as well, because models write what they are used to.
 */

/** The changes to files in an answer, each file once. Blocks that name no file only show something. */
export function fileEditsIn(answer: string): readonly FileEdit[] {
  const spoken = withoutThoughts(answer);
  const lines = spoken.split('\n');
  const inBlocks = blocksIn(spoken).flatMap((block) => changesIn(block, lines));
  const found = inBlocks.length > 0 ? inBlocks : changesWithoutBlock(spoken, undefined);
  const byFile = Map.groupBy(found, ({ path }) => path.replace(/^(?:\.\/)+/, ''));
  return [...byFile].map(([path, [first, ...others]]) => ({
    path,
    changes: [first!.change, ...others.map(({ change }) => change)],
  }));
}

/** Models forget the block around the marks of a patch or of SEARCH and REPLACE, which say enough. */
export function changesWithoutBlock(
  spoken: string,
  name: string | undefined,
): readonly NamedChange[] {
  if (hasSearchMarks(spoken)) return searchReplaceIn(spoken, name);
  const patch = /^\*\*\* Begin Patch\r?\n[\s\S]*?^\*\*\* End Patch/m.exec(spoken);
  return patch ? changesInDiff(patch[0], name) : [];
}

/** The code of an answer with one block that names no file; undefined for all other answers. */
export function loneBlock(answer: string): string | undefined {
  const spoken = withoutThoughts(answer);
  const [block, another] = blocksIn(spoken);
  if (!block?.closed || another || isDiff(block) || hasSearchMarks(block.code)) return undefined;
  const isNamed = changesIn(block, spoken.split('\n')).length > 0;
  return isNamed ? undefined : block.code;
}

function changesIn(block: FencedBlock, lines: readonly string[]): readonly NamedChange[] {
  const own = nameInInfo(block.info) ?? nameInFirstLine(block);
  const name = own ?? nameAbove(lines, block.start);
  if (!block.closed) {
    const why = 'its block does not end, so a part of it may be missing';
    return name === undefined ? [] : [{ path: name, change: { kind: 'refused', why } }];
  }
  if (hasSearchMarks(block.code)) return searchReplaceIn(block.code, name);
  if (isDiff(block)) return changesInDiff(block.code, name);
  if (name === undefined || (own === undefined && !isSurelyFile(name))) return [];
  return [{ path: name, change: wholeOf(block) }];
}

function wholeOf(block: FencedBlock): WrittenChange {
  const isInside = nameInInfo(block.info) === undefined && nameInFirstLine(block) !== undefined;
  if (!isInside) return { kind: 'whole', text: block.code };
  const [heading = '', ...rest] = block.code.split('\n');
  return { kind: 'whole', text: rest.join('\n').replace(/^\r?\n/, ''), heading };
}
