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

/** A text that code gives to `vscode.l10n.t`, `say`, `sayWith` or `toSay`. */
export interface ShownText {
  /** As it is looked up; undefined when it is not written out at the call. */
  readonly text: string | undefined;
  /** How many values its placeholders get; undefined where the call does not tell. */
  readonly values: number | undefined;
  readonly line: number;
}

const sayers: ReadonlySet<string> = new Set(['vscode.l10n.t', 'say', 'sayWith', 'toSay']);

/** The texts that a source has said. A variable given to `say` holds a text that was given to `toSay`. */
export function textsShownIn(path: string, source: string): ShownText[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: ShownText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && sayers.has(node.expression.getText(file))) {
      const by = node.expression.getText(file);
      const [first, ...values] = node.arguments;
      const isWritten = first !== undefined && ts.isStringLiteralLike(first);
      const isMadeHere = first && (ts.isTemplateExpression(first) || ts.isBinaryExpression(first));
      if (isWritten || isMadeHere || by === 'vscode.l10n.t' || by === 'toSay') {
        const isOpen = by === 'toSay' || values.some((each) => ts.isSpreadElement(each));
        found.push({
          text: isWritten ? first.text : undefined,
          values: isOpen ? undefined : values.length,
          line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What is wrong with how a text is said, one sentence each. */
export function shownProblems({ text, values }: ShownText, bundle: Texts): string[] {
  if (text === undefined) return ['A text is not written out, so no translation is found for it'];
  const placeholders = new Set(text.match(/\{\w+\}/g));
  const wanted = [...Array(values ?? 0).keys()].map((at) => `{${at}}`);
  const isFilled =
    values === undefined ||
    (placeholders.size === values && wanted.every((each) => placeholders.has(each)));
  return [
    ...(text in bundle ? [] : [`l10n/bundle.l10n.json has no “${text}”`]),
    ...(isFilled ? [] : [`“${text}” has ${placeholders.size} placeholders and ${values} values`]),
  ];
}

/** Whether a text is something that people read: two words, or one with a capital letter. */
function isSpoken(text: string): boolean {
  const words = text.replaceAll(/\$\([\w~-]+\)|Tierwise|VS Code|\d/g, ' ').trim();
  if (words.startsWith('<')) return false;
  return /[A-Za-z’)}”%][,:]? [a-z“({A-Z]/.test(words)
    ? /[A-Za-z]{2}/.test(words.replaceAll(/\{\w*\}/g, ''))
    : /^[A-Z][a-z]+[…:]?$/.test(words);
}

/** What is given to these is no text for people, or is one in English: class names, logs, bugs. */
const silentCalls =
  /(?:^|\.)(?:log\.\w+|executeCommand|querySelector|bar|shape|element|Error|RegExp|includes|startsWith|endsWith)$/;
const silentFields = /^(?:class|role|kind|id)$/;

/** The texts for people in a source that are written beside `say`, each with its line. */
export function unsaidIn(path: string, source: string): { text: string; line: number }[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: { text: string; line: number }[] = [];
  const add = (node: ts.Node, text: string) => {
    if (!isSpoken(text)) return;
    found.push({
      text,
      line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isPropertyAssignment(node) && silentFields.test(node.name.getText(file))) return;
    if (ts.isBinaryExpression(node) && /^[!=]==$/.test(node.operatorToken.getText(file))) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const callee = node.expression.getText(file);
      const isSaid = sayers.has(callee);
      for (const [at, argument] of (node.arguments ?? []).entries()) {
        const isOwn = ts.isStringLiteralLike(argument) || ts.isTemplateExpression(argument);
        const isName = silentCalls.test(callee) && (callee !== 'element' || at === 0);
        if ((isSaid && at === 0) || (isName && isOwn)) continue;
        visit(argument);
      }
      visit(node.expression);
      return;
    }
    if (ts.isStringLiteralLike(node)) return add(node, node.text);
    if (ts.isTemplateExpression(node)) {
      add(
        node,
        [node.head.text, ...node.templateSpans.map(({ literal }) => `{}${literal.text}`)].join(''),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
