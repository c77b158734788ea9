import type { Answer } from './world.ts';

/** Chunks of the Chat Completions API as a stream that ends. */
export function dataEvents(chunks: readonly unknown[]): string {
  const events = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  return `${events.join('')}data: [DONE]\n\n`;
}

export function streamOf(body: string): Answer {
  return { status: 200, type: 'text/event-stream', body };
}
