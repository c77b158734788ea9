import type { ReportedReading } from './reportedCase.ts';

const finding = { line: 2, severity: 'error', message: 'Divides by zero.' };
const list = JSON.stringify([finding]);
const risk = { risk: 'high' };
const fenced = (text: string, info = 'json') => `\`\`\`${info}\n${text}\n\`\`\``;

const findings = (id: string, source: string, answer: string, right: unknown): ReportedReading => ({
  id: `findings-${id}`,
  source,
  reader: 'parseFindings',
  answer,
  right,
});
const output = (id: string, source: string, answer: string, right: unknown): ReportedReading => ({
  id: `output-${id}`,
  source,
  reader: 'readStepOutput',
  answer,
  right,
});

/** Answers that are read as data. What is `null` must not be read. */
export const readingCases: readonly ReportedReading[] = [
  output(
    'sentence-and-fence',
    'misospace/pr-reviewer-action#449 (2026)',
    `Here:\n\n${fenced('{"risk":"high"}')}`,
    risk,
  ),
  output(
    'fence-and-sentence',
    'langgenius/dify#42451 (2026)',
    `${fenced('{"risk":"high"}')}\nSee [docs] for more.`,
    risk,
  ),
  output('bare-fence', 'sreerevanth/repopilot#157 (2026)', fenced('{"risk":"high"}', ''), risk),
  output(
    'citation-after',
    'langgenius/dify#42451 (2026)',
    '{"risk":"high"}\n\nReferences: [1]',
    risk,
  ),
  output(
    'words-on-the-line',
    'langgenius/dify#42451 (2026)',
    'Result: {"risk":"high"}. Note [1].',
    risk,
  ),
  output(
    'ticks-before',
    'langgenius/dify#41958 (2026)',
    'Here is `the` result: {"risk":"high"}',
    risk,
  ),
  output('ticks-inside', 'langgenius/dify#41958 (2026)', '{"risk":"use `print`"}', {
    risk: 'use `print`',
  }),
  output('fence-inside-a-text', 'vectorize-io/hindsight#2542 (2026)', '{"a":"```x```"}', {
    a: '```x```',
  }),
  output(
    'trailing-comma',
    'misospace/pr-reviewer-action#449 (2026)',
    fenced('{"risk":"high",}'),
    risk,
  ),
  output(
    'line-end-in-a-text',
    'misospace/pr-reviewer-action#449 (2026)',
    fenced('{"risk":"high\nas said"}'),
    { risk: 'high\nas said' },
  ),
  output('byte-order-mark', 'rahuloruganti/charbit#9 (2026)', '\uFEFF{"risk":"high"}', risk),
  output('number-as-text', 'awakenworks/awaken#38 (2026)', '{"count":"2"}', { count: 2 }),
  output(
    'code-before',
    'NVIDIA-NeMo/labs-OO-Agents#238 (2026)',
    `${fenced('npm test', 'bash')}\n\n${fenced('{"risk":"high"}')}`,
    risk,
  ),
  output(
    'thoughts-before',
    'garrytan/gbrain#2559 (2026)',
    '<think>Several [claims].</think>\n\n{"risk":"high"}',
    risk,
  ),
  output(
    'draft-in-thoughts',
    'HKUDS/DeepTutor#675 (2026)',
    '<think>\nMaybe {"risk":"low"}\n</think>\n{"risk":"high"}',
    risk,
  ),
  output('capital-tag', 'elizaOS/eliza#30538 (2026)', '<THINK>r</THINK>{"risk":"high"}', risk),
  output(
    'closing-tag-alone',
    'THU-MAIC/OpenMAIC#750 (2026)',
    'Let me see.\n</think>\n\n{"risk":"high"}',
    risk,
  ),
  output(
    'thoughts-in-thoughts',
    'UKGovernmentBEIS/inspect_ai#4385 (2026)',
    '<think>Outer <think>{"risk":"low"}</think> goes on</think>{"risk":"high"}',
    risk,
  ),
  output('tag-inside-a-text', 'elizaOS/eliza#30538 (2026)', '{"risk":"<think>hi</think>"}', {
    risk: '<think>hi</think>',
  }),
  output(
    'quoted-tag-in-thoughts',
    'ggml-org/llama.cpp#27661 (2026)',
    '<think>It ends with `</think>`, {"risk":"low"}.</think>\n{"risk":"high"}',
    risk,
  ),
  output('thoughts-alone', 'getkimchi/kimchi#601 (2026)', '<think>Maybe {"risk":"low"}', null),
  output('words-alone', 'vectorize-io/hindsight#2542 (2026)', 'The risk is high.', null),
  output('empty-fence', 'vectorize-io/hindsight#2542 (2026)', fenced(''), null),
  output(
    'quoted-braces',
    'NVIDIA-NeMo/labs-OO-Agents#238 (2026)',
    'An empty object is written {} in it.',
    null,
  ),
  output('list-in-place-of-object', 'misospace/pr-reviewer-action#449 (2026)', '[1, 2]', null),
  output('cut-off', 'admonstrator/zettelrobbe#74 (2026)', '{"risk":"hi', null),
  findings(
    'fence-and-words',
    'rahuloruganti/charbit#9 (2026)',
    `I found one:\n\n${fenced(list)}\n\nThat is all.`,
    [finding],
  ),
  findings(
    'index-in-words',
    'langgenius/dify#42451 (2026)',
    `items[0] is read unchecked: ${list}`,
    [finding],
  ),
  findings(
    'code-before',
    'NVIDIA-NeMo/labs-OO-Agents#238 (2026)',
    `${fenced('for (const a of b) {}', 'ts')}\n\n${fenced(list)}`,
    [finding],
  ),
  findings(
    'draft-in-thoughts',
    'garrytan/gbrain#2559 (2026)',
    `<think>\n${fenced('[]')}\n</think>\n\n${fenced(list)}`,
    [finding],
  ),
  findings('in-an-object', 'misospace/pr-reviewer-action#449 (2026)', `{"findings":${list}}`, [
    finding,
  ]),
  findings('line-as-text', 'awakenworks/awaken#38 (2026)', list.replace('2', '"2"'), [finding]),
  findings(
    'trailing-comma',
    'misospace/pr-reviewer-action#449 (2026)',
    `[${JSON.stringify(finding)},]`,
    [finding],
  ),
  findings('nothing-found', 'sreerevanth/repopilot#157 (2026)', 'Nothing is wrong.\n\n[]', []),
  findings(
    'brackets-in-words',
    'langgenius/dify#42451 (2026)',
    'Use [] in place of new Array().',
    null,
  ),
  findings('thoughts-alone', 'getkimchi/kimchi#601 (2026)', `<thinking>\n${fenced('[]')}\n`, null),
  findings(
    'without-message',
    'misospace/pr-reviewer-action#449 (2026)',
    fenced('[{"line":2}]'),
    null,
  ),
  findings(
    'last-list-is-broken',
    'vectorize-io/hindsight#2542 (2026)',
    `${fenced('[]')}\n\n${fenced('[{"line":0,"message":"x"}]')}`,
    null,
  ),
];
