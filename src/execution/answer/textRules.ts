/** A text or comment that may span several lines. */
export interface LongText {
  readonly inside: 'text' | 'comment';
  /** Matches its beginning; sticky. */
  readonly open: RegExp;
  /** Matches up to its end; sticky or global. With `^` it is a line of its own. */
  readonly close: RegExp | ((opened: RegExpExecArray) => RegExp);
}

/** How a language writes what spans lines: just enough to leave the spaces in texts alone. */
export interface TextRules {
  readonly lineComments: readonly string[];
  readonly texts: readonly LongText[];
  /** Matches a string that ends on its line, at the start of what is given. */
  readonly strings: RegExp;
  readonly regexLiterals?: true;
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const starting = (source: string): RegExp => new RegExp(source, 'y');
/** Up to a mark; a backslash before it takes its meaning. */
const unescaped = (mark: string): RegExp =>
  new RegExp(`(?:\\\\.|(?!${literal(mark)}).)*${literal(mark)}`, 'y');
const upTo = (mark: string): RegExp => new RegExp(literal(mark), 'g');

const text = (mark: string): LongText => ({
  inside: 'text',
  open: starting(literal(mark)),
  close: unescaped(mark),
});
const raw = (open: string, close: string): LongText => ({
  inside: 'text',
  open: starting(literal(open)),
  close: upTo(close),
});
const comment = (open: string, close: string): LongText => ({
  inside: 'comment',
  open: starting(literal(open)),
  close: upTo(close),
});
/** A text that ends at a line with the word that it begins with. */
interface HereText {
  /** What may stand before the word when the text begins with a sign, as `<<-` does, and when not. */
  readonly signed?: string;
  readonly unsigned?: string;
  readonly after?: string;
}

const hereText = (
  open: string,
  { signed = '\\s*', unsigned = '', after = '\\s*$' }: HereText = {},
): LongText => ({
  inside: 'text',
  open: starting(open),
  close: (opened) => {
    const before = /^<<[~-]/.test(opened[0]) ? signed : unsigned;
    return new RegExp(`^${before}${opened.groups!['word']}${after}`, 'g');
  },
});

const anyString = /^"(?:\\.|[^"\\])*"?|^'(?:\\.|[^'\\])*'?/;
// A single ' starts a lifetime in Rust, separates digits in C++ and quotes data in Lisp.
const charOrString = /^"(?:\\.|[^"\\])*"?|^'(?:\\[^']+|[^'\\])'/;
const none = /^(?!)/;

const slashes = comment('/*', '*/');
const c: TextRules = { lineComments: ['//'], texts: [slashes], strings: charOrString };
// Three backticks in a row are a fence in a text and never end one.
const template: LongText = {
  inside: 'text',
  open: /(?<!`)`(?!``)/y,
  close: /(?:\\.|`{3,}|[^`\\])*`(?!``)/y,
};
const script: TextRules = {
  lineComments: ['//'],
  texts: [slashes, template],
  strings: anyString,
  regexLiterals: true,
};
const markup: TextRules = { ...script, texts: [comment('<!--', '-->'), ...script.texts] };
const hash: TextRules = { lineComments: ['#'], texts: [], strings: anyString };
const tripled: TextRules = { ...hash, texts: [text('"""'), text("'''")] };
const quoted: readonly LongText[] = [text('"'), text("'")];
const plain: TextRules = { lineComments: [], texts: [], strings: none };
// A shell strips tabs alone, and takes a bracket behind the word with a warning.
const shellEnd: HereText = { signed: '\\t*', after: '(?=$|[)`;])' };
// Neither a here-string nor a shift in arithmetic.
const shellHere = `(?<!<|\\(\\([^()]*)<<(?!<)-?\\s*(['"\\\\]?)(?<word>[A-Za-z_]\\w*)\\1`;
const ml: TextRules = { lineComments: [], texts: [comment('(*', '*)')], strings: charOrString };

