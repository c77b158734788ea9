import * as fc from 'fast-check';
import type { Part } from '../../src/providers/provider.ts';
import { callMarks, endMarks, ownOpens } from '../../src/providers/turns/textCalls/callMarks.ts';
import { withTextCalls } from '../../src/providers/turns/textCalls/textCalls.ts';
import { type FuzzTarget, must } from './target.ts';

/*
 * Texts of answers in which pieces of calls stand anywhere, cut anywhere. Cuts change nothing, only tools that were
 * offered are called, and an answer without a call is told as it was written.
 */

const tools = ['open', 'save'].map((name) => ({
  name,
  description: '',
  inputSchema: { type: 'object', properties: { a: { type: 'string' } } },
}));

const marks = [
  ...callMarks.flatMap(({ open, close = '' }) => [open, close]),
  ...ownOpens,
  ...endMarks,
];
const piece = fc.oneof(
  fc.constantFrom(...marks),
  fc.constantFrom('open', 'save', 'erase', 'open(a="b")', '[ARGS]', 'functions.', '\n', '```', '`'),
  fc.constantFrom('{"name": "open", "arguments": {"a": "b"}}', '{"a": "b"}', "{'a': 'b',}", '{'),
  fc.constantFrom('<function=open>', '<parameter=a>', '</parameter>', '<invoke name="save">'),
  fc.constantFrom(
    '<arg_key>a</arg_key>',
    '<arg_value>b</arg_value>',
    ':0<|tool_call_argument_begin|>',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const given = fc.record({
  text: fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
  length: fc.integer({ min: 1, max: 40 }),
});

interface Told {
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly argumentsJson: string }[];
}

async function told(text: string, length: number): Promise<Told> {
  async function* parts(): AsyncGenerator<Part> {
    for (let at = 0; at < text.length; at += length) {
      yield { kind: 'text', text: text.slice(at, at + length) };
    }
    yield { kind: 'finish', reason: 'stop', raw: 'stop' };
  }
  let all = '';
  const calls: Told['calls'][number][] = [];
  for await (const part of withTextCalls(parts(), tools)) {
    if (part.kind === 'text') all += part.text;
    if (part.kind !== 'toolCall') continue;
    calls.push({ name: part.call.name, argumentsJson: part.call.argumentsJson });
  }
  return { text: all, calls };
}

export const textCalls: FuzzTarget = {
  name: 'textCalls',
  property: fc.asyncProperty(given, async ({ text, length }) => {
    const cut = await told(text, length);
    must(JSON.stringify(cut) === JSON.stringify(await told(text, text.length + 1)), 'cuts matter');
    must(cut.calls.length > 0 || cut.text === text, 'the text was changed');
    for (const { name, argumentsJson } of cut.calls) {
      must(
        tools.some((tool) => tool.name === name),
        `${name} was not offered`,
      );
      const value: unknown = JSON.parse(argumentsJson);
      must(typeof value === 'object' && value !== null && !Array.isArray(value), argumentsJson);
    }
  }) as FuzzTarget['property'],
};
