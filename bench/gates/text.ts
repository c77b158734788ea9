export function indentOf(line: string): string {
  return /^\s*/.exec(line)![0];
}

/** The index of the first line inside a function. */
export function bodyStart(lines: readonly string[]): number {
  const head = lines.findIndex((line) => /[{:]$/.test(line));
  return head + 1;
}

/** Renames whole words, except members. */
export function renamed(lines: readonly string[], name: string, fresh: string): string[] {
  const word = new RegExp(`(?<![\\w$."'/-])${name.replace('$', '\\$')}(?![\\w"'-]|:\\s)`, 'g');
  const inShell = new RegExp(`(?<=\\$\\{?#?!?|")${name}(?=\\b)`, 'g');
  return lines.map((line) =>
    line.replace(word, fresh).replace(line.includes('$') ? inShell : /(?!)/, fresh),
  );
}

const declared =
  /(?:\b(?:const|let|var|local|int|double|string|String|boolean|mut)\s+(?:mut )?(\w+)\s*(?:=|:)|^\s*(\w+)\s*:?=\s)/g;

/** The names that a function declares. */
export function localNames(lines: readonly string[]): string[] {
  const found = [...lines.slice(1).join('\n').matchAll(new RegExp(declared, 'gm'))];
  const names = found.map(([, typed, bare]) => typed ?? bare!).filter((name) => name.length > 2);
  const text = lines.join('\n');
  return [...new Set(names)].filter(
    (name) => !new RegExp(`[{,.]\\s*${name}\\b|\\b${name}:`).test(text),
  );
}

export function parameterNames(lines: readonly string[], language: string): string[] {
  const inside = /\w\(([^()]*)\)/.exec(lines.slice(0, bodyStart(lines)).join(' '))?.[1] ?? '';
  const typeFirst = ['java', 'csharp'].includes(language);
  return inside
    .split(/,\s*/)
    .map((each) => (typeFirst ? /(\w+)(?:\s*=.*)?$/ : /^(\w+)/).exec(each.trim())?.[1])
    .filter((name) => name !== undefined && name !== 'self')
    .map(String);
}

/** Replaces a line by other lines. */
export function replaced(lines: readonly string[], at: number, ...fresh: string[]): string[] {
  return lines.toSpliced(at, 1, ...fresh);
}
