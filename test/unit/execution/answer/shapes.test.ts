import { expect, test } from 'vitest';
import { parseEdit, spokenText } from '../../../../src/execution/answer/parseAnswer.ts';

const fence = '```';
/** An answer of one block, the fences inside written as `'''`. */
const block = (info: string, inside: string) =>
  `${fence}${info}\n${inside.replaceAll("'''", fence)}\n${fence}`;

// Fences inside code, as they come in: Aider-AI/aider#22 (2023), microsoft/vscode-copilot-release#2678 (2024),
// huggingface/smolagents#2652 (2026), ooreilly/mydocstring#14 (2020), luongnv89/claude-howto#48 (2026).
test.each([
  ['markdown', 'a named block', "# A\n\n'''sh\nx\n'''\n\nB"],
  ['markdown', 'a bare block', "# A\n\n'''\nx\n'''\n\nB"],
  ['markdown', 'a block at the end', "# A\n\n'''\nx\n'''"],
  ['markdown', 'one of each', "'''\nx\n'''\n\n'''ts title=\"a.ts\"\nx\n'''"],
  ['markdown', 'a block in a list', "- '''sh\n  x\n  '''\n- b"],
  ['markdown', 'words in a fence', "'''total''' now adds\nB"],
  ['markdown', 'a sentence behind a fence', "'''is how a block begins\nB"],
  ['markdown', 'tildes', '~~~\nx\n~~~\nB'],
  ['python', 'a docstring', 'def f():\n    """\n    \'\'\'\n    f()\n    \'\'\'\n    """'],
  ['python', 'a docstring at column 0', '"""\n\'\'\'\nf()\n\'\'\'\n"""\na = 1'],
  ['typescript', 'a template', "a = `\n'''\nx\n'''\n`;"],
  ['kotlin', 'a raw text', 'a = """\n\'\'\'\nx\n\'\'\'\n"""'],
  ['shellscript', 'a here-document', "cat <<EOF\n'''\nx\n'''\nEOF"],
  ['yaml', 'a text', "a: |\n  '''\n  x\n  '''"],
  ['swift', 'a documentation comment', "/**\n'''\nx\n'''\n*/\nlet a = 1"],
])('in %s a block holds %s', (language, _what, inside) => {
  const read = parseEdit(`First.\n\n${block(language, inside)}\n\nLast.`, {
    language,
    original: inside,
  });
  const code = inside.replaceAll("'''", fence);
  expect(read).toEqual({ code, closed: true, note: 'First.\nLast.', hasMore: false });
});

// NVIDIA-NeMo/labs-OO-Agents#238 (2026), vectorize-io/hindsight#2542 (2026), Pratiyush/llm-wiki#419 (2026).
test.each([
  ['a second block', `${block('ts', 'a')}\n\nor\n\n${block('ts', 'b')}`],
  ['a bare second block', `${block('ts', 'a')}\n\nPrints:\n\n${block('', 'b')}`],
  ['a bare second block close by', `${block('ts', 'a')}\nPrints:\n${block('', 'b')}`],
  [
    'a bare second block after a document',
    `${block('markdown', '# A')}\n\nPrints:\n\n${block('', 'b')}`,
  ],
  ['a fence at the end', `${block('ts', 'a')}\n\n${fence}`],
  ['a block that is not closed', `${block('ts', 'a')}\n\n${fence}ts\nb`],
])('%s is more than one block', (_what, text) => {
  const read = parseEdit(text, { language: 'typescript', original: 'a' });
  expect([read.closed, read.hasMore]).toEqual([true, true]);
});

test('what a document keeps tells where it ends', () => {
  const text = `${fence}markdown\n# A\n${fence}\n\n# B\n${fence}\nx\n${fence}`;
  const read = (original: string) => parseEdit(text, { language: 'markdown', original }).hasMore;
  expect([read('# A\n# B'), read('# A')]).toEqual([false, true]);
});

test('while it streams, a document does not end at a block inside', () => {
  const text = `${fence}markdown\n# A\n\n${fence}sh\nx\n${fence}\n\nB`;
  const { code, closed } = parseEdit(text, { language: 'markdown', original: '# A' });
  expect([code, closed]).toEqual([`# A\n\n${fence}sh\nx\n${fence}\n\nB`, false]);
});

// HKUDS/DeepTutor#675, THU-MAIC/OpenMAIC#750, elizaOS/eliza#30538, UKGovernmentBEIS/inspect_ai#4385,
// ggml-org/llama.cpp#27661, getkimchi/kimchi#601, posit-dev/shinychat#235 (all 2026).
test.each([
  ['<think>a</think>b', 'b'],
  ['\uFEFF<think>a</think>b', 'b'],
  ['\n<Thinking>\na\n</Thinking>\n\nb', '\n\nb'],
  ['<think>a</think>\n<think>b</think>c', 'c'],
  ['<think>a <think>b</think> c</think>d', 'd'],
  ['<think>It ends with `</think>`.</think>b', 'b'],
  ['<reasoning>a</reasoning>b', 'b'],
  ['[THINK]a[/THINK]b', 'b'],
  ['<|channel|>analysis<|message|>a<|end|>b', 'b'],
  ['It is b.<|end|>', 'It is b.<|end|>'],
  ['<think>a', ''],
  ['a\n</think>\nb', '\nb'],
  ['```\na\n```\n</think>\nb', '\nb'],
  ['```\n</think>\n```', '```\n</think>\n```'],
  ["const a = ['</think>'];", "const a = ['</think>'];"],
  ['a <think>b</think>', 'a <think>b</think>'],
])('%j says %j', (text, spoken) => {
  expect(spokenText(text)).toBe(spoken);
});
