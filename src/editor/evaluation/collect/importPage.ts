import type { Imported, NotMapped } from '../../../evaluation/files/import/importPromptfoo.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { formatCount, say } from '../../platform/say.ts';

/** Cases that are shown on the page; more are counted. Chosen by judgement. */
const mostShown = 200;

/** What is imported and what is not, as Markdown. */
export function importPage(
  fixtures: Imported['fixtures'],
  notMapped: readonly NotMapped[],
): string {
  const cases = fixtures.slice(0, mostShown).map(({ id, instruction, scorers = [] }) => {
    const kinds = [...new Set(scorers.map(({ kind }) => kind))].join(', ');
    return `| ${escapeMarkdown(id)} | ${inCell(instruction)} | ${kinds} |`;
  });
  const left = notMapped
    .slice(0, mostShown)
    .map(({ where, what, why }) => `| ${inCell(where)} | ${inCell(what)} | ${inCell(why)} |`);
  return [
    say('## {0} to import', casesWords(fixtures.length)),
    ...(cases.length > 0
      ? [[say('| id | asks | scorers |'), '|---|---|---|', ...cases].join('\n')]
      : []),
    ...moreWords(fixtures.length),
    say('## What cannot be mapped'),
    left.length === 0
      ? say('Everything in the file is mapped.')
      : [say('| where | what | why, and what to do |'), '|---|---|---|', ...left].join('\n'),
    ...moreWords(notMapped.length),
  ].join('\n\n');
}

function moreWords(count: number): readonly string[] {
  return count > mostShown ? [say('… and {0} more.', formatCount(count - mostShown))] : [];
}

function inCell(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return escapeMarkdown(line.length > 120 ? `${line.slice(0, 120).toWellFormed()}…` : line);
}

export function casesWords(count: number): string {
  return count === 1 ? say('1 case') : say('{0} cases', formatCount(count));
}
