/**
 * Splits one line of prose into words in lower case. Names, paths, flags and numbers of the developer's
 * own project become `<name>`, `<path>`, `<flag>` and `<number>`, so that all renames look alike.
 */
export function promptWords(line: string): string[] {
  const words: string[] = [];
  for (const [raw] of line.matchAll(wordPattern)) {
    if (raw.length > longestWord) words.push('<blob>');
    else words.push(...wordOf(raw));
  }
  return words;
}

// The shipped weights were trained with this limit; changing it needs a new training.
const longestWord = 120;
const wordPattern =
  /`[^`\n]{1,80}`|https?:\/\/\S+|--?[a-z][\w-]*(?=[\s,.:;)=]|$)|\/[a-z][\w-]*(?=\s|$)|[\w$@.#~-]*[\\/][\w$@.\\/*~-]+|[\p{L}\p{N}_$][\p{L}\p{N}_$.+#'’-]*\(?|[?!]+|\p{L}|\p{So}|[。？！:>]/gu;
const plainWord = /^(?!http)[a-z]+$/;
const ideograph = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const fileName =
  /^[\w-]+\.(?:[jt]sx?|py|java|kt|cs|cpp|hpp|c|h|go|rs|rb|php|html?|css|scss|json|ya?ml|toml|md|txt|sh|bat|sql|xml|csv|vue|lua|env|ini|cfg|conf|lock|log|exe|dll|jar|png|jpg|svg|pdf)$/i;

function wordOf(raw: string): string[] {
  if (plainWord.test(raw)) return [raw];
  if (raw.startsWith('`')) return ['<name>'];
  if (raw.startsWith('http')) return ['<link>'];
  if (/^[?!]/.test(raw)) return [raw.includes('?') ? '?' : '!'];
  if (/^--?[a-z]/.test(raw)) return ['<flag>'];
  if (/^\/[a-z][\w-]*$/.test(raw)) return [raw];
  if (/[\\/]/.test(raw)) return ['<path>'];
  if (ideograph.test(raw)) return ideographs(raw);
  if (fileName.test(raw)) return ['<file>'];
  if (/^[\d.,]+$/.test(raw)) return ['<number>'];
  if (isName(raw)) return ['<name>'];
  const word = raw
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/['.+-]+$/, (end) => (end.startsWith('+') ? end : ''));
  return word === '' ? [] : [word];
}

/** `snake_case`, `camelCase`, `PascalCase`, `a.b`, `call(`, `$variable`. */
function isName(raw: string): boolean {
  return (
    /\w_\w|^_|\($|^\$|[a-z][A-Z]|[A-Za-z]\d+[A-Za-z]|^[A-Z][a-z]+[A-Z]/.test(raw) ||
    /^[A-Za-z]\w*\.[A-Za-z]\w+/.test(raw)
  );
}

/** For scripts without spaces, each pair of neighbouring characters is a word. */
function ideographs(raw: string): string[] {
  const signs = [...raw];
  if (signs.length < 2) return signs;
  return signs.slice(1).map((sign, index) => signs[index]! + sign);
}
