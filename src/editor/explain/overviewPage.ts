import { ownLink } from '../../protocol/prose.ts';
import type { OverviewLine, OverviewPart } from '../../routing/overview/line.ts';
import type { Place } from '../../routing/overview/record.ts';
import { escapeMarkdown } from '../platform/escape.ts';

/** The page as Markdown, and the places that its links lead to, in their order. */
export interface OverviewPage {
  readonly markdown: string;
  readonly places: readonly Place[];
}

/** Writes the parts down. Only the origin of a line is a link; everything else is text as it is. */
export function overviewPage(parts: readonly OverviewPart[]): OverviewPage {
  const places: Place[] = [];
  const origin = ({ from }: OverviewLine): string => {
    if (!from) return '';
    const words = escapeMarkdown(from.words);
    if (!from.place) return ` *(${words})*`;
    places.push(from.place);
    return ` ([${words}](${ownLink}${places.length - 1}))`;
  };
  const item = (line: OverviewLine, mark: string): string =>
    [
      `${mark} ${escapeMarkdown(line.text)}${origin(line)}`,
      ...(line.under ?? []).map((each) => `${' '.repeat(mark.length + 1)}${item(each, '1.')}`),
    ].join('\n');
  const markdown = parts
    .map(({ title, note, ordered, lines }) => {
      const list = lines.map((line, index) => item(line, ordered ? `${index + 1}.` : '-'));
      return [`## ${title}`, ...(note ? [note] : []), list.join('\n')].join('\n\n');
    })
    .join('\n\n');
  return { markdown, places };
}
