import type { Named } from './named.ts';

/**
 * The keys of a JSON text or of a part of one, with the keys around them, in one pass. Elements of arrays
 * are not numbered, so that those which move stay the same.
 */
export function jsonKeys(text: string): Named[] {
  const found: Named[] = [];
  const around: string[] = [];
  let key = '';
  let line = 0;
  const sign = /"((?:\\.|[^"\\\n])*)"(\s*:)?|\/\/[^\n]*|\/\*[^]*?\*\/|[{}[\]\n]/g;
  for (const [part, name, colon] of text.matchAll(sign)) {
    if (part === '\n') line += 1;
    else if (part === '{' || part === '[') {
      around.push(key);
      key = '';
    } else if (part === '}' || part === ']') key = around.pop() ?? '';
    else if (colon !== undefined) {
      key = name!;
      const shown = [...around, name!].filter(Boolean).slice(-4).join('.');
      found.push({ kind: 'key', name: name!, line, shown, hidden: false });
      line += colon.split('\n').length - 1;
    } else if (part.startsWith('/*')) line += part.split('\n').length - 1;
  }
  return found;
}
