import { startPracticeServer } from '../demo/practiceServer/server.ts';
import { createProvider } from '../src/providers/createProvider.ts';
import type { ApiFormat } from '../src/providers/providerConfig.ts';
import type { Part, Provider } from '../src/providers/provider.ts';
import type { Message } from '../src/routing/conversation.ts';
import { parseModels } from '../src/routing/models/parseModels.ts';
import { costOf, priceOn } from '../src/routing/models/price.ts';
import shipped from '../src/routing/models/shippedModels.json' with { type: 'json' };
import type { Usage } from '../src/routing/models/usage.ts';
import type { Figures } from './run.ts';

/*
 * What the input of an agent of 30 tool turns costs with and without prompt caching. Simulated: the practice
 * server counts and caches by the providers' published rules, and the prices are those of the shipped
 * list. Without caching means that each token of the same prompts is paid at the full price.
 */

const turns = 30;
const today = '2026-11-28';
const headLines = 400;
const resultLines = 90;

/** A wire, and a model whose list prices apply. */
const asked: readonly (readonly [
  wire: Exclude<ApiFormat, 'openaiDecisions'>,
  path: string,
  model: string,
])[] = [
  ['anthropic', '/anthropic', 'anthropic/claude-sonnet-5-5'],
  ['openai', '/openai/v1', 'openai/gpt-6.1-sol'],
  ['openaiCompatible', '/compatible/v1', 'openai/gpt-5.4'],
];

export async function run(): Promise<Figures> {
  const server = await startPracticeServer({ pace: 0 });
  const figures: Figures = {};
  try {
    for (const [wire, path, model] of asked) {
      const config = { id: wire, name: wire, wire, discover: false, simulated: true } as const;
      const provider = createProvider({ ...config, baseUrl: server.url + path }, () => 'key');
      const usages = await agent(provider);
      const withCaching = sum(usages.map((usage) => inputCost(model, usage)));
      const without = sum(
        usages.map(({ inputTokens }) => inputCost(model, { inputTokens, outputTokens: 0 })),
      );
      const read = sum(usages.map(({ cacheReadTokens = 0 }) => cacheReadTokens));
      const input = sum(usages.map(({ inputTokens }) => inputTokens));
      Object.assign(figures, {
        [`${wire}.simulated.input`]: { value: input, unit: 'tokens' },
        [`${wire}.simulated.readFromCache`]: { value: percent(read / input), unit: '%' },
        [`${wire}.simulated.without`]: { value: usd(without), unit: `USD, ${model}` },
        [`${wire}.simulated.with`]: { value: usd(withCaching), unit: `USD, ${model}` },
        [`${wire}.simulated.times`]: { value: times(without / withCaching), unit: 'times less' },
      });
    }
    return figures;
  } finally {
    await server.close();
  }
}

const lines = (count: number, what: string) =>
  Array.from({ length: count }, (_, line) => `${line}: ${what} of the practice project.`).join(
    '\n',
  );

/** An agent that reads one file after the other; what its calls used. */
async function agent(provider: Provider): Promise<Usage[]> {
  const messages: Message[] = [];
  const usages: Usage[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    messages.push({ role: 'user', text: `Please call read {"path":"file${turn}.ts"}` });
    const parts: Part[] = [];
    const call = {
      model: 'practice-small',
      system: lines(headLines, 'a rule'),
      messages,
      tools: [{ name: 'read', description: 'Reads a file.', inputSchema: {} }],
      maxOutputTokens: 1000,
      cacheKey: 'agent',
    };
    for await (const part of provider.stream(call, new AbortController().signal)) parts.push(part);
    const usage = parts.findLast((part) => part.kind === 'usage');
    if (usage) usages.push(usage.usage);
    const toolCalls = parts.flatMap((part) => (part.kind === 'toolCall' ? [part.call] : []));
    messages.push({ role: 'assistant', text: '', toolCalls });
    for (const { id } of toolCalls) {
      messages.push({
        role: 'tool',
        callId: id,
        text: lines(resultLines, `a line of file ${turn}`),
      });
    }
  }
  return usages;
}

const { models } = parseModels(shipped);

function inputCost(model: string, usage: Usage): number {
  const price = priceOn(models.get(model)?.prices ?? [], today);
  if (!price) throw new Error(`No price for ${model}`);
  return costOf({ ...usage, outputTokens: 0 }, price, 'computed').nanoUsd ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

const usd = (nanoUsd: number) => Math.round(nanoUsd / 1e5) / 1e4;
const percent = (share: number) => Math.round(share * 1000) / 10;
const times = (factor: number) => Math.round(factor * 10) / 10;
