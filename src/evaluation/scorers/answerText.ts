import { parseEdit, spokenText } from '../../execution/answer/parseAnswer.ts';

/** How two texts are made alike before they are compared. */
export interface Alike {
  readonly ignoreCase?: boolean;
  /**
   * White space: `exact` counts all of it, `ends` none at the ends, `collapse` any run as one blank, `none`
   * not at all; `ends` by default. Line ends are always alike.
   */
  readonly space?: 'exact' | 'ends' | 'collapse' | 'none';
  /** Compare bytes as they are, instead of composed characters (Unicode NFC). */
  readonly keepUnicode?: boolean;
}

export function alike(
  text: string,
  { ignoreCase, space = 'ends', keepUnicode }: Alike = {},
): string {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const composed = keepUnicode ? lines : lines.normalize('NFC');
  // Upper case first: ß and SS are alike, too.
  const cased = ignoreCase ? composed.toUpperCase().toLowerCase() : composed;
  switch (space) {
    case 'exact':
      return cased;
    case 'ends':
      return cased.trim();
    case 'collapse':
      return cased.replaceAll(/\s+/g, ' ').trim();
    case 'none':
      return cased.replaceAll(/\s+/g, '');
  }
}

/** The answer without thoughts, and the text of its block where it has exactly one that is whole. */
export function readingsOf(answer: string): { readonly whole: string; readonly block?: string } {
  const whole = spokenText(answer);
  const { code, closed, hasMore } = parseEdit(answer);
  return { whole, ...(code !== undefined && closed && !hasMore && { block: code }) };
}

const opening: ReadonlySet<string> = new Set('*_`"\'“”‘’( \t\r\n');
const closing: ReadonlySet<string> = new Set('*_`"\'“”‘’).! \t\r\n');

/** Without the marks that people and models put around a short answer: `**42**.`, "`yes`". */
export function bare(text: string): string {
  // By hand: a regular expression would look at a long run of marks again from each of them.
  let start = 0;
  let end = text.length;
  while (start < end && opening.has(text[start]!)) start += 1;
  while (end > start && closing.has(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

/** What people and models call their answer, in English and German. */
const answerWords = [
  'answer|result|solution|total|verdict|label|category|class|classification|sentiment|intent|priority',
  'antwort|ergebnis|lösung|summe|gesamt|urteil|kategorie|klasse|klassifizierung|klassifikation|einordnung|stimmung',
].join('|');
const namedPattern = new RegExp(
  String.raw`(?:^|[.!?]\s+)(?:the |so |therefore,? |die |das |also |daher )?(?:final |finale |endgültige )?` +
    String.raw`(?:${answerWords})(?: is| ist| lautet|\s*[:=])\s*(.+)$`,
  'i',
);

/** What stands behind the last `Answer:`, `Result:` or similar word that begins a line or sentence; one line. */
export function namedAnswer(text: string): string | undefined {
  const lines = text.split(/\r?\n/).toReversed();
  for (const line of lines) {
    const plain = line.replaceAll(/[*_`#>]/g, '').trim();
    const found = namedPattern.exec(plain);
    if (found) return found[1]!.trim();
  }
  return undefined;
}

const explanation = /(?:[(;]|,\s|\.\s|\s[–—-]\s|,?\s(?:because|since|as|weil|da|denn|aus)\s)[^]*$/i;

/** An answer on one line without what explains it: `42` of `42, because 6 times 7`. */
export function withoutExplanation(answer: string): string {
  const short = answer.replace(explanation, '').trim();
  return short === '' ? answer : short;
}
