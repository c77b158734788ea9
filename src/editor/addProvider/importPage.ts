import type { ImportedProviders } from '../../providers/imports/imported.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import { formatCount, say } from '../platform/say.ts';

/** Rows that are shown of each table; more are counted. Chosen by judgement. */
const mostShown = 200;

/** What is imported and what is not, as Markdown. */
export function importPage({ providers, models, needKey, notImported }: ImportedProviders): string {
  const servers = [...providers].map(
    ([id, entry]) =>
      `| ${inCell(id)} | ${inCell(String(entry['baseUrl']))} | ${needKey.has(id) ? say('to be entered') : say('none')} |`,
  );
  const left = notImported.map(({ where, why }) => `| ${inCell(where)} | ${inCell(why)} |`);
  return [
    say('## Providers'),
    table(
      say('| id | address | key |'),
      servers,
      say('No provider is added: those of these models are built in.'),
    ),
    say('## Models'),
    table(
      say('| reference |'),
      [...models.keys()].map((each) => `| ${inCell(each)} |`),
      say('None.'),
    ),
    say('## What cannot be imported'),
    table(say('| where | why, and what to do |'), left, say('Everything in the file is imported.')),
  ].join('\n\n');
}

function table(head: string, rows: readonly string[], none: string): string {
  if (rows.length === 0) return none;
  const rule = head.replaceAll(/[^|]+/g, '---');
  const shown = [head, rule, ...rows.slice(0, mostShown)].join('\n');
  const more = rows.length - mostShown;
  return more > 0 ? `${shown}\n\n${say('… and {0} more.', formatCount(more))}` : shown;
}

function inCell(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return escapeMarkdown(line.length > 160 ? `${line.slice(0, 160).toWellFormed()}…` : line);
}
