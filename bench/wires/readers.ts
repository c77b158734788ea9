import { checkFinishWords } from './finishWords.ts';
import { checkOverflowWords } from './overflowWords.ts';
import { checkSignatures } from './signatures.ts';
import type { Check } from './check.ts';
import type { World } from './world.ts';

/** Reads one file of `routing/` and tries what it says. */
export type Reader = (file: string, world: World) => Promise<readonly Check[]>;

/** By the name of the file. */
export const readers: ReadonlyMap<string, Reader> = new Map([
  ['07-signatures.json', checkSignatures],
  ['08-finish-words.json', checkFinishWords],
  ['09-overflow-words.json', checkOverflowWords],
]);
