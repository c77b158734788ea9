import { afterAll, expect, test } from 'vitest';
import { contentCases } from '../../../../bench/gates/reported/contentCases.ts';
import type { ReportedEdit } from '../../../../bench/gates/reported/reportedCase.ts';
import { candidateFile } from '../../../../src/execution/answer/parseAnswer.ts';
import { completeGate } from '../../../../src/execution/gates/complete/complete.ts';
import { formatGate } from '../../../../src/execution/gates/format.ts';
import type { Candidate, Gate } from '../../../../src/execution/gates/gate.ts';
import { createSyntaxGate } from '../../../../src/execution/gates/syntax/syntax.ts';
import { taskWith } from '../../../support/tasks.ts';

const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm'));
const syntaxGate = createSyntaxGate({ grammarsFolder });
afterAll(() => syntaxGate.dispose());
const gates: readonly Gate[] = [completeGate, formatGate, syntaxGate];

function candidateOf(edit: ReportedEdit): Candidate {
  const { from, to, file, answer: text, id, type, instruction, language, path } = edit;
  const target = {
    startLine: from,
    endLine: to,
    text: file
      .split('\n')
      .slice(from - 1, to)
      .join('\n'),
  };
  const task = taskWith({ id, type, instruction, language, path, fileText: file, target });
  const fileText = candidateFile(task, text);
  return { task, text, outcome: 'complete', ...(fileText !== undefined && { fileText }) };
}

/** What the first gate that fails says; empty when none fails. */
async function failureOf(edit: ReportedEdit): Promise<string> {
  const candidate = candidateOf(edit);
  for (const gate of gates) {
    const verdict = await gate.check(candidate, new AbortController().signal);
    if (verdict.kind === 'fail') return `${gate.name}: ${verdict.evidence[0]!.message}`;
  }
  return '';
}

test.each(contentCases.filter(({ right }) => right === 'accept'))(
  '$id: good work is accepted',
  async (edit) => {
    expect(await failureOf(edit)).toBe('');
  },
);

test.each(contentCases.filter(({ right }) => right === 'reject'))(
  '$id: bad work is rejected',
  async (edit) => {
    expect(await failureOf(edit)).toMatch(/^(?:complete|format|syntax): /);
  },
);

test('the cases are many, of many languages, and half of them good', () => {
  const good = contentCases.filter(({ right }) => right === 'accept');
  expect(contentCases.length).toBeGreaterThanOrEqual(200);
  expect(new Set(contentCases.map(({ language }) => language)).size).toBeGreaterThanOrEqual(30);
  expect(good.length / contentCases.length).toBeGreaterThan(0.4);
  expect(good.length / contentCases.length).toBeLessThan(0.6);
  expect(new Set(contentCases.map(({ id }) => id)).size).toBe(contentCases.length);
});
