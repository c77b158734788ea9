import { arrayOf, type Json, objectOf } from '../json.ts';

/**
 * The error that a body or an event tells after a status of success, as `readError` takes it; undefined when it
 * tells none. The SDKs throw only what is under `error`.
 */
export function errorIn(body: Json | undefined): unknown {
  if (!body) return undefined;
  // vLLM writes `{"object":"error","message":…}` (vllm-project/guidellm#795, 2026-06).
  const isError =
    isTold(body['error']) ||
    body['type'] === 'error' ||
    body['object'] === 'error' ||
    body['success'] === false;
  if (isError) return body;
  // OpenRouter (nodetool-ai/nodetool#5755, 2026-09).
  const inChoice = objectOf(arrayOf(body['choices'])[0])?.['error'];
  if (isTold(inChoice)) return inChoice;
  // MiniMax counts its errors from 1000; zero is success (RooCodeInc/Roo-Code#9105, 2025-11).
  const code = objectOf(body['base_resp'])?.['status_code'];
  return typeof code === 'number' && code !== 0 ? body : undefined;
}

function isTold(error: unknown): boolean {
  return error !== undefined && error !== null && error !== '' && error !== false;
}
