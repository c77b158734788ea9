import { readFileSync } from 'node:fs';
import { type Check, differing } from './check.ts';
import type { World } from './world.ts';

/** A list of messages with which servers refuse a prompt that is too long. */
export async function checkOverflowWords(file: string, world: World): Promise<Check[]> {
  const messages: readonly string[] = JSON.parse(readFileSync(file, 'utf8'));
  const checks: Check[] = [];
  for (const message of messages) {
    const body = JSON.stringify({ error: { message } });
    const { end } = await world.attempt('openaiCompatible', {
      status: 400,
      type: 'application/json',
      body,
    });
    const problems = differing('error', 'tooLong', end.error?.kind);
    checks.push({ name: `overflow: ${message}`, problems });
  }
  return checks;
}
