import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { checkFinishWords } from './finishWords.ts';
import { checkOverflowWords } from './overflowWords.ts';
import { addressProblems } from './routing/addresses.ts';
import { cacheMarkProblems } from './routing/cacheMarks.ts';
import { nameProblems } from './routing/namesAndKeys.ts';
import { overflowWordProblems } from './routing/overflowWords.ts';
import { faultsOfCutPrompt } from './routing/promptCut.ts';
import { slowServerProblems } from './routing/slowServer.ts';
import { faultsOfSmallContext } from './routing/smallContext.ts';
import { spentAccountProblems } from './routing/spentAccount.ts';
import { checkSignatures } from './signatures.ts';
import type { Check } from './check.ts';
import type { World } from './world.ts';

/** Reads one file of `routing/` and tries what it says. */
export type Reader = (file: string, world: World) => Promise<readonly Check[]>;

/** A reader of JSON that makes one check of the whole file. */
function json<Input>(
  problemsOf: (input: Input) => readonly string[] | Promise<readonly string[]>,
): Reader {
  return async (file) => {
    const input = JSON.parse(readFileSync(file, 'utf8')) as Input;
    return [{ name: basename(file), problems: await problemsOf(input) }];
  };
}

const checkWords: Reader = async (file, world) => [
  ...(await checkOverflowWords(file, world)),
  ...(await json(overflowWordProblems)(file, world)),
];

/** By the name of the file. */
export const readers: ReadonlyMap<string, Reader> = new Map([
  [
    '01-slow-server.mjs',
    async (file) => [{ name: basename(file), problems: await slowServerProblems(file) }],
  ],
  ['02-cache-markers.json', json(cacheMarkProblems)],
  ['03-small-context.json', json(faultsOfSmallContext)],
  ['04-prompt-cut-by-server.json', json(faultsOfCutPrompt)],
  ['05-addresses.json', json(addressProblems)],
  ['06-spent-account.json', json(spentAccountProblems)],
  ['07-signatures.json', checkSignatures],
  ['08-finish-words.json', checkFinishWords],
  ['09-overflow-words.json', checkWords],
  ['10-names-and-keys.json', json(nameProblems)],
]);
