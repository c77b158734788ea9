import { expect, test } from 'vitest';
import type { Part } from '../../../../src/providers/provider.ts';
import { withThinkingApart } from '../../../../src/providers/turns/thinkingTags.ts';
import { partsOf } from '../partsOf.ts';

async function* answer(parts: readonly Part[]): AsyncGenerator<Part> {
  yield* parts;
}

const said = (text: string): Part => ({ kind: 'text', text });
const call: Part = { kind: 'toolCall', call: { id: '1', name: 'read', argumentsJson: '{}' } };
const finish: Part = { kind: 'finish', reason: 'stop', raw: 'stop' };

test('thinking that a server left in the text is told apart, before what follows it', async () => {
  const parts = [said('<thi'), said('nk>Hm</think>\n\nYes'), call, said(' <think>'), finish];
  expect(await partsOf(withThinkingApart(answer(parts)))).toEqual([
    { kind: 'reasoning', text: 'Hm' },
    said('Yes'),
    call,
    said(' <think>'),
    finish,
  ]);
});

test('a piece of a tag that nothing follows is text, once', async () => {
  for (const rest of [[call, finish], [finish], []]) {
    const parts = await partsOf(withThinkingApart(answer([said('<thin'), ...rest])));
    expect(parts).toEqual([said('<thin'), ...rest]);
  }
});
