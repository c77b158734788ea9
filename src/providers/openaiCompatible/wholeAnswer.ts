import { arrayOf, type Json, objectOf } from '../http/json.ts';

/** A whole Chat Completions answer as a stream of one chunk; parts.ts reads its `message` like a delta. */
export function wholeChatAnswer(answer: Json): string | undefined {
  if (!objectOf(arrayOf(answer['choices'])[0])) return undefined;
  return `data: ${JSON.stringify(answer)}\n\ndata: [DONE]\n\n`;
}
