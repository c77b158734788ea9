import { usdPerMillion } from '../routing/models/money.ts';
import { arrayOf, type Json, objectOf, textOf } from './http/json.ts';

/** A model in a server's list. */
export interface ListedModel {
  /** The name that calls take. */
  readonly id: string;
  /** False where the list itself says that the model does something else than answer. */
  readonly answers: boolean;
  /** As the list tells it, USD per million tokens. */
  readonly price?: ListedPrice;
}

export interface ListedPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  /** USD for each request. */
  readonly perRequest?: number;
}

/**
 * A list of models in the one shape. Together sends a bare array (docs.together.ai/reference/models, 2026-11);
 * others name it `models`, name a model in `name` alone, or write the names alone (lidge-jun/opencodex#406, 2026-07).
 */
export function asModelList(body: unknown): unknown {
  const list = objectOf(body);
  const rows = Array.isArray(body) ? body : (list?.['data'] ?? list?.['models']);
  return Array.isArray(rows) ? { ...list, data: rows.map(asListed) } : body;
}

function asListed(row: unknown): unknown {
  if (typeof row === 'string') return { id: row };
  const fields = objectOf(row);
  return fields ? { ...fields, id: textOf(fields['id']) ?? fields['name'] } : row;
}

/** The models in a list; undefined where the body is none. Ollama without models writes null. */
export function modelsIn(body: unknown): readonly ListedModel[] | undefined {
  const data = objectOf(body)?.['data'];
  if (!Array.isArray(data) && data !== null) return undefined;
  return arrayOf(data).flatMap((item) => {
    const fields = objectOf(item) ?? {};
    const id = textOf(fields['id']);
    if (id === undefined) return [];
    const price = priceIn(fields);
    return [{ id, answers: mayAnswer(fields), ...(price && { price }) }];
  });
}

/** Kinds that Together's list names besides `chat`, `language` and `code` (its reference, 2026-11). */
const otherKinds: ReadonlySet<unknown> = new Set([
  'image',
  'embedding',
  'moderation',
  'rerank',
  'audio',
  'transcribe',
  'video',
]);

/**
 * Mistral writes `capabilities.completion_chat` (docs.mistral.ai, 2026-11), Azure `capabilities.chat_completion`
 * (learn.microsoft.com/rest/api/azureopenai/models/list), OpenRouter `architecture.output_modalities`
 * (openrouter.ai/docs/models, 2026-11).
 */
function mayAnswer(item: Json): boolean {
  const capabilities = objectOf(item['capabilities']) ?? {};
  const outputs = objectOf(item['architecture'])?.['output_modalities'];
  return (
    !otherKinds.has(item['type']) &&
    capabilities['completion_chat'] !== false &&
    capabilities['chat_completion'] !== false &&
    (!Array.isArray(outputs) || outputs.includes('text'))
  );
}

/** OpenRouter's prices, texts in USD per token; a router of its own has -1 (openrouter.ai/docs/models, 2026-11). */
function priceIn(item: Json): ListedPrice | undefined {
  const pricing = objectOf(item['pricing']) ?? {};
  const input = perMillion(pricing['prompt']);
  const output = perMillion(pricing['completion']);
  if (input === undefined || output === undefined) return undefined;
  const cacheRead = perMillion(pricing['input_cache_read']);
  const cacheWrite = perMillion(pricing['input_cache_write']);
  const perRequest = usdIn(pricing['request']);
  return {
    input,
    output,
    ...(cacheRead !== undefined && { cacheRead }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(perRequest && { perRequest }),
  };
}

function perMillion(perToken: unknown): number | undefined {
  const usd = usdIn(perToken);
  return usd === undefined ? undefined : usdPerMillion(usd);
}

function usdIn(text: unknown): number | undefined {
  const usd = typeof text === 'string' && text.trim() !== '' ? Number(text) : -1;
  return usd >= 0 ? usd : undefined;
}
