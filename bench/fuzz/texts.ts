import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { LineCounter } from 'yaml';
import { root } from '../../scripts/tools.mjs';
import {
  candidateFile,
  parseEdit,
  parseFindings,
  spokenText,
  splitStatement,
} from '../../src/execution/answer/parseAnswer.ts';
import { parseWorkflow } from '../../src/execution/workflow/parse/parseWorkflow.ts';
import { redact } from '../../src/providers/http/redact.ts';
import { rangeAt, readSoundYaml } from '../../src/routing/input/yaml.ts';
import { parsePolicyFile } from '../../src/routing/policy/parsePolicy.ts';
import { taskWith } from '../../test/support/tasks.ts';
import { type FuzzTarget, must } from './target.ts';

/*
 * Texts: files that a repository brings, answers that a model writes, words that a server says. A problem
 * lies inside its file, no text is lost, no key is shown.
 */

const tiers = ['fast', 'balanced', 'reasoning'];
const policyText = `rules:
  - when: { taskType: [docs, test], paths: ["**/*.md"] }
    use: fast
  - when: { taskType: debug }
    use: [fast, reasoning]
    gates: [syntax]
critical: ["src/money/**"]
`;
const workflowText = readFileSync(join(root, 'workflows', 'reviewChanges.yaml'), 'utf8');

/** A sound text with pieces taken out, doubled, copied or replaced. */
function damaged(sound: string): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(),
    from: fc.nat(),
    with: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('&a', '*a', '!!js', '\t', '---\n', '? ', '<<', '|'),
    ),
    how: fc.constantFrom('remove', 'double', 'copy', 'put'),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const pieces = sound.match(/[\s{}[\]:,"]+|[^\s{}[\]:,"]+/g) ?? [];
    for (const { at, from, how, with: word } of changes) {
      const place = at % pieces.length;
      if (how === 'remove') pieces.splice(place, 1);
      else if (how === 'put') pieces.splice(place, 1, word);
      else pieces.splice(place, 0, pieces[(how === 'double' ? place : from) % pieces.length]!);
    }
    return pieces.join('');
  });
}

const policy = fc.property(fc.oneof(damaged(policyText), fc.string()), (text) => {
  const read = readSoundYaml(text, new LineCounter());
  if ('problems' in read) {
    return read.problems.forEach(({ start, end }) => {
      must(
        start >= 0 && end <= text.length + 1 && start <= end,
        `${start} to ${end} in ${text.length}`,
      );
    });
  }
  for (const { path } of parsePolicyFile(read.value, tiers).problems) {
    const range = rangeAt(read.document, path);
    must(!range || (range.start >= 0 && range.end <= text.length), JSON.stringify({ path, range }));
  }
});

const workflow = fc.asyncProperty(damaged(workflowText), async (text) => {
  const { workflow: read, problems } = await parseWorkflow(text, {
    name: 'example',
    tiers,
    providers: ['ollama'],
    commands: ['tests'],
    readFile: async () => undefined,
  });
  must((read === undefined) === problems.length > 0, `${problems.length} problems`);
  const lines = text.split('\n').length;
  for (const { line, endLine, column, file } of problems) {
    if (file !== undefined) continue;
    must(
      line >= 1 && endLine >= line && endLine <= lines && column >= 1,
      `line ${line} of ${lines}`,
    );
  }
});

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '```',
    '````ts',
    '~~~',
    '\n',
    '\r\n',
    '<think>',
    '</think>',
    '  ',
    '    ```',
    'a();',
  ),
  fc.constantFrom('Confidence: 90%', '[{"line":1,"message":"m"}]', '- ', '> ', '`', '\0', '\u2028'),
);
const answerText = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
const task = taskWith();

const answer = fc.property(answerText, (text) => {
  const { code, note } = parseEdit(text, { language: 'typescript', original: task.target.text });
  const visible = spokenText(text);
  const kept = lettersOf(`${code ?? ''}${note}`);
  // Lines with fences are neither code nor note; everything else is in one of the two.
  const fenceLines = visible.split('\n').filter((line) => /[`~]/.test(line));
  const lost = lettersOf(visible).length - kept.length;
  must(lost >= 0 && lost <= lettersOf(fenceLines.join('')).length, `${lost} letters are lost`);
  must(code !== undefined || note === spokenText(text).trim(), 'a text without code is all note');
  parseFindings(text);
  const { text: rest } = splitStatement(text);
  must(text.startsWith(rest.trimEnd()) || text.includes(rest.trim()), 'the answer was changed');
  candidateFile(task, text);
});

const secret = fc.stringMatching(/^[\w-]{12,40}$/);
const told = fc.record({
  secret,
  before: fc.string({ maxLength: 80 }),
  after: fc.string({ maxLength: 80 }),
  prompt: fc.string({ minLength: 30, maxLength: 80 }),
});
const redaction = fc.property(told, ({ secret: key, before, after, prompt }) => {
  const line = redact(`${before}${key}${after} ${prompt}`, [key, undefined, ''], [prompt]);
  must(!line.includes(key), 'a key is shown');
  must(!line.includes(prompt) || prompt.trim().length < 24, 'a prompt is shown');
  must(line.length <= 300 && !/[\n\r]/.test(line), 'it is not one short line');
});

export const texts: readonly FuzzTarget[] = [
  { name: 'text.policy', property: policy as FuzzTarget['property'] },
  { name: 'text.workflow', property: workflow as FuzzTarget['property'] },
  { name: 'text.answer', property: answer as FuzzTarget['property'] },
  { name: 'text.redact', property: redaction as FuzzTarget['property'] },
];

function lettersOf(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
