import { expect, test } from 'vitest';
import { importPage } from '../../../../src/editor/evaluation/collect/importPage.ts';
import { importPromptfoo } from '../../../../src/evaluation/files/import/importPromptfoo.ts';

// The form of promptfoo's configuration: `prompts`, `tests`, `vars`, `assert`, as its documentation shows it.
test('the page names what is imported, and of everything else where it is, why not, and what to do', () => {
  const { fixtures, notMapped } = importPromptfoo({
    prompts: ['Say *{{word}}* | twice'],
    tests: [
      {
        vars: { word: 'hi' },
        assert: [
          { type: 'contains', value: 'hi' },
          { type: 'javascript', value: 'output.length < 9' },
        ],
      },
    ],
  });
  const page = importPage(fixtures, notMapped);
  expect(page).toContain('## 1 case to import');
  expect(page).toContain(String.raw`| test-1-1-1 | Say \*hi\* \| twice | contains |`);
  expect(page).toMatch(/\| tests › 0 › assert › 1 \| assert javascript \| .+ \|/);
  expect(importPage(fixtures, [])).toContain('Everything in the file is mapped.');
});

test('a page of many cases counts those that it does not show', () => {
  const fixtures = Array.from({ length: 201 }, (_, at) => ({
    id: `test-${at}`,
    instruction: 'x'.repeat(500),
    tags: [],
    scorers: [],
  }));
  const page = importPage(fixtures, []);
  expect(page).toContain('… and 1 more.');
  expect(page).not.toContain('x'.repeat(200));
});