// A verbatim string of C# writes a quote as two of them.
const verbatim: LongText = {
  inside: 'text',
  open: /(?:@\$|\$@|@)"/y,
  close: /(?:""|[^"])*"(?!")/y,
};
const manyQuotes: LongText = {
  inside: 'text',
  open: /"{3,}/y,
  close: (opened) => upTo(opened[0]),
};

const byLanguages: readonly (readonly [languages: string, rules: TextRules])[] = [
  ['javascript javascriptreact typescript typescriptreact', script],
  ['vue svelte html astro', markup],
  [
    'c cpp objective-c objective-cpp cuda-cpp',
    {
      ...c,
      texts: [
        slashes,
        {
          inside: 'text',
          open: /(?:u8|[uUL])?R"([^()\\\s]{0,16})\(/y,
          close: ([, word = '']) => upTo(`)${word}"`),
        },
      ],
    },
  ],
  ['java kotlin scala', { ...c, texts: [slashes, text('"""')] }],
  ['groovy dart', { ...c, texts: [slashes, text('"""'), text("'''")], strings: anyString }],
  ['csharp', { ...c, texts: [slashes, manyQuotes, verbatim] }],
  ['swift', { ...c, texts: [slashes, text('"""')] }],
  ['go', { ...c, texts: [slashes, raw('`', '`')] }],
  [
    'rust',
    {
      ...c,
      texts: [
        slashes,
        {
          inside: 'text',
          open: /b?r(#*)"/y,
          close: ([, hashes = '']) => upTo(`"${hashes}`),
        },
        text('"'),
      ],
    },
  ],
  [
    'php',
    {
      lineComments: ['//', '#'],
      texts: [
        slashes,
        hereText(`<<<\\s*(['"]?)(?<word>\\w+)\\1`, { after: '(?!\\w)', unsigned: '\\s*' }),
        ...quoted,
      ],
      strings: none,
    },
  ],
  ['css scss less', { ...c, strings: anyString }],
  ['json jsonc', { ...c, strings: anyString }],
  ['python', tripled],
  ['toml', { ...hash, texts: [raw("'''", "'''"), text('"""')] }],
  ['elixir julia', { ...tripled, texts: [...tripled.texts, text('"')], strings: none }],
  ['nim gdscript coffeescript', tripled],
  ['graphql', { ...hash, texts: [text('"""')] }],
  ['shellscript', { ...hash, texts: [hereText(shellHere, shellEnd), ...quoted], strings: none }],
  ['dockerfile', { ...hash, texts: [hereText(shellHere, shellEnd)] }],
  ['terraform hcl', { ...hash, lineComments: ['#', '//'], texts: [slashes, hereText(shellHere)] }],
  [
    'ruby crystal',
    {
      ...hash,
      texts: [
        hereText(`<<[~-]?(['"\`]?)(?<word>[A-Z_]\\w*)\\1`),
        { inside: 'comment', open: /(?<![^])=begin\b/y, close: /^=end\b/g },
        ...quoted,
      ],
      strings: none,
    },
  ],
  ['perl', { ...hash, texts: [hereText(`<<~?(['"]?)(?<word>[A-Z_]\\w*)\\1`)] }],
  ['r', { ...hash, texts: quoted, strings: none }],
  [
    'powershell',
    {
      ...hash,
      texts: [
        comment('<#', '#>'),
        { inside: 'text', open: /@"(?=\s*$)/y, close: /^"@/g },
        { inside: 'text', open: /@'(?=\s*$)/y, close: /^'@/g },
      ],
    },
  ],
  ['yaml dockercompose makefile ini properties', { ...hash, strings: none }],
  [
    'sql',
    {
      lineComments: ['--'],
      texts: [
        slashes,
        { inside: 'text', open: /\$\w*\$/y, close: (opened) => upTo(opened[0]) },
        raw("'", "'"),
      ],
      strings: /^"[^"]*"?/,
    },
  ],
  [
    'lua',
    {
      lineComments: [],
      texts: [
        {
          inside: 'comment',
          open: /--\[(=*)\[/y,
          close: ([, signs = '']) => upTo(`]${signs}]`),
        },
        { inside: 'text', open: /\[(=*)\[/y, close: ([, signs = '']) => upTo(`]${signs}]`) },
      ],
      strings: /^--.*|^"(?:\\.|[^"\\])*"?|^'(?:\\.|[^'\\])*'?/,
    },
  ],
  ['haskell elm purescript', { ...c, lineComments: ['--'], texts: [comment('{-', '-}')] }],
  ['ocaml', { ...ml, texts: [...ml.texts, raw('{|', '|}'), text('"')], strings: none }],
  ['fsharp', { ...ml, lineComments: ['//'], texts: [...ml.texts, text('"""'), verbatim] }],
  ['nix', { ...hash, texts: [slashes, raw("''", "''"), text('"')], strings: none }],
  ['clojure lisp scheme', { ...hash, lineComments: [';'], texts: [text('"')], strings: none }],
  ['xml xsl', { ...plain, texts: [comment('<!--', '-->'), raw('<![CDATA[', ']]>')] }],
  ['vb', { ...plain, lineComments: ["'"], strings: /^"[^"]*"?/ }],
  ['markdown plaintext restructuredtext asciidoc latex', plain],
];

const rulesByLanguage: ReadonlyMap<string, TextRules> = new Map(
  byLanguages.flatMap(([languages, rules]) =>
    languages.split(' ').map((language) => [language, rules] as const),
  ),
);

/** The rules of a language by its VS Code id; undefined for one that is not known. */
export function textRulesOf(language: string): TextRules | undefined {
  return rulesByLanguage.get(language);
}
