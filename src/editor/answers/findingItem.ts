import { describeEvidence, type Finding } from '../../routing/verdict.ts';
import { escapeMarkdown, fencedBlock } from '../platform/escape.ts';

/**
 * A finding as an item of a list within an item of a list, in Markdown: its first line as text, and the others, which
 * are mostly the output of a program, as they are.
 */
export function findingItem(finding: Finding): string {
  const [first = '', ...others] = describeEvidence(finding).split('\n');
  const output = others.length > 0 ? fencedBlock(others.join('\n'), 'text').split('\n') : [];
  return [
    `        - ${escapeMarkdown(first.replaceAll(/\s+/g, ' '))}`,
    ...output.map((line) => `          ${line}`),
  ].join('\n');
}
