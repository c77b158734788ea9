/** A chunk of the Chat Completions API. */
export function chatChunk(
  delta: unknown,
  finish_reason: string | null = null,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return event({ id: 'c', choices: [{ index: 0, delta, finish_reason }], ...more });
}

/** The chunk after the end that holds nothing but the usage. */
export const chatUsage = (usage: unknown, more: Readonly<Record<string, unknown>> = {}): string =>
  event({ id: 'c', choices: [], usage, ...more });

export const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
export const done = 'data: [DONE]\n\n';

/** A piece of a tool call. */
export const toolPiece = (piece: Readonly<Record<string, unknown>>): string =>
  chatChunk({ tool_calls: [piece] });

/** A whole answer of these chunks. */
export function chatAnswer(
  chunks: readonly string[],
  { finish = 'stop', usage }: { readonly finish?: string; readonly usage?: unknown } = {},
): string {
  return [
    ...chunks,
    chatChunk({}, finish),
    ...(usage === undefined ? [] : [chatUsage(usage)]),
    done,
  ].join('');
}
