/** How a language writes comments and strings: just enough to tell them from code. */
export interface Lexis {
  readonly lineComments: readonly string[];
  /** Marks of comments that only start a line, in lower case. */
  readonly lineStarts?: readonly string[];
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
const markupComments: Lexis['blockComments'] = [
  ['<!--', '-->'],
  ['@*', '*@'],
  ['<%--', '--%>'],
  ['<%#', '%>'],
  ['{{!--', '--}}'],
  ['{{--', '--}}'],
  ['{{!', '}}'],
  ['{#', '#}'],
  ['{/*', '*/}'],
  ['/*', '*/'],
];
const markupStyle: Lexis = {
  lineComments: [],
  lineStarts: ['//'],
  docComments: [],
  blockComments: markupComments,
  longStrings: [],
  strings: none,
};
const proseStyle: Lexis = {
  ...markupStyle,
  lineStarts: [],
  blockComments: [['<!--', '-->']],
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
  vue: { ...scriptStyle, blockComments: markupComments },
  svelte: { ...scriptStyle, blockComments: markupComments },
  astro: { ...scriptStyle, blockComments: markupComments },
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
  ...forEach('dart groovy', { ...cStyle, longStrings: ['"""', "'''"], strings: anyString }),
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
  ...forEach(
    'html xml razor aspnetcorerazor cshtml erb html.erb handlebars mustache hbs blade twig jinja jinja-html django-html xsl svg liquid ejs',
    markupStyle,
  ),
  ...forEach('markdown mdx restructuredtext asciidoc', proseStyle),
  plaintext: { ...proseStyle, blockComments: [] },
  latex: { ...proseStyle, lineComments: ['%'], blockComments: [] },
  tex: { ...proseStyle, lineComments: ['%'], blockComments: [] },
  ...forEach('erlang matlab prolog', {
    ...hashStyle,
    lineComments: ['%'],
    longStrings: [],
    strings: anyString,
  }),
  ...forEach('clojure lisp scheme racket elisp asm', {
    ...hashStyle,
    lineComments: [';'],
    longStrings: ['"'],
  }),
  ...forEach('ini properties', {
    ...hashStyle,
    lineComments: [],
    lineStarts: ['#', ';', '!'],
    longStrings: [],
  }),
  vb: {
    ...hashStyle,
    lineComments: ["'"],
    lineStarts: ['rem '],
    longStrings: [],
    strings: doubleOnly,
  },
  bat: { ...hashStyle, lineComments: [], lineStarts: ['rem ', '::', '@rem '], longStrings: [] },
  ocaml: {
    ...cStyle,
    lineComments: [],
    docComments: [],
    blockComments: [['(*', '*)']],
    longStrings: ['"'],
  },
  fsharp: { ...cStyle, blockComments: [['(*', '*)']] },
  pascal: {
    ...cStyle,
    docComments: [],
    blockComments: [
      ['(*', '*)'],
      ['{', '}'],
    ],
    longStrings: [],
    strings: anyString,
  },
  fortran: { ...hashStyle, lineComments: ['!'], longStrings: [], strings: anyString },
  elm: { ...dashStyle, blockComments: [['{-', '-}']], longStrings: ['"""', '"'] },
  julia: { ...hashStyle, blockComments: [['#=', '=#']], longStrings: ['"""', '"'] },
  nim: { ...hashStyle, blockComments: [['#[', ']#']], longStrings: ['"""', '"'] },
  coffeescript: {
    ...hashStyle,
    blockComments: [['###', '###']],
    strings: anyString,
    longStrings: [],
  },
  ...forEach('terraform hcl', {
    ...cStyle,
    lineComments: ['#', '//'],
    docComments: [],
    longStrings: [],
    strings: doubleOnly,
  }),
  ...forEach('graphql dotenv gitignore nginx cmake dockercompose gherkin feature', {
    ...hashStyle,
    longStrings: [],
    strings: doubleOnly,
  }),
  ...forEach('ada vhdl applescript', {
    ...dashStyle,
    blockComments: [],
    longStrings: [],
    strings: doubleOnly,
  }),
};

/** The same rules for several languages. */
function forEach(languages: string, lexis: Lexis): Record<string, Lexis> {
  return Object.fromEntries(languages.split(' ').map((language) => [language, lexis]));
}

/** The rules of a language. Unknown languages are read like C, with `#` comments as well. */
export function lexisOf(language: string): Lexis {
  if (Object.hasOwn(byLanguage, language)) return byLanguage[language]!;
  return cLanguages.has(language) ? cStyle : unknown;
}

const cLanguages = new Set('c cpp csharp java kotlin swift scala objective-c'.split(' '));
const unknown: Lexis = { ...cStyle, lineComments: ['//', '#'] };
