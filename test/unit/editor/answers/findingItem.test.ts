import { expect, test } from 'vitest';
import { findingItem } from '../../../../src/editor/answers/findingItem.ts';
import { renderMarkdown } from '../../../../src/editor/platform/renderMarkdown.ts';

/** How a page shows findings, as items of a list in an item of a list. */
const shown = (...findings: Parameters<typeof findingItem>[0][]) =>
  renderMarkdown(['1. Small', '    - command: fail', ...findings.map(findingItem)].join('\n'));

test('what a program printed keeps its lines and spaces, within its item of the list', () => {
  const page = shown(
    { path: 'test/cart.test.ts', line: 7, message: 'Expected values to be equal:\n\n  + 3\n  - 4' },
    { message: '"tests" ended with exit code 1.\n```\n<b>1 failed</b>' },
    { message: 'the   end' },
  );
  expect(page).toContain(
    'line 7: Expected values to be equal:<pre><code class="language-text">\n  + 3\n  - 4\n</code></pre>',
  );
  expect(page).toContain(
    'exit code 1.<pre><code class="language-text">```\n&lt;b&gt;1 failed&lt;/b&gt;\n</code></pre>',
  );
  expect(page).toContain('<li>the end</li>');
  expect(page.match(/<li>/g)).toHaveLength(5);
});
