import { describe, expect, test } from 'vitest';
import type { FinishReason, Part } from '../../../../src/providers/provider.ts';
import { createCallScanner } from '../../../../src/providers/turns/textCalls/callScanner.ts';
import { withTextCalls } from '../../../../src/providers/turns/textCalls/textCalls.ts';
import { partsOf } from '../partsOf.ts';

const text = { type: 'string' };
const tools = [
  ['open', { file: text, line: { type: 'integer' } }],
  ['save', { file: text, body: text, force: { type: 'boolean' }, tags: { type: 'array' } }],
  ['ls', {}],
].map(([name, properties]) => ({
  name: String(name),
  description: 'Does it.',
  inputSchema: { type: 'object', properties },
}));

interface Told {
  readonly text: string;
  readonly calls: readonly (readonly [name: string, input: unknown])[];
  readonly reason: FinishReason | undefined;
}

interface Answer {
  readonly thought?: string;
  readonly native?: Extract<Part, { kind: 'toolCall' }>['call'];
  readonly reason?: FinishReason | 'none';
}

/** What is told of an answer that comes in pieces of so many characters. */
async function told(
  written: string,
  length = 5,
  { thought, native, reason = 'stop' }: Answer = {},
): Promise<Told> {
  async function* parts(): AsyncGenerator<Part> {
    if (thought !== undefined) yield { kind: 'reasoning', text: thought };
    for (let at = 0; at < written.length; at += length) {
      yield { kind: 'text', text: written.slice(at, at + length) };
    }
    if (native) yield { kind: 'toolCall', call: native };
    if (reason !== 'none') yield { kind: 'finish', reason, raw: reason };
  }
  const all: Part[] = await partsOf(withTextCalls(parts(), tools));
  return {
    text: all.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    calls: all.flatMap((part) => {
      if (part.kind !== 'toolCall') return [];
      const { name, argumentsJson } = part.call;
      return [[name, argumentsJson === '' ? 'half' : JSON.parse(argumentsJson)] as const];
    }),
    reason: all.flatMap((part) => (part.kind === 'finish' ? [part.reason] : []))[0],
  };
}

const body = 'if (a < b) {\n  say("<hi>");\n}';
const input = { file: 'a/b.ts', body, force: true, tags: ['x', 'y'] };
const json = JSON.stringify(input);
const bar = '\u{ff5c}';
const low = '\u{2581}';
const deepseek = (word: string) => `<${bar}tool${low}${word.replaceAll(' ', low)}${bar}>`;

/** The same call, as models and servers write it. */
const forms: Readonly<Record<string, string>> = {
  Hermes: `<tool_call>\n{"name": "save", "arguments": ${json}}\n</tool_call>`,
  'Hermes without an end': `<tool_call>{"name": "save", "arguments": ${json}}`,
  'Hermes, arguments as a text': `<tool_call>{"name": "save", "arguments": ${JSON.stringify(json)}}</tool_call>`,
  'Qwen3-Coder': `<tool_call>\n<function=save>\n<parameter=file>\na/b.ts\n</parameter>\n<parameter=body>\n${body}\n</parameter>\n<parameter=force>\nTrue\n</parameter>\n<parameter=tags>\n['x', 'y']\n</parameter>\n</function>\n</tool_call>`,
  'Qwen3-Coder without its first mark': `<function=save>\n<parameter=file>\na/b.ts\n</parameter>\n<parameter=body>\n${body}\n</parameter>\n<parameter=force>\ntrue\n</parameter>\n<parameter=tags>\n["x", "y"]\n</parameter>\n</function>\n</tool_call>`,
  Claude: `<invoke name="save">\n<parameter name="file">a/b.ts</parameter>\n<parameter name="body">${body}</parameter>\n<parameter name="force">true</parameter>\n<parameter name="tags">["x","y"]</parameter>\n</invoke>`,
  MiniMax: `<minimax:tool_call>\n<invoke name="save">\n<parameter name="file">a/b.ts</parameter>\n<parameter name="body">${body}</parameter>\n<parameter name="force">true</parameter>\n<parameter name="tags">["x","y"]</parameter>\n</invoke>\n</minimax:tool_call>`,
  'DeepSeek V3.2': `<${bar}DSML${bar}function_calls>\n<${bar}DSML${bar}invoke name="save">\n<${bar}DSML${bar}parameter name="file" string="true">a/b.ts</${bar}DSML${bar}parameter>\n<${bar}DSML${bar}parameter name="body" string="true">${body}</${bar}DSML${bar}parameter>\n<${bar}DSML${bar}parameter name="force" string="false">true</${bar}DSML${bar}parameter>\n<${bar}DSML${bar}parameter name="tags" string="false">["x","y"]</${bar}DSML${bar}parameter>\n</${bar}DSML${bar}invoke>\n</${bar}DSML${bar}function_calls>`,
  'DeepSeek V3.1': `${deepseek('calls begin')}${deepseek('call begin')}save${deepseek('sep')}${json}${deepseek('call end')}${deepseek('calls end')}`,
  'DeepSeek V3': `${deepseek('calls begin')}${deepseek('call begin')}function${deepseek('sep')}save\n\`\`\`json\n${json}\n\`\`\`${deepseek('call end')}${deepseek('calls end')}`,
  Kimi: `<|tool_calls_section_begin|><|tool_call_begin|>functions.save:3<|tool_call_argument_begin|>${json}<|tool_call_end|><|tool_calls_section_end|>`,
  GLM: `<tool_call>save\n<arg_key>file</arg_key>\n<arg_value>a/b.ts</arg_value>\n<arg_key>body</arg_key>\n<arg_value>${body}</arg_value>\n<arg_key>force</arg_key>\n<arg_value>true</arg_value>\n<arg_key>tags</arg_key>\n<arg_value>["x", "y"]</arg_value>\n</tool_call>`,
  Mistral: `[TOOL_CALLS]save[ARGS]${json}`,
  'Mistral before 2025': `[TOOL_CALLS][{"name": "save", "arguments": ${json}}]`,
  'gpt-oss': `<|channel|>commentary to=functions.save <|constrain|>json<|message|>${json}<|call|>`,
  'gpt-oss without its marks': `commentary to=functions.save json${json}`,
  'Llama 3': `<|python_tag|>{"name": "save", "parameters": ${json}}<|eom_id|>`,
  'Llama 3 without a mark': `{"name": "save", "parameters": ${json}}`,
  'Llama 4': `[save(file="a/b.ts", body=${JSON.stringify(body)}, force=True, tags=['x', 'y'])]`,
  Granite: `<|tool_call|>[{"name": "save", "arguments": ${json}}]`,
  Phi: `functools[{"name": "save", "arguments": ${json}}]`,
  'Gemma 3': `\`\`\`tool_code\nprint(save(file="a/b.ts", body=${JSON.stringify(body)}, force=True, tags=["x", "y"]))\n\`\`\``,
  'Gemma 4': `<|tool_call>call:save{file:<|"|>a/b.ts<|"|>,body:<|"|>${body}<|"|>,force:true,tags:[<|"|>x<|"|>,<|"|>y<|"|>]}<tool_call|>`,
  'LM Studio': `[TOOL_REQUEST]{"name": "save", "arguments": ${json}}[END_TOOL_REQUEST]`,
};

