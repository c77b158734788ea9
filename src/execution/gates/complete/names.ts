import type { CodeLine } from './codeLines.ts';
import { columnsBefore, declarationsIn, type Declaration } from './declarations.ts';
import { jsonKeys } from './jsonKeys.ts';
import { isMarkup, markupNames } from './markupNames.ts';
import type { Named } from './named.ts';
import { fieldPatterns, namePatterns, routes, testTitles } from './namePatterns.ts';

interface Lines {
  readonly raw: readonly string[];
  readonly read: readonly CodeLine[];
}

const dataLanguages: ReadonlySet<string> = new Set('json jsonc json5 jsonl'.split(' '));
const notCode: ReadonlySet<string> = new Set(
  'yaml dockercompose toml ini properties dotenv css scss less sql markdown restructuredtext asciidoc latex makefile dockerfile plaintext graphql proto proto3'.split(
    ' ',
  ),
);

/** Longer lines are data or minified code. Chosen by judgement. */
const longestLine = 500;

/** Everything that a text names, at any depth, in its order. */
export function namesIn({ raw, read }: Lines, language: string): Named[] {
  if (dataLanguages.has(language)) return jsonKeys(raw.join('\n'));
  const found = isMarkup(language) ? markupNames(raw) : [];
  found.push(...ofLanguage({ raw, read }, language));
  if (notCode.has(language) || language === 'html' || language === 'xml') return found;
  const declarations = declarationsIn(read);
  found.push(...declared(declarations, read, language));
  found.push(...fields(declarations, read));
  found.push(...titles({ raw, read }), ...exported(read));
  return found;
}

function ofLanguage({ raw, read }: Lines, language: string): Named[] {
  const patterns = Object.hasOwn(namePatterns, language) ? namePatterns[language]! : [];
  // Their names may be strings, so that the line itself is read; lines inside strings are not.
  return raw.flatMap((text, line) => {
    if (text.length > longestLine || read[line]!.startsInside || isComment(read[line]!)) return [];
    return patterns.flatMap(({ kind, pattern }) => {
      const name = lastGroup(pattern.exec(text));
      return name === undefined ? [] : [{ kind, name: plainName(name), line, hidden: false }];
    });
  });
}

const isComment = ({ code, comment }: CodeLine): boolean =>
  comment !== undefined && code.trim() === '';

const lastGroup = (match: RegExpExecArray | null): string | undefined =>
  match?.slice(1).findLast((group) => group !== undefined && group !== '');

const plainName = (name: string): string =>
  name
    .trim()
    .replace(/^(["'`])(.*)\1$/, '$2')
    .replace(/\s+/g, ' ');

function declared(
  declarations: readonly Declaration[],
  read: readonly CodeLine[],
  language: string,
): Named[] {
  const around: Declaration[] = [];
  return declarations.map((each) => {
    while (around.length > 0 && around.at(-1)!.indent >= each.indent) around.pop();
    const isLocal = around.some(({ head }) => !typeHead.test(head));
    around.push(each);
    const hidden = isLocal || isPrivate(each.name, read[each.line]!.code, language);
    return {
      kind: typeHead.test(each.head) ? 'type' : 'function',
      name: each.name,
      line: each.line,
      hidden,
    };
  });
}

const typeHead =
  /(?:^|\s)(?:class|interface|enum|struct|trait|record|namespace|module|impl|union|type|mod|object|protocol|extension)\b/;

function isPrivate(name: string, code: string, language: string): boolean {
  if (/^\s*(?:private\b|#)/.test(code) || /^_(?!_)/.test(name)) return true;
  return (
    language === 'rust' &&
    /^\s*(?:const |async |unsafe )*fn\b/.test(code) &&
    !/^\s*fn main\b/.test(code)
  );
}

/** Direct parts of types: fields, properties, constants of enums. */
function fields(declarations: readonly Declaration[], read: readonly CodeLine[]): Named[] {
  const isDeclared = new Set(declarations.map(({ line }) => line));
  return declarations
    .filter(({ head }) => /(?:^|\s)(?:class|interface|enum|struct|record|type)\b/.test(head))
    .flatMap(({ line: start, indent }) => {
      const found: Named[] = [];
      let column: number | undefined;
      for (let line = start + 1; line < read.length; line += 1) {
        const { code, startsInside } = read[line]!;
        if (code.trim() === '' || startsInside || /^\s*[{}()\]]/.test(code)) {
          if (/^\s*\}/.test(code) && columnsBefore(code) <= indent) break;
          continue;
        }
        const own = columnsBefore(code);
        if (own <= indent) break;
        column ??= own;
        if (own !== column || isDeclared.has(line) || code.length > longestLine) continue;
        const name = fieldPatterns.map((pattern) => pattern.exec(code)?.[1]).find(Boolean);
        if (name === undefined || notFields.test(name)) continue;
        found.push({ kind: 'field', name, line, hidden: /\bprivate\b|^\s*[#_]/.test(code) });
      }
      return found;
    });
}

const notFields =
  /^(?:public|private|protected|case|default|return|pass|else|if|for|while|do|try|end|break|continue|signals|slots|super|import|package|using|\d+)$/;

function titles({ raw, read }: Lines): Named[] {
  return raw.flatMap((text, line): Named[] => {
    if (text.length > longestLine || read[line]!.startsInside || isComment(read[line]!)) return [];
    const title = testTitles.map((pattern) => lastGroup(pattern.exec(text))).find(Boolean);
    if (title !== undefined) return [{ kind: 'test', name: title, line, hidden: false }];
    const route = routes.map((pattern) => pattern.exec(text)?.[1]).find((found) => found);
    return route === undefined ? [] : [{ kind: 'route', name: route, line, hidden: false }];
  });
}

/** Names in `export { a, b as c }`, `module.exports = { a, b }`, `exports.a =` and `__all__`. */
function exported(read: readonly CodeLine[]): Named[] {
  const text = read.map(({ code, strings }) =>
    /__all__/.test(code) ? `${code} ${strings.join(', ')}` : code,
  );
  const found: Named[] = [];
  text.forEach((code, line) => {
    const single = /^\s*(?:module\.)?exports\.(\w+)\s*=/.exec(code)?.[1];
    if (single !== undefined) found.push({ kind: 'export', name: single, line, hidden: false });
    if (!/^\s*(?:export\s*(?:type\s*)?\{|module\.exports\s*=\s*\{|__all__\s*=)/.test(code)) return;
    for (let at = line; at < Math.min(text.length, line + 200); at += 1) {
      const own = at === line ? text[at]!.replace(/^[^{[(]*[{[(]/, '') : text[at]!;
      const inside = own.split(/[}\])]/)[0]!;
      for (const part of inside.split(',')) {
        const name = /(?:\bas\s+)?(\w+)\s*(?::.*)?$/.exec(part.trim())?.[1];
        if (name !== undefined) found.push({ kind: 'export', name, line: at, hidden: false });
      }
      if (/[}\])]/.test(own)) break;
    }
  });
  return found;
}
