import { expect, test } from 'vitest';
import { overviewPage } from '../../../../src/editor/explain/overviewPage.ts';
import { renderMarkdown } from '../../../../src/editor/platform/renderMarkdown.ts';
import type { Place } from '../../../../src/routing/overview/record.ts';

const setting: Place = { kind: 'setting', key: 'tierwise.aim' };
const file: Place = { kind: 'file', path: 'p', uri: 'file:///p', line: 3 };

test('links lead to the places in their order, and lists keep theirs', () => {
  const { markdown, places } = overviewPage([
    {
      title: 'Rules',
      note: 'The first decides.',
      ordered: true,
      lines: [
        { text: 'one', from: { words: 'p, line 3', place: file } },
        { text: 'two', from: { words: 'shipped' } },
      ],
    },
    {
      title: 'Tiers',
      lines: [
        { text: 'fast', from: { words: 'mine', place: setting }, under: [{ text: 'a' }] },
        { text: 'alone' },
      ],
    },
  ]);
  expect(places).toEqual([file, setting]);
  expect(markdown).toBe(
    [
      '## Rules',
      'The first decides.',
      '1. one ([p, line 3](#tierwise-link-0))\n2. two *(shipped)*',
      '## Tiers',
      '- fast ([mine](#tierwise-link-1))\n  1. a\n- alone',
    ].join('\n\n'),
  );
  expect(renderMarkdown(markdown, true)).toContain('<a href="#tierwise-link-1">mine</a>');
});

test('what a repository writes is no link and no markup', () => {
  const { markdown } = overviewPage([
    {
      title: 'Rules',
      lines: [
        { text: '“[a](#tierwise-link-0)” <b> **c**', from: { words: '](x)/p', place: file } },
      ],
    },
  ]);
  const html = renderMarkdown(markdown, true);
  expect(html.match(/<a /g)).toHaveLength(1);
  expect(html).toContain('<a href="#tierwise-link-0">](x)/p</a>');
  expect(html).not.toMatch(/<b>|<strong>/);
});
