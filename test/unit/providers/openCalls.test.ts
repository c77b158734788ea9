import { expect, test } from 'vitest';
import { createOpenCalls } from '../../../src/providers/openai/openCalls.ts';

test('a call keeps the id by which its result is told, also where its end leaves it out', () => {
  const calls = createOpenCalls();
  const item = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'ls', arguments: '' };
  calls.add({ type: 'response.output_item.added', output_index: 0, item });
  const end = calls.add({
    type: 'response.output_item.done',
    output_index: 0,
    item: { type: 'function_call', id: 'fc_1', name: 'ls', arguments: '{"p":1}' },
  });
  expect(end['item']).toMatchObject({ call_id: 'call_1', arguments: '{"p":1}' });
});
