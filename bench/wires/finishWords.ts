import { readFileSync } from 'node:fs';
import { type Check, differing } from './check.ts';
import { dataEvents, streamOf } from './chatStream.ts';
import type { World } from './world.ts';

const outcomes: Readonly<Record<string, string>> = { stop: 'complete', length: 'truncated' };

/** `{ stop: [words], length: [words] }`: each word ends an answer of the Chat Completions API. */
export async function checkFinishWords(file: string, world: World): Promise<Check[]> {
  const words: Record<string, readonly string[]> = JSON.parse(readFileSync(file, 'utf8'));
  const checks: Check[] = [];
  for (const [meaning, list] of Object.entries(words)) {
    for (const word of list) {
      const body = dataEvents([
        { choices: [{ index: 0, delta: { content: 'done' }, finish_reason: null }] },
        { choices: [{ index: 0, delta: {}, finish_reason: word }] },
      ]);
      const { end } = await world.attempt('openaiCompatible', streamOf(body));
      const problems = differing('outcome', outcomes[meaning] ?? meaning, end.outcome);
      checks.push({ name: `finish word ${word}`, problems });
    }
  }
  return checks;
}
