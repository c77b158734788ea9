import { expect, test } from 'vitest';
import { ownLink } from '../../../../src/protocol/prose.ts';
import { renderMarkdown } from '../../../../src/editor/platform/renderMarkdown.ts';

test.each([
  ['raw HTML', 'a <b onclick="go()">b</b>', /<b/],
  ['an image', '![a](https://example.com/a.png)', /<img/],
  ['a link to a command', '[a](command:workbench.action.quit)', /<a/],
  ['a link to a file', '[a](file:///etc/passwd)', /<a/],
])('%s stays text', (_, text, never) => {
  expect(renderMarkdown(text)).not.toMatch(never);
});

test('a link of the page’s own is one only where the page has some', () => {
  const text = `[a](${ownLink}0) [b](command:go)`;
  expect(renderMarkdown(text)).not.toContain('<a');
  expect(renderMarkdown(text, true)).toContain(`<a href="${ownLink}0">a</a> [b]`);
  expect(renderMarkdown(text)).not.toContain('<a');
});

test('a link to the web stays a link', () => {
  expect(renderMarkdown('[a](https://example.com)')).toContain('<a href="https://example.com">');
});

test('a table scrolls by itself', () => {
  const html = renderMarkdown('| a |\n|---|\n| b |\n');
  expect(html).toMatch(/^<div class="wide"><table>[^]*<td>b<\/td>[^]*<\/table><\/div>\n$/);
});
