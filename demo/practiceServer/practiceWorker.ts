import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { PracticeStarted } from '../../src/editor/practice/practiceStarted.ts';
import { settingsFor } from './practiceSettings.mjs';
import prices from './prices.json' with { type: 'json' };
import { startPracticeServer } from './server.ts';

/*
 * The practice server in a thread of a VS Code window (src/editor/practice/practiceThread.ts is its other end).
 * It listens on loopback while the developer practises, answers only who knows the key that is drawn here, keeps
 * no request, and ends with the thread.
 */

const key = randomBytes(24).toString('hex');
const { url } = await startPracticeServer({
  keys: { anthropic: key, openai: key, compatible: key },
  inspectable: false,
});
const settings = settingsFor(url, { prices: prices.models, auth: 'bearer' });
parentPort?.postMessage({ key, settings } satisfies PracticeStarted);
