import { casesOf } from './written.ts';

const base = {
  language: 'typescript',
  path: 'src/total.ts',
  instruction: 'Twice as much.',
  file: 'export const total = (a: number[]) => a.length;\n',
  lines: [1, 1],
  becomes: ['export const total = (a: number[]) => a.length * 2;'],
} as const;
const block = `\`\`\`ts\n${base.becomes[0]}\n\`\`\``;
const draft = '```ts\nexport const total = 3;\n```';

/** Edits with thoughts in their text. */
export const thoughtCases = casesOf('thoughts in the text', [
  {
    ...base,
    id: 'draft-in-thoughts',
    source: 'carlrobertoh/ProxyAI#1068 (2025)',
    answer: `<think>\nMaybe:\n${draft}\nNo.\n</think>\n\n${block}`,
    right: 'accept',
  },
  {
    ...base,
    id: 'draft-before-closing-tag',
    source: 'THU-MAIC/OpenMAIC#750 (2026)',
    answer: `Maybe:\n${draft}\nNo.\n</think>\n\n${block}`,
    right: 'accept',
  },
  {
    ...base,
    id: 'two-rounds-of-thoughts',
    source: 'Tencent/WeKnora#3102 (2026)',
    answer: `<think>a</think>\n<think>\n${draft}\n</think>\n${block}`,
    right: 'accept',
  },
  {
    ...base,
    id: 'thinking-tag',
    source: 'anomalyco/opencode#11439 (2026)',
    answer: `<thinking>\n${draft}\n</thinking>\n${block}\n`,
    right: 'accept',
  },
  {
    ...base,
    id: 'open-fence-in-thoughts',
    source: 'garrytan/gbrain#2559 (2026)',
    answer: `<think>\n\`\`\`ts\nhalf\n</think>\n${block}`,
    right: 'accept',
  },
  {
    ...base,
    id: 'tag-in-code',
    source: 'posit-dev/shinychat#235 (2026)',
    answer: "```ts\nexport const close = '</think>';\nexport const total = 1;\n```",
    becomes: ["export const close = '</think>';", 'export const total = 1;'],
    right: 'accept',
  },
  {
    ...base,
    id: 'draft-in-thoughts-without-end',
    source: 'getkimchi/kimchi#601 (2026)',
    answer: `<think>\nMaybe:\n${draft}\n`,
    right: 'reject',
  },
  {
    ...base,
    id: 'thoughts-alone',
    source: 'nanobrowser/nanobrowser#325 (2026)',
    answer: `<think>\n${draft}\n</think>\n`,
    right: 'reject',
  },
  {
    ...base,
    id: 'draft-outside-of-tags',
    source: 'NVIDIA-AI-Blueprints/aiq#20 (2025)',
    answer: `Maybe:\n${draft}\nNo, better:\n${block}`,
    right: 'reject',
  },
]);
