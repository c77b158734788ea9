/** How a language writes comments and strings: just enough to tell them from code. */
export interface Lexis {
  readonly lineComments: readonly string[];
  /** Line comments that are documentation. */
  readonly docComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  /** Quotes of strings that may span several lines. */
  readonly longStrings: readonly string[];
  /** Matches a string on one line, at the start of the text. */
  readonly strings: RegExp;
  /** Matches a line that starts a here-document, which ends at a line with the captured word. */
  readonly hereText?: RegExp;
  readonly regexLiterals?: boolean;
}

const anyString = /^"(?:\\.|[^"\\])*"?|^'(?:\\.|[^'\\])*'?/;
// A single ' starts a lifetime in Rust and separates digits in C++.
const charOrString = /^"(?:\\.|[^"\\])*"?|^'(?:\\[^']+|[^'\\])'/;
const doubleOnly = /^"(?:\\.|[^"\\])*"?/;
const none = /^(?!)/;

const cStyle: Lexis = {
  lineComments: ['//'],
  docComments: ['///', '//!'],
  blockComments: [['/*', '*/']],
  longStrings: ['"""'],
  strings: charOrString,
};
const scriptStyle: Lexis = {
  ...cStyle,
  docComments: [],
  longStrings: ['`'],
  strings: anyString,
  regexLiterals: true,
};
const hashStyle: Lexis = {
  lineComments: ['#'],
  docComments: [],
  blockComments: [],
  longStrings: ['"', "'"],
  strings: none,
};
const markupStyle: Lexis = {
  lineComments: [],
  docComments: [],
  blockComments: [['<!--', '-->']],
  longStrings: [],
  strings: none,
};
const dashStyle: Lexis = {
  ...hashStyle,
  lineComments: ['--'],
  blockComments: [['/*', '*/']],
};

const byLanguage: Readonly<Record<string, Lexis>> = {
  javascript: scriptStyle,
  javascriptreact: scriptStyle,
  typescript: scriptStyle,
  typescriptreact: scriptStyle,
  vue: { ...scriptStyle, blockComments: [...cStyle.blockComments, ...markupStyle.blockComments] },
  svelte: {
    ...scriptStyle,
    blockComments: [...cStyle.blockComments, ...markupStyle.blockComments],
  },
  go: { ...cStyle, docComments: [], longStrings: ['`'] },
  rust: { ...cStyle, longStrings: ['"'] },
  python: { ...hashStyle, longStrings: ['"""', "'''"], strings: anyString },
  shellscript: { ...hashStyle, hereText: /<<-?\s*['"]?(\w+)['"]?/ },
  ruby: { ...hashStyle, hereText: /<<[~-]['"]?([A-Z]\w*)['"]?/ },
  php: {
    ...cStyle,
    lineComments: ['//', '#'],
    longStrings: ['"', "'"],
    strings: none,
    hereText: /<<<\s*['"]?(\w+)['"]?\s*$/,
  },
  css: { ...cStyle, lineComments: [], strings: anyString },
  scss: { ...cStyle, strings: anyString },
  less: { ...cStyle, strings: anyString },
  yaml: { ...hashStyle, longStrings: [], strings: doubleOnly },
  toml: { ...hashStyle, longStrings: ['"""', "'''"], strings: anyString },
  dockerfile: { ...hashStyle, longStrings: [] },
  makefile: { ...hashStyle, longStrings: [] },
  perl: hashStyle,
  r: hashStyle,
  elixir: { ...hashStyle, longStrings: ['"""', '"'] },
  powershell: { ...hashStyle, blockComments: [['<#', '#>']] },
  sql: dashStyle,
  lua: { ...dashStyle, blockComments: [['--[[', ']]']] },
  haskell: { ...dashStyle, blockComments: [['{-', '-}']], longStrings: ['"'] },
  html: markupStyle,
  xml: markupStyle,
  markdown: markupStyle,
  plaintext: { ...markupStyle, blockComments: [] },
};

/** The rules of a language. Unknown languages are read like C, with `#` comments as well. */
export function lexisOf(language: string): Lexis {
  if (Object.hasOwn(byLanguage, language)) return byLanguage[language]!;
  return cLanguages.has(language) ? cStyle : unknown;
}

const cLanguages = new Set(
  'c cpp csharp java kotlin swift scala dart groovy objective-c'.split(' '),
);
const unknown: Lexis = { ...cStyle, lineComments: ['//', '#'] };
