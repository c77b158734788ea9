import { expect, test } from 'vitest';
import { runWire } from '../../support/runWire.ts';
import { eventStream } from '../../support/wireServer.ts';
import { call, wires } from '../../support/wires.ts';

// Calls that a server leaves in the text, over real HTTP: where they were seen is in the table of their marks.

const tool = {
  name: 'admin.read',
  description: 'Reads a file.',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
};

/** An answer that ends in a call of the only tool, by the name under which the server got it. */
const written = (name: string) =>
  `I look.\n\n<function=${name}>\n<parameter=path>\na.ts\n</parameter>\n</function>\n</tool_call>`;

test.each(wires)(
  '$name: a call in the text is a call, by the name that the caller knows',
  async (wire) => {
    const { parts, requests } = await runWire(
      wire,
      (socket, { body }) => {
        const [sent] = body['tools'] as { name?: string; function?: { name: string } }[];
        const pieces = written(sent!.name ?? sent!.function!.name).match(/[^]{1,7}/g)!;
        const answer = [
          ...wire.opening,
          ...pieces.map(wire.text),
          ...wire.closing(wire.words.stop),
        ];
        return eventStream(answer)(socket, { body } as never);
      },
      {},
      { ...call, tools: [tool] },
    );
    expect(requests).toHaveLength(1);
    const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    expect(text).toBe('I look.\n\n');
    expect(parts.filter(({ kind }) => kind === 'toolCall')).toMatchObject([
      { call: { name: 'admin.read', argumentsJson: '{"path":"a.ts"}' } },
    ]);
    expect(parts.at(-1)).toMatchObject({ kind: 'finish', reason: 'toolCalls' });
  },
);

test.each(wires)('$name: without tools it stays a text', async (wire) => {
  const answer = [...wire.opening, wire.text(written('read')), ...wire.closing(wire.words.stop)];
  const outcome = await runWire(wire, eventStream(answer));
  expect(outcome.text).toBe(written('read'));
  expect(outcome.parts.at(-1)).toMatchObject({ kind: 'finish', reason: 'stop' });
});
