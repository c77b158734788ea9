import { expect, test } from 'vitest';
import { meantCalls } from '../../../../src/providers/turns/meantCalls.ts';

const offered = new Set(['read', 'list', 'parallel_search']);
const call = (name: string, argumentsJson = '{"path":"a"}') => ({ id: '1', name, argumentsJson });
const bundle = (...names: string[]) =>
  JSON.stringify({
    tool_uses: names.map((name) => ({ recipient_name: name, parameters: { path: name } })),
  });

test.each([
  ['read', 'read'],
  [' read\n', 'read'],
  ['functions.read', 'read'],
  ['default_api.read', 'read'],
  ['default_api:list', 'list'],
  ['read<|channel|>commentary', 'read'],
  ['Read', 'Read'],
  ['functions.erase', 'functions.erase'],
  ['', ''],
])('the name %j means %j', (name, meant) => {
  expect(meantCalls(call(name), offered)).toEqual([{ ...call(name), name: meant }]);
});

test.each(['multi_tool_use.parallel', 'parallel', 'functions.parallel'])(
  'the calls that %s bundles are calls of their own',
  (name) => {
    const calls = meantCalls(call(name, bundle('functions.read', 'list')), offered);
    expect(calls).toMatchObject([
      { id: '1', name: 'read', argumentsJson: '{"path":"functions.read"}' },
      { name: 'list', argumentsJson: '{"path":"list"}' },
    ]);
    expect(calls[1]!.id).not.toBe('1');
  },
);

test.each([bundle('read', 'erase'), bundle(), '{"tool_uses":', '[]'])(
  'a bundle of other things stays one call: %s',
  (argumentsJson) => {
    const bundled = call('parallel', argumentsJson);
    expect(meantCalls(bundled, offered)).toEqual([bundled]);
  },
);

test('a tool that is called so is called', () => {
  const own = call('parallel', bundle('read'));
  expect(meantCalls(own, new Set(['parallel', 'read']))).toEqual([own]);
});