describe.each(Object.entries(forms))('%s', (_, form) => {
  test.each([1, 3, 1000])('is a call, in pieces of %i characters', async (length) => {
    const call = { calls: [['save', input]], reason: 'toolCalls' };
    expect(await told(form, length)).toEqual({ text: '', ...call });
    const after = `I use \`save\` now.\n\`\`\`ts\nx\n\`\`\`\n`;
    expect(await told(after + form, length)).toEqual({ text: after, ...call });
  });

  test.each([1, 1000])('stays a text in a code block, in pieces of %i', async (length) => {
    const shown = `It looks so:\n~~~~\n${form}\n~~~~\nThat is all.`;
    expect(await told(shown, length)).toEqual({ text: shown, calls: [], reason: 'stop' });
  });

  test('stays a text when the tool is another one', async () => {
    const other = form.replaceAll('save', 'erase');
    expect(await told(other)).toEqual({ text: other, calls: [], reason: 'stop' });
  });
});

const open = '{"name": "open", "arguments": {"file": "a"}}';
const opened = ['open', { file: 'a' }];
const listed = ['ls', {}];

describe('calls', () => {
  test.each([
    ['of a tag each', `<tool_call>${open}</tool_call>\n<tool_call>{"name":"ls","arguments":{}}`],
    ['in one list', `<tool_calls>[${open},{"name":"ls","arguments":null}]</tool_calls>`],
    ['after each other', `${open}; {"name": "ls", "parameters": {}}`],
    ['in Python', `[open(file='a'), ls()]`],
    ['of Mistral', `[TOOL_CALLS]open[ARGS]{"file":"a"}[TOOL_CALLS]ls[ARGS]{}`],
  ])('%s', async (_, written) => {
    expect((await told(written)).calls).toEqual([opened, listed]);
  });

  test('text after calls on their own lines is told before them', async () => {
    const { text, calls } = await told(`Yes.\n<tool_call>${open}</tool_call>\nNow I wait.`);
    expect([text, calls]).toEqual(['Yes.\nNow I wait.', [opened]]);
  });

  test('at the end of what was only thought', async () => {
    const thought = `I open it. <tool_call>${open}</tool_call>`;
    expect((await told('', 5, { thought })).calls).toEqual([opened]);
    expect((await told('It is fine.', 5, { thought })).calls).toEqual([]);
  });

  test('that a server made calls as well are made once, and others are added', async () => {
    const native = { id: '1', name: 'open', argumentsJson: '{"file":"a"}' };
    const both = `<tool_call>${open}</tool_call><tool_call>{"name":"ls","arguments":{}}</tool_call>`;
    const { calls } = await told(both, 5, { native });
    expect(calls).toEqual([opened, listed]);
  });

  test('a call that the output limit cut off is a half one', async () => {
    const half = '<tool_call>{"name": "save", "arguments": {"file": "a", "body": "x';
    const { text, calls, reason } = await told(half, 5, { reason: 'length' });
    expect([text, calls, reason]).toEqual(['', [['save', 'half']], 'length']);
  });

  test('values have the types that the schema says', async () => {
    const given = (line: string) =>
      `<function=open>\n<parameter=file>\n12\n</parameter>\n<parameter=line>\n${line}\n</parameter>\n</function>`;
    expect((await told(given('7'))).calls).toEqual([['open', { file: '12', line: 7 }]]);
    expect((await told(given('seven'))).calls).toEqual([['open', { file: '12', line: 'seven' }]]);
  });

  test('a value may hold the marks of a call', async () => {
    const marks = '<parameter=a>\n1\n</parameter>\n<tool_call>';
    const { calls } = await told(
      `<tool_call><function=save>\n<parameter=body>\n${marks}\n</parameter>\n</function></tool_call>`,
    );
    expect(calls).toEqual([['save', { body: marks }]]);
  });
});

