import ts from 'typescript';
import { keyIn } from '../../scripts/manifest.ts';

export type Texts = Readonly<Record<string, string>>;

/** What is wrong with the texts of one language beside the English ones, one sentence each. */
export function translationProblems(english: Texts, other: Texts): string[] {
  const missing = Object.keys(english).filter((key) => !other[key]?.trim());
  const extra = Object.keys(other).filter((key) => !(key in english));
  const both = Object.entries(english).filter(([key]) => other[key]?.trim());
  return [
    ...missing.map((key) => `${key} is missing`),
    ...extra.map((key) => `${key} is in no English text`),
    ...both.flatMap(([key, text]) => fixedProblems(key, text, other[key]!)),
  ];
}

/** What a translation leaves as it is. */
const fixed = [
  ['placeholders', /\{\w+\}/g],
  ['links', /\]\([^)]+\)|\bhttps?:\/\/[^\s)"`]+|`#[^`]+#`/g],
  ['code', /`[^`]+`/g],
] as const;

function fixedProblems(key: string, english: string, other: string): string[] {
  const found = (text: string, pattern: RegExp) => (text.match(pattern) ?? []).toSorted().join(' ');
  return fixed.flatMap(([what, pattern]) => {
    const [one, two] = [found(english, pattern), found(other, pattern)];
    return one === two ? [] : [`${key} has other ${what}: ${two || 'none'} for ${one || 'none'}`];
  });
}

/** What the fields are called in which package.json speaks to people. */
const spoken =
  /^(?:title|shortTitle|category|label|displayName|fullName|description|userDescription|altText|contextualTitle|deprecationMessage|markdownDescription|markdownDeprecationMessage|errorMessage|enumDescriptions|markdownEnumDescriptions|enumItemLabels)$/;

/** The texts in a manifest that are in every language alike: names. */
const names: ReadonlySet<string> = new Set(['Tierwise']);

/**
 * The places of texts for people that are no keys. `isMade` says of a place, such as `contributes.views[0].name`,
 * whether the build writes what is in it.
 */
export function untranslated(
  value: unknown,
  isMade: (place: string, value: unknown) => boolean,
  place = '',
): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const inner = place === '' ? key : `${place}.${key}`;
    if (isMade(inner, part)) return [];
    const texts = spoken.test(key) || isViewName(inner) ? [part].flat() : [];
    const bare = texts.filter(
      (text) => typeof text === 'string' && keyIn(text) === undefined && !names.has(text),
    );
    return [
      ...bare.map((text) => `${inner}: ${String(text)}`),
      ...untranslated(part, isMade, inner),
    ];
  });
}

function isViewName(place: string): boolean {
  return /^contributes\.views\.\w+\.\d+\.name$/.test(place);
}

/** The keys that a manifest uses, each once. */
export function keysIn(value: unknown): string[] {
  if (typeof value === 'string') return [keyIn(value) ?? []].flat();
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(keysIn))];
}

/** A text that code gives to `vscode.l10n.t`. */
export interface ShownText {
  /** As it is looked up; undefined when it is not written out at the call. */
  readonly text: string | undefined;
  /** How many values its placeholders get. */
  readonly values: number;
  readonly line: number;
}

/** The texts that a source gives to `vscode.l10n.t`. */
export function textsShownIn(path: string, source: string): ShownText[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: ShownText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(file) === 'vscode.l10n.t') {
      const [first, ...values] = node.arguments;
      found.push({
        text: first && ts.isStringLiteralLike(first) ? first.text : undefined,
        values: values.length,
        line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What is wrong with how a text is given to `vscode.l10n.t`, one sentence each. */
export function shownProblems({ text, values }: ShownText, bundle: Texts): string[] {
  if (text === undefined) return ['A text is not written out, so no translation is found for it'];
  const placeholders = new Set(text.match(/\{\w+\}/g));
  const wanted = [...Array(values).keys()].map((at) => `{${at}}`);
  const isFilled = placeholders.size === values && wanted.every((each) => placeholders.has(each));
  return [
    ...(text in bundle ? [] : [`l10n/bundle.l10n.json has no “${text}”`]),
    ...(isFilled ? [] : [`“${text}” has ${placeholders.size} placeholders and ${values} values`]),
  ];
}
