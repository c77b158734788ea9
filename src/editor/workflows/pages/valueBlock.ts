import { escapeMarkdown, fencedBlock } from '../../platform/escape.ts';

const longestText = 1500;

/** A value to be read by people: long texts in it stand alone, as they are. */
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
