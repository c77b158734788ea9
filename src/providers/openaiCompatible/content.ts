import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';

/** What one chunk says, in whatever shape the server writes it. */
export interface ChatContent {
  readonly reasoning: string;
  readonly text: string;
  /** A refusal in words, empty in some chunks; undefined when there is none. */
  readonly refusal: string | undefined;
}

/**
 * The delta of a chunk. A server that answers as a whole writes `message` instead; some write both, the
 * message then being all of the answer so far.
 */
export function deltaOf(chunk: Json | undefined, hasBegun: boolean): Json | undefined {
  const choice = objectOf(arrayOf(chunk?.['choices'])[0]);
  return objectOf(choice?.['delta']) ?? (hasBegun ? undefined : objectOf(choice?.['message']));
}

export function contentOf(delta: Json | undefined): ChatContent {
  const parts = partsOf(delta?.['content']);
  return {
    reasoning: reasoningIn(delta) ?? parts.map(thinkingIn).join(''),
    text: parts.map(wordsIn).join(''),
    refusal: textOf(delta?.['refusal']),
  };
}

/** Mistral and Databricks send arrays of parts; all others send a string. */
function partsOf(content: unknown): readonly Json[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  const parts: readonly unknown[] = Array.isArray(content) ? content : [content];
  return parts.flatMap((part) => {
    const known = typeof part === 'string' ? { type: 'text', text: part } : objectOf(part);
    return known ? [known] : [];
  });
}

const textTypes: ReadonlySet<unknown> = new Set(['text', 'output_text']);

function wordsIn(part: Json): string {
  return textTypes.has(part['type']) ? (textOf(part['text']) ?? '') : '';
}

/**
 * Mistral: `{ type: 'thinking', thinking: [{ type: 'text', text }] }`. Databricks:
 * `{ type: 'reasoning', summary: [{ type: 'summary_text', text }] }`
 * (https://github.com/databricks/appkit/pull/559, 2026-09-01).
 */
function thinkingIn(part: Json): string {
  if (part['type'] !== 'thinking' && part['type'] !== 'reasoning') return '';
  const inner = part['thinking'] ?? part['summary'] ?? part['text'];
  if (typeof inner === 'string') return inner;
  return arrayOf(inner)
    .map((each) => textOf(objectOf(each)?.['text']) ?? '')
    .join('');
}

/**
 * vLLM and DeepSeek say `reasoning_content`, Ollama, Groq and OpenRouter `reasoning`; Envoy's gateway writes
 * an object (https://github.com/envoyproxy/ai-gateway/pull/1222, 2025-09-22); Snowflake has only the details.
 */
function reasoningIn(delta: Json | undefined): string | undefined {
  for (const value of [delta?.['reasoning_content'], delta?.['reasoning']]) {
    const text = textOf(value) ?? textOf(objectOf(value)?.['text']);
    if (text) return text;
  }
  const details = arrayOf(delta?.['reasoning_details']).map((value) => {
    const detail = objectOf(value);
    return textOf(detail?.['text']) ?? textOf(detail?.['summary']) ?? '';
  });
  return textOf(details.join(''));
}
