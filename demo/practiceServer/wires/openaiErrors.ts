import type { Problem } from '../problem.ts';

/** The error body that both OpenAI interfaces share. */
export function openaiErrorBody({ kind, status, message }: Problem): unknown {
  const codes: Partial<Record<Problem['kind'], string>> = {
    badKey: 'invalid_api_key',
    modelNotFound: 'model_not_found',
  };
  const code = codes[kind] ?? (status === 429 ? 'rate_limit_exceeded' : null);
  const type =
    status === 429 ? 'requests' : status < 500 ? 'invalid_request_error' : 'server_error';
  return { error: { message, type, param: null, code } };
}