describe('stays as it was written', () => {
  test.each([
    ['a call in the middle of a sentence', `Write <tool_call>${open}</tool_call> to open it.`],
    ['a call in inline code', `Write \`<tool_call>${open}</tool_call>\``],
    ['a quotation', `> <tool_call>${open}</tool_call>`],
    ['arguments that are cut off', '<tool_call>{"name": "open", "arguments": {"file": "a'],
    ['arguments that are no object', '<tool_call>{"name": "open", "arguments": ["a"]}</tool_call>'],
    ['arguments with words', '<tool_call>{"name": "open", "arguments": {"file": a b}}</tool_call>'],
    ['an object with words after it', `${open}\nThis is how a call looks.`],
    ['an object of another kind', '{"name": "open", "version": "1.0.0"}'],
    ['an object in a list', `- ${open}`],
    ['tags that are only named', 'A <tool_call> tag begins it. The tool open opens a file.'],
    ['marks of several models', '[TOOL_CALLS] and <|tool_calls_section_begin|> are marks.'],
    ['a function that is told of', 'open(file) opens a file.\nopen(file="a")'],
    ['a name before an object', 'open{"file": "a"}'],
    ['links', '[open](open.md) and\n[ls](ls.md)\n[x] done'],
    ['code', '#include <functional>\n{\n[1, 2],\n<tool>hammer</tool>\nfunctools.wraps(f)\n<'],
    ['a piece of a mark', 'See <tool_c'],
    ['what follows a call with further marks', `<tool_call>${open}</tool_call> or </tool_call> x`],
  ])('%s', async (_, written) => {
    for (const length of [1, 4, 1000]) {
      expect(await told(written, length)).toEqual({ text: written, calls: [], reason: 'stop' });
    }
  });

  test('an answer that broke off, and one whose stream failed', async () => {
    const begun = '<tool_call>{"name": "open", "arg';
    expect((await told(begun, 5, { reason: 'none' })).text).toBe(begun);
    async function* failing(): AsyncGenerator<Part> {
      yield { kind: 'text', text: begun };
      throw new Error('gone');
    }
    const seen: Part[] = [];
    const read = async () => {
      for await (const part of withTextCalls(failing(), tools)) seen.push(part);
    };
    await expect(read()).rejects.toThrow('gone');
    expect(seen).toEqual([{ kind: 'text', text: begun }]);
  });
});

const offered = new Map(tools.map((tool) => [tool.name, tool]));

/** The most characters that were held back while a text came in pieces of four. */
function mostHeld(written: string): number {
  const scanner = createCallScanner(offered);
  let [come, gone, most] = [0, 0, 0];
  for (let at = 0; at < written.length; at += 4) {
    const piece = written.slice(at, at + 4);
    come += piece.length;
    gone += scanner.add(piece).length;
    most = Math.max(most, come - gone);
  }
  return most;
}

test('ordinary text is not held back, and no call is for ever', () => {
  const page = '# Title\n\n- [x] a < b\n<details>\n{ "a": [1] }\n[link](x) `code`\n'.repeat(50);
  expect(mostHeld(page)).toBeLessThanOrEqual('<details>'.length);
  expect(mostHeld('<tool_call> is a tag. '.repeat(50))).toBeLessThanOrEqual(204);
  expect(mostHeld(`<tool_call>{"name": "save", "x": "${'y'.repeat(2_000_000)}`)).toBeLessThan(
    1_000_010,
  );
});

test.each([
  ' ',
  'a',
  '{',
  '{"id":"a",',
  '</tool_call>\n',
  '<|tool_call_begin|>open ',
  'to=functions.open ',
  '<parameter=a',
  '</parameter> ',
])('200,000 characters of %j after a call are read in one pass', async (piece) => {
  const call = `<tool_call>${open}</tool_call>`;
  const rest = piece.repeat(200_000 / piece.length);
  const { text, calls } = await told(call + rest, 1000);
  expect([[opened], []]).toContainEqual(calls);
  expect(text.length).toBeLessThanOrEqual(call.length + rest.length);
});
