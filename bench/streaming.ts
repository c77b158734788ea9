import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LanguageModelChatRequestMessage } from 'vscode';
import { createCoolDowns } from '../src/execution/attempt/coolDowns.ts';
import type { FallbackContext } from '../src/execution/attempt/fallback.ts';
import { decideRequest, runRequest } from '../src/execution/request.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { openLedger } from '../src/ledger/openLedger.ts';
import { timedId } from '../src/ledger/timedId.ts';
import { createProvider } from '../src/providers/createProvider.ts';
import type { Conversation } from '../src/routing/conversation.ts';
import type { Model, ModelReference } from '../src/routing/models/model.ts';
import { toTiers } from '../src/routing/policy/shippedPolicy.ts';
import { modelWith, policyWith, readyProvider, situationWith } from '../test/support/tasks.ts';
import { percentile } from './percentile.ts';
import type { Figures } from './run.ts';
import {
  type BareMessage,
  bareSdks,
  type FirstText,
  paths,
  type StreamedWire,
} from './streaming/bareSdks.ts';
import { stubVscode } from './streaming/vscodeStub.ts';

const rounds = 300;
const warmUps = 40;
const model = 'small';
const sizes = { '1KB': 1_000, '100KB': 100_000 } as const;

/**
 * Measures the time to the first text of a chat turn, from the messages of VS Code on: conversion,
 * decision, request and reservation in a real ledger under a budget, and the call. The bare SDK sends the
 * same messages in turn with it. `added` is the difference of the two percentiles: what other programs on
 * the machine take falls on both.
 */
export async function run(): Promise<Figures> {
  const server = new Worker(new URL('./streaming/server.ts', import.meta.url));
  const [port] = (await once(server, 'message')) as [number];
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-'));
  const ledger = openLedger({
    file: join(folder, 'ledger.sqlite'),
    workerUrl: new URL('../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  try {
    const figures: Figures = {};
    for (const [size, characters] of Object.entries(sizes)) {
      const messages = conversationOf(characters);
      for (const [wire, bare] of Object.entries(bareSdks(url, model, messages))) {
        const ours = await chatTurn(wire as StreamedWire, url, messages, ledger);
        const [with_, without] = await inTurn(ours, bare);
        for (const [name, share] of Object.entries({ p50: 0.5, p99: 0.99 })) {
          const values = [percentile(with_, share), percentile(without, share)] as const;
          const named = { tierwise: values[0], bare: values[1], added: values[0] - values[1] };
          for (const [what, value] of Object.entries(named)) {
            figures[`${wire}.${size}.${what}.${name}`] = { value: round(value), unit: 'ms' };
          }
        }
      }
    }
    return figures;
  } finally {
    await ledger.close();
    await server.terminate();
    rmSync(folder, { recursive: true });
  }
}

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

/** A conversation of so many characters, with the question last. */
function conversationOf(characters: number): BareMessage[] {
  const turns = 10;
  const line = 'const total = lines.reduce((sum, { price, count }) => sum + price * count, 0);\n';
  const code = line.repeat(Math.ceil(characters / turns / line.length));
  const earlier = Array.from({ length: turns }, (_, index): BareMessage => {
    const role = index % 2 === 0 ? 'user' : 'assistant';
    return { role, content: code.slice(0, characters / turns) };
  });
  return [...earlier, { role: 'user', content: 'Say in one sentence what you are.' }];
}

/** A turn of the chat as the editor takes it, without the editor. */
async function chatTurn(
  wire: StreamedWire,
  url: string,
  messages: readonly BareMessage[],
  ledger: Ledger,
): Promise<FirstText> {
  const { vscode, conversationFrom, lastRequest, chatTask } = await editorParts();
  const { User, Assistant } = vscode.LanguageModelChatMessageRole;
  const said = messages.map(({ role, content }) => ({
    role: role === 'user' ? User : Assistant,
    content: [new vscode.LanguageModelTextPart(content)],
    name: undefined,
  })) satisfies LanguageModelChatRequestMessage[];
  const situation = situationOf(wire);
  const context = contextOf(wire, url, ledger);

  return async () => {
    const started = performance.now();
    let firstText: number | undefined;
    const conversation: Conversation = conversationFrom(said);
    const task = chatTask('explain', lastRequest(conversation), conversation);
    const { decision } = decideRequest(task, situation);
    const { plan } = decision;
    if (plan.kind === 'refuse') throw new Error('The decision refused the call.');
    const events = runRequest(
      {
        task,
        decision,
        plan,
        asker: { requestId: timedId(), sessionId: 'bench', workspace: 'bench', subject: 'chat' },
        maxOutputTokens: 500,
        budgetGuard: {
          limits: () => [{ budgetId: 'all', capNanoUsd: 1e15, span: { fromMs: 0 } }],
          askToRaise: async () => false,
        },
        gates: () => Promise.reject(new Error('A direct plan has no gates.')),
      },
      context,
      new AbortController().signal,
    );
    for await (const event of events) {
      if (event.kind === 'text') firstText ??= performance.now() - started;
    }
    return firstText!;
  };
}

/** What of the editor a turn passes, loaded without VS Code. */
async function editorParts() {
  const restore = stubVscode();
  const vscode = await import('vscode');
  const { conversationFrom, lastRequest } = await import('../src/editor/chat/messages.ts');
  const { chatTask } = await import('../src/editor/tasks/chatTask.ts');
  restore();
  return { vscode, conversationFrom, lastRequest, chatTask };
}

function situationOf(wire: StreamedWire) {
  const reference: ModelReference = `${wire}/${model}`;
  const known: Model = modelWith(reference, {
    simulated: true,
    prices: [{ from: '2026-01-01', source: 'bench', input: 1e8, output: 5e8 }],
  });
  return situationWith({
    policy: policyWith({ tiers: toTiers({ fast: [reference] }), rules: [] }),
    catalog: new Map([[reference, known]]),
    providers: new Map([[wire, { ...readyProvider, simulated: true }]]),
  });
}

function contextOf(wire: StreamedWire, url: string, ledger: Ledger): FallbackContext {
  const config = { id: wire, name: wire, wire, discover: false, simulated: true } as const;
  const provider = createProvider({ ...config, baseUrl: url + paths[wire] }, () => 'key');
  const monotonic = () => performance.now();
  return {
    ledger,
    coolDowns: createCoolDowns(monotonic),
    provider: async () => provider,
    countTokens: async (text) => text.length,
    now: Date.now,
    monotonic,
    newId: timedId,
    report(bug) {
      throw bug;
    },
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
