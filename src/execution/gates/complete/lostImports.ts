import { codeLines } from './codeLines.ts';
import type { Edit, ScopeProblem } from './edit.ts';

/** What an import statement brings, in languages that no language server looks at here. */
const statements: ReadonlyMap<string, RegExp> = new Map([
  ['python', /^[ \t]*(?:from\s+[\w.]+\s+)?import\s+(?:\(([^)]*)\)|([^\n(]+))/gm],
  ['java', /^[ \t]*import\s+(?:static\s+)?([\w.]+)\s*;/gm],
  ['kotlin', /^[ \t]*import\s+([\w.]+(?:\s+as\s+\w+)?)[ \t]*$/gm],
]);

/** Finds an import that the answer drops while the file still uses what it brings. */
export function lostImports({ before, target, answer, after, language }: Edit): ScopeProblem[] {
  const statement = statements.get(language);
  if (!statement) return [];
  const old = codeOf(target, language);
  if (!/^[ \t]*(?:from|import)\b/m.test(old)) return [];
  const now = codeOf([...before, ...answer, ...after], language);
  const isPython = language === 'python';
  const brought = new Set(namesBrought(now, statement, isPython));
  const rest = now.replaceAll(statement, '');
  const lost = namesBrought(old, statement, isPython).find(
    (name) => !brought.has(name) && isUsed(name, rest) && !isDeclared(name, rest),
  );
  if (lost === undefined || (isPython && /\bimport\s*\*/.test(now))) return [];
  const message = `The answer drops the import of ${lost}, which the file still uses.`;
  // Elsewhere what has that name may stand in the same package.
  return [{ line: 0, message, ...(!isPython && { doubtful: true as const }) }];
}

/** Called, asked for a part, or the type of something. */
function isUsed(name: string, code: string): boolean {
  return new RegExp(`(?<![\\w.])${name}\\s*(?:[.(<]|\\s[a-z]\\w*\\s*[=;,)])`).test(code);
}

function isDeclared(name: string, code: string): boolean {
  const words = 'def|class|fun|val|var|interface|object|record|enum';
  return new RegExp(`\\b(?:${words})\\s+${name}\\b|^[ \\t]*${name}\\s*=`, 'm').test(code);
}

function codeOf(lines: readonly string[], language: string): string {
  return codeLines(lines.join('\n'), language)
    .map(({ code }) => code)
    .join('\n');
}

/** `a.b as c` brings `c`; `a.b` brings `a` in Python and `b` elsewhere. */
function namesBrought(code: string, statement: RegExp, isPython: boolean): string[] {
  return [...code.matchAll(statement)].flatMap((found) =>
    (found[1] ?? found[2] ?? '').split(',').flatMap((part) => {
      const [path = '', as] = part.trim().split(/\s+as\s+/);
      const segments = path.split('.');
      const name = as ?? (isPython ? segments[0] : segments.at(-1));
      return name !== undefined && /^[\p{L}_]\w*$/u.test(name) ? [name] : [];
    }),
  );
}
