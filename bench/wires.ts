import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Figures } from './run.ts';
import { checkAnswers } from './wires/answers.ts';
import type { Check } from './wires/check.ts';
import { readers } from './wires/readers.ts';
import { openWorld } from './wires/world.ts';

/**
 * Reads a folder with `wires/answers.jsonl` and `routing/` and tells for each input whether what it says is
 * right does hold: answers of providers go over loopback HTTP through the real SDKs, the providers and an
 * attempt with its ledger. Fails when something does not hold. To read one more file of `routing/`, add a
 * reader to wires/readers.ts.
 */
export async function run(folder: string): Promise<Figures> {
  const world = await openWorld();
  try {
    const answers = join(resolve(folder), 'wires', 'answers.jsonl');
    const checks: Check[] = existsSync(answers) ? await checkAnswers(answers, world) : [];
    const routing = join(resolve(folder), 'routing');
    const files = existsSync(routing) ? readdirSync(routing).toSorted() : [];
    const unread = files.filter((file) => !readers.has(file));
    for (const file of files) {
      const reader = readers.get(file);
      if (reader) checks.push(...(await reader(join(routing, file), world)));
    }
    if (checks.length === 0) throw new Error(`${resolve(folder)} has no inputs for this area.`);
    return told(checks, unread);
  } finally {
    await world.close();
  }
}

function told(checks: readonly Check[], unread: readonly string[]): Figures {
  const failed = checks.filter(({ problems }) => problems.length > 0);
  for (const { name, problems } of failed)
    console.error(`✗ ${name}\n    ${problems.join('\n    ')}`);
  for (const file of unread) console.error(`? routing/${file} has no reader`);
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${checks.length} inputs do not hold.`);
  }
  return {
    hold: { value: checks.length, unit: 'inputs' },
    unread: { value: unread.length, unit: 'files' },
  };
}
