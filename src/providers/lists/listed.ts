import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import { mayAnswer } from './listedKinds.ts';
import { type ListedPrice, priceIn } from './listedPrices.ts';
import type { WrittenPrice } from './litellmPrice.ts';

/** A model in a server's list. */
export interface ListedModel {
  /** The name that calls take. */
  readonly id: string;
  /** False where the list says, by a field or by the name, that the model does something else than answer. */
  readonly answers: boolean;
  /** As the list tells it, USD per million tokens. */
  readonly price?: ListedPrice | WrittenPrice;
}

/**
 * A list of models in the one shape. Together sends a bare array (docs.together.ai/reference/models, 2026-11);
 * others name it `models`, name a model in `name` or, as LM Studio, `key` alone, or write the names alone
 * (lidge-jun/opencodex#406, 2026-07).
 */
export function asModelList(body: unknown): unknown {
  const list = objectOf(body);
  const data = list?.['data'];
  const rows = Array.isArray(body)
    ? body
    : (objectOf(data)?.['models'] ?? data ?? list?.['models']);
  return Array.isArray(rows) ? { ...list, data: rows.map(asListed) } : body;
}

function asListed(row: unknown): unknown {
  if (typeof row === 'string') return { id: row };
  const fields = objectOf(row);
  if (!fields) return row;
  const id = textOf(fields['id']) ?? textOf(fields['name']) ?? textOf(fields['key']);
  return { ...fields, id: id && callable(id.trim(), fields) };
}

/** Gemini lists `models/gemini-…`, and its pages, prices and calls say `gemini-…`. A path of a file stays. */
function callable(id: string, { owned_by: owner, supportedGenerationMethods: methods }: Json) {
  return owner === 'google' || methods !== undefined ? id.replace(/^models\//, '') : id;
}

/** The models in a list, each once; undefined where the body is none. Ollama without models writes null. */
export function modelsIn(body: unknown): readonly ListedModel[] | undefined {
  const data = objectOf(body)?.['data'];
  if (!Array.isArray(data) && data !== null) return undefined;
  const models = new Map<string, ListedModel>();
  for (const item of arrayOf(data)) {
    const fields = objectOf(item) ?? {};
    const id = textOf(fields['id']);
    // A gateway lists one name for each server behind it.
    if (id === undefined || models.has(id)) continue;
    const price = priceIn(fields);
    models.set(id, { id, answers: mayAnswer(id, fields), ...(price && { price }) });
  }
  return [...models.values()];
}
