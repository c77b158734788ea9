import { arrayOf, type Json, objectOf, parseJson, textOf } from '../json.ts';

/** What a server says of an error. */
export interface ErrorSaid {
  /** Codes and types, the most precise first. */
  readonly codes: readonly string[];
  readonly words: string | undefined;
  /** The field that is wrong. */
  readonly field: string | undefined;
  /** A status that the body names, from 400 to 599. */
  readonly status: number | undefined;
}

/** Errors wrap errors; no server seen goes deeper. */
const deepest = 6;

/** Finds codes, words and a status in the shapes of errors that servers use. */
export function readError(body: unknown): ErrorSaid {
  const layers = layersOf(body);
  const objects = layers.filter((layer) => typeof layer !== 'string');
  const words = layers.map(wordsOf).find((found) => found !== undefined);
  const field = objects.map(({ param }) => textOf(param)).find((found) => found !== undefined);
  return {
    codes: objects.flatMap(codesOf),
    words: words && field && !words.includes(field) ? `${words} (${field})` : words,
    field,
    status: objects
      .toReversed()
      .map(statusOf)
      .find((found) => found !== undefined),
  };
}

/**
 * An error and the errors inside it, the innermost first: Gemini wraps in an array, OpenRouter and gateways
 * keep the provider's own error as JSON inside a string.
 */
export function layersOf(body: unknown, depth = 0): readonly (Json | string)[] {
  if (depth > deepest) return [];
  if (Array.isArray(body)) return layersOf(body[0], depth + 1);
  if (typeof body === 'string') {
    const parsed = /^\s*[[{]/.test(body) ? parseJson(body) : undefined;
    return parsed === undefined ? [body] : layersOf(parsed, depth + 1);
  }
  const layer = objectOf(body);
  if (!layer) return [];
  return [...insideOf(layer).flatMap((inner) => layersOf(inner, depth + 1)), layer];
}

/** What may hold the real reason, the best first. */
function insideOf(layer: Json): readonly unknown[] {
  const metadata = objectOf(layer['metadata']);
  const candidates = [
    textOf(metadata?.['raw']) ?? objectOf(metadata?.['raw']),
    layer['error'],
    objectOf(layer['detail']),
    // Cloudflare: {"success":false,"errors":[{"code":4006,"message":"…"}]}.
    arrayOf(layer['errors'])[0],
    // MiniMax (RooCodeInc/Roo-Code#9105, 2025-11).
    objectOf(layer['base_resp']),
    objectOf(layer['param']),
    jsonTextOf(layer['message']),
  ];
  return candidates.filter((inner) => inner !== undefined && inner !== null);
}

function jsonTextOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && /^\s*[[{]/.test(text) ? text : undefined;
}

function wordsOf(layer: Json | string): string | undefined {
  if (typeof layer === 'string') return textOf(layer);
  const message = ['message', 'error_msg', 'msg', 'status_msg']
    .map((name) => textOf(layer[name]))
    .find((found) => found !== undefined);
  if (message && !(jsonTextOf(message) && parseJson(message) !== undefined)) return message;
  return detailsOf(layer['detail']);
}

/** FastAPI's form. Its `input` repeats the prompt, so this reads only place and message. */
function detailsOf(detail: unknown): string | undefined {
  if (typeof detail === 'string') return textOf(detail);
  const lines = arrayOf(detail).map((entry) => {
    const place = arrayOf(objectOf(entry)?.['loc']).join('.');
    return [place, textOf(objectOf(entry)?.['msg'])].filter(Boolean).join(': ');
  });
  return textOf(lines.join('; '));
}

function codesOf(layer: Json): readonly string[] {
  const details = arrayOf(layer['details']).map(objectOf);
  const reasons = details.map((detail) => detail?.['reason']);
  const quotas = details
    .flatMap((detail) => arrayOf(detail?.['violations']))
    .map((violation) => objectOf(violation)?.['quotaId']);
  const codes = [
    objectOf(layer['details'])?.['error_code'],
    objectOf(layer['innererror'])?.['code'],
    ...quotas,
    ...reasons,
    layer['code'],
    layer['error_code'],
    layer['type'],
    layer['__type'],
    layer['status'],
  ];
  // Some servers count their errors: 1113, 30011.
  return codes.flatMap((code) =>
    typeof code === 'string' ? [code] : Number.isSafeInteger(code) ? [String(code)] : [],
  );
}

/** LiteLLM writes it as a text (BerriAI/litellm#14144, 2025-09). */
function statusOf(layer: Json): number | undefined {
  return [layer['code'], layer['statusCode'], layer['status'], layer['http_code']]
    .map((code) => (typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code))
    .find((code): code is number => typeof code === 'number' && code >= 400 && code <= 599);
}
