import { escapeMarkdown, fencedBlock } from '../../platform/escape.ts';

/** Characters of a value that a page shows. Chosen by judgement. */
const longestText = 1500;

/** A step's value as Markdown; texts of several lines get blocks of their own. */
export function valueBlock(value: unknown): string {
  if (typeof value === 'string') return textBlock(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return textBlock(JSON.stringify(value, null, 2));
  }
  const entries = Object.entries(value);
  const texts = entries.filter(([, each]) => typeof each === 'string' && each.includes('\n'));
  const rest = entries.filter((entry) => !texts.includes(entry));
  return [
    ...(rest.length > 0 ? [textBlock(JSON.stringify(Object.fromEntries(rest), null, 2))] : []),
    ...texts.flatMap(([name, text]) => [`${escapeMarkdown(name)}:`, textBlock(String(text))]),
  ].join('\n\n');
}

function textBlock(text: string): string {
  return fencedBlock(text.length > longestText ? `${text.slice(0, longestText)}\n…` : text);
}
