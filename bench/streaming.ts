import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { startPracticeServer } from '../scripts/practiceServer.mjs';
import { ensureTools } from '../scripts/tools.mjs';
import { attempt } from '../src/execution/attempt/attempt.ts';
import { openLedger } from '../src/ledger/openLedger.ts';
import { createProvider } from '../src/providers/createProvider.ts';
import type { ApiFormat as AnyWire } from '../src/providers/providerConfig.ts';
import type { Model } from '../src/routing/models/model.ts';
import { percentile } from './percentile.ts';
import type { Figures } from './run.ts';

const rounds = 150;
const warmUps = 15;
const prompt = 'Say in one sentence what you are.';
const model = 'practice-small';

/** Measures the time to the first text, alternating between Tierwise with its ledger and the bare SDK. */
export async function run(): Promise<Figures> {
  const practice = await startPracticeServer(await ensureTools(), { pace: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-'));
  const ledger = openLedger({
    file: join(folder, 'ledger.sqlite'),
    workerUrl: new URL('../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  try {
    const requestId = randomUUID();
    await ledger.recordRequest({
      requestId,
      sessionId: 'bench',
      atMs: Date.now(),
      workspace: 'bench',
      subject: 'bench',
      taskType: 'other',
      reason: 'bench',
    });
    const figures: Figures = {};
    for (const [wire, bare] of Object.entries(bareSdks(practice.url))) {
      const ours = tierwise(wire as Wire, practice.url, requestId, ledger);
      const [with_, without] = await inTurn(ours, bare);
      const added = with_.map((value, index) => value - without[index]!);
      for (const [name, values] of Object.entries({ tierwise: with_, bare: without, added })) {
        figures[`${wire}.${name}.p50`] = { value: round(percentile(values, 0.5)), unit: 'ms' };
        figures[`${wire}.${name}.p95`] = { value: round(percentile(values, 0.95)), unit: 'ms' };
      }
    }
    return figures;
  } finally {
    await ledger.close();
    await practice.stop();
    rmSync(folder, { recursive: true });
  }
}

type FirstText = () => Promise<number>;
// The Decisions API streams nothing.
type Wire = Exclude<AnyWire, 'openaiDecisions'>;

async function inTurn(ours: FirstText, bare: FirstText): Promise<[number[], number[]]> {
  const [with_, without]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + warmUps; round++) {
    // The second call benefits from warm caches, so the order alternates.
    const [first, second] = round % 2 === 0 ? [ours, bare] : [bare, ours];
    const [one, other] = [await first(), await second()];
    if (round < warmUps) continue;
    with_.push(first === ours ? one : other);
    without.push(first === ours ? other : one);
  }
  return [with_, without];
}

const paths: Record<Wire, string> = {
  anthropic: '/anthropic',
  openai: '/openai/v1',
  openaiCompatible: '/compatible/v1',
};

function tierwise(
  wire: Wire,
  url: string,
  requestId: string,
  ledger: ReturnType<typeof openLedger>,
): FirstText {
  const config = { id: wire, name: wire, wire, discover: false, simulated: true } as const;
  const provider = createProvider({ ...config, baseUrl: url + paths[wire] }, () => 'key');
  const choice = {
    tier: 'fast',
    model: {
      reference: `${wire}/${model}`,
      name: model,
      capabilities: {},
      simulated: true,
      prices: [{ from: '2026-01-01', source: 'bench', input: 1e8, output: 5e8 }],
    } as const satisfies Model,
  };
  const context = {
    ledger,
    provider: async () => provider,
    countTokens: async (text: string) => text.length,
    now: Date.now,
    monotonic: () => performance.now(),
    newId: randomUUID,
    report(bug: unknown) {
      throw bug;
    },
  };
  const call = {
    system: '',
    messages: [{ role: 'user', text: prompt }],
    maxOutputTokens: 500,
  } as const;
  return async () => {
    const started = performance.now();
    let firstText: number | undefined;
    const events = attempt(
      { requestId, choice, call, purpose: 'answer' },
      context,
      new AbortController().signal,
    );
    for await (const event of events) {
      if (event.kind === 'text') firstText ??= performance.now() - started;
    }
    return firstText!;
  };
}

function bareSdks(url: string): Record<Wire, FirstText> {
  const options = { apiKey: 'key', maxRetries: 0 };
  const anthropic = new Anthropic({ ...options, baseURL: url + paths.anthropic });
  const openai = new OpenAI({ ...options, baseURL: url + paths.openai });
  const compatible = new OpenAI({ ...options, baseURL: url + paths.openaiCompatible });
  const messages = [{ role: 'user' as const, content: prompt }];
  return {
    anthropic: () =>
      timeToText(
        () => anthropic.messages.create({ model, messages, max_tokens: 500, stream: true }),
        (event) => event.type === 'content_block_delta',
      ),
    openai: () =>
      timeToText(
        () => openai.responses.create({ model, input: prompt, stream: true }),
        (event) => event.type === 'response.output_text.delta',
      ),
    openaiCompatible: () =>
      timeToText(
        () => compatible.chat.completions.create({ model, messages, stream: true }),
        (chunk) => Boolean(chunk.choices[0]?.delta.content),
      ),
  };
}

async function timeToText<Event>(
  ask: () => PromiseLike<AsyncIterable<Event>>,
  isText: (event: Event) => boolean,
): Promise<number> {
  const started = performance.now();
  let firstText: number | undefined;
  for await (const event of await ask()) {
    if (isText(event)) firstText ??= performance.now() - started;
  }
  return firstText!;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
