import type { NameKind } from './named.ts';

/** How a language names things, beside what `declarations.ts` finds; the last group is the name. */
export interface NamePattern {
  readonly kind: NameKind;
  readonly pattern: RegExp;
}

const is = (kind: NameKind, pattern: RegExp): NamePattern => ({ kind, pattern });

/** Test titles, whatever the test runner; they are read from the line itself, as they are strings. */
export const testTitles: readonly RegExp[] = [
  /^\s*(?:(?:await|return|export)\s+)?(?:\w+\.)?(?:test|it|specify|scenario|describe|context|suite|feature|example)(?:\.\w+)*(?:\([^'"`]*\))?\s*\(?\s*(["'`])((?:\\.|(?!\1).)+)\1/,
  /^\s*(?:TEST|TEST_F|TEST_P|TYPED_TEST|BENCHMARK_F)\s*\(\s*\w+\s*,\s*(\w+)\s*\)/,
  /^\s*(?:TEST_CASE|SCENARIO|SECTION|SUBCASE|BOOST_AUTO_TEST_CASE)\s*\(\s*"?([^",)]+)/,
  /^\s*(?:RSpec\.)?(?:describe|it|context|test|scenario|feature)\s+(["'])((?:\\.|(?!\1).)+)\1/,
  /^\s*(?:t|s|suite)\.Run\(\s*(["`])((?:\\.|(?!\1).)+)\1/,
  /^\s*(?:Scenario(?: Outline)?|Szenario|Scénario|Escenario|Cenário):\s*(.+?)\s*$/,
  /^\s*It\s+(["'])((?:\\.|(?!\1).)+)\1/,
  /^\s*@DisplayName\(\s*(")([^"]+)"/,
  /^\s*@test\s+(["'])((?:\\.|(?!\1).)+)\1/,
  /^\s*\(deftest\s+()([\w-]+)/,
];

/** Addresses that a server answers at. */
export const routes: readonly RegExp[] = [
  /\b(?:app|router|server|api|route|Route|r|e|mux|group|blueprint|bp)(?:\.|::)(?:get|post|put|patch|delete|head|options|all|route|GET|POST|PUT|PATCH|DELETE|HandleFunc|Handle|MapGet|MapPost|MapPut|MapDelete)\(\s*["'`]([^"'`]*)["'`]/,
  /^\s*@(?:\w+\.)?(?:route|get|post|put|patch|delete|Get|Post|Put|Patch|Delete|\w+Mapping)\(\s*(?:value\s*=\s*)?["'`]([^"'`]*)["'`]/,
  /^\s*(?:re_)?path\(\s*r?["']([^"']*)["']/,
];

const hash: readonly NamePattern[] = [
  is('key', /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[:?+]?=(?!=)/),
];
const sections: readonly NamePattern[] = [
  is('section', /^\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:[#;].*)?$/),
  is('key', /^\s*([\w.-]+|"[^"]+")\s*=(?!=)/),
];
const styles: readonly NamePattern[] = [
  is('rule', /^\s*((?:[.#&:*@[]|[a-z][\w-]*)[^{};]*?)\s*\{/i),
  is('key', /^\s*((?:--|\$|@)[\w-]+)\s*:/),
];
const lisp: readonly NamePattern[] = [
  is('function', /^\s*\((?:def[\w-]*|cl-def\w+|define(?:-\w+)?)\s+\(?(?:\^\S+\s+)*([^\s()[\]]+)/),
];
const ml: readonly NamePattern[] = [
  is(
    'function',
    /^\s*(?:let|and)\s+(?:rec\s+|inline\s+|mutable\s+|private\s+)*([a-z_][\w']*)(?=[^=]*=)(?!.*\bin\s*$)/,
  ),
  is(
    'type',
    /^\s*(?:type|module|exception|val|external|member\s+\w+\.|member)\s*(?:rec\s+|type\s+|mutable\s+|nonrec\s+)?(?:'\w+\s+)?([A-Za-z_][\w']*)/,
  ),
];

/** By VS Code's language id. Languages that are not here are read by `declarations.ts` alone. */
export const namePatterns: Readonly<Record<string, readonly NamePattern[]>> = {
  css: styles,
  scss: [...styles, is('function', /^\s*@(?:mixin|function)\s+([\w-]+)/)],
  less: styles,
  yaml: [
    is('key', /^\s*(?:-\s+)*("[^"]+"|'[^']+'|[^\s#"'{}[\],&*!|>%@`-][^:#]*?|[^\s:#]+)\s*:(?:\s|$)/),
  ],
  dockercompose: [is('key', /^\s*(?:-\s+)*([^\s#:]+)\s*:(?:\s|$)/)],
  toml: sections,
  ini: sections,
  properties: [is('key', /^\s*([^\s#!=:][^=:]*?)\s*[=:]/), sections[0]!],
  dotenv: hash,
  makefile: [
    is('function', /^([\w./%$(){}-]+(?:\s+[\w./%-]+)*)\s*:(?!=)/),
    is('key', /^([A-Za-z_]\w*)\s*[:?+]?=/),
  ],
  dockerfile: [
    is('section', /^\s*FROM\s+\S+\s+AS\s+(\S+)/i),
    is('key', /^\s*(?:ENV|ARG|LABEL)\s+([\w.-]+)/i),
    is('key', /^\s*(EXPOSE\s+\S+|ENTRYPOINT|HEALTHCHECK|USER|CMD|WORKDIR\s+\S+)/i),
  ],
  sql: [
    is(
      'type',
      /^\s*create\s+(?:or\s+(?:replace|alter)\s+)?(?:(?:temp|temporary|unique|materialized|unlogged|global|external|recursive)\s+)*(?:table|view|index|function|procedure|trigger|type|schema|sequence|policy|role|domain|extension)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?([\w."`[\]]+)/i,
    ),
    is(
      'field',
      /^\s+["`[]?(\w+)["`\]]?\s+(?:(?:big|small|tiny|medium)?int(?:eger)?|(?:big|small)?serial|n?(?:var)?char|text|clob|bool(?:ean)?|date(?:time\w*)?|time(?:stamp\w*)?|interval|numeric|decimal|float\d?|real|double|money|uuid|jsonb?|bytea|blob|bit|xml|enum|uniqueidentifier|year)\b/i,
    ),
  ],
  markdown: [is('heading', /^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$/), is('key', /^ {0,3}\[([^\]]+)\]:\s/)],
  restructuredtext: [is('section', /^\.\.\s+(?:_([^:]+):|[\w-]+::\s+(\S+))/)],
  asciidoc: [is('heading', /^={1,6}\s+(.+?)\s*$/)],
  latex: [
    is('heading', /\\(?:part|chapter|(?:sub)*section|paragraph)\*?\{([^}]+)\}/),
    is('key', /\\label\{([^}]+)\}/),
    is('function', /\\(?:re)?newcommand\*?\{?\\(\w+)/),
  ],
  graphql: [
    is(
      'type',
      /^\s*(?:extend\s+)?(?:type|input|interface|enum|union|scalar|directive|query|mutation|fragment)\s+@?(\w+)/,
    ),
    is('field', /^\s+(\w+)\s*(?:\([^)]*\))?\s*:\s*[[\w]/),
  ],
  proto3: [
    is('type', /^\s*(?:message|service|enum|rpc|oneof)\s+(\w+)/),
    is('field', /^\s*(?:repeated|optional|required|map<[^>]+>)?\s*[\w.]*\s*(\w+)\s*=\s*\d+/),
  ],
  proto: [
    is('type', /^\s*(?:message|service|enum|rpc|oneof)\s+(\w+)/),
    is('field', /^\s*(?:repeated\s+|optional\s+|required\s+)?[\w.<>, ]+\s+(\w+)\s*=\s*\d+/),
  ],
  terraform: [
    is(
      'type',
      /^\s*(?:resource|data|module|variable|output|provider|locals|backend)\s*((?:"[^"]*"\s*)+)/,
    ),
  ],
  hcl: [
    is(
      'type',
      /^\s*(?:resource|data|module|variable|output|provider|job|group|task)\s*((?:"[^"]*"\s*)+)/,
    ),
  ],
  clojure: lisp,
  lisp,
  scheme: lisp,
  racket: lisp,
  elisp: lisp,
  ocaml: ml,
  fsharp: ml,
  haskell: [
    is('function', /^([a-z_][\w']*)\s*::/),
    is('type', /^(?:data|newtype|type|class|instance)\s+(.+?)(?:\s*=|\s+where|$)/),
  ],
  elm: [is('function', /^([a-z_]\w*)\s*:(?!:)/)],
  elixir: [
    is(
      'function',
      /^\s*(?:defp?|defmacrop?|defmodule|defguard|defstruct|defdelegate)\s+([\w.?!]+)/,
    ),
  ],
  erlang: [is('function', /^([a-z]\w*)\([^)]*\)\s*(?:when\b.*)?->/)],
  vb: [
    is(
      'function',
      /^\s*(?:(?:Public|Private|Protected|Friend|Shared|Overrides|Overridable|Async|ReadOnly|WriteOnly|Default|MustInherit|Partial|Static)\s+)*(?:Sub|Function|Property|Class|Module|Structure|Enum|Interface|Event)\s+(\w+)/i,
    ),
    is(
      'field',
      /^\s*(?:Public|Private|Protected|Friend)\s+(?:Shared\s+|ReadOnly\s+|Const\s+)*(\w+)\s+As\b/i,
    ),
  ],
  r: [is('function', /^\s*([\w.]+)\s*(?:<-|=)\s*(?:function\b|\\\()/)],
  lua: [
    is('function', /^\s*(?:local\s+)?function\s+([\w.:]+)/),
    is('function', /^\s*(?:local\s+)?([\w.]+)\s*=\s*function\b/),
  ],
  perl: [is('function', /^\s*sub\s+(\w+)/)],
  powershell: [is('function', /^\s*(?:function|filter|class|enum)\s+([\w:-]+)/i)],
  bat: [is('function', /^\s*:(\w+)/)],
  julia: [
    is('function', /^\s*(?:function|macro|struct|mutable struct|module|abstract type)\s+([\w.!]+)/),
    is('function', /^([\w!]+)\([^=]*\)\s*=(?!=)/),
  ],
  pascal: [
    is(
      'function',
      /^\s*(?:class\s+)?(?:procedure|function|constructor|destructor|property)\s+([\w.]+)/i,
    ),
  ],
  fortran: [is('function', /^\s*(?:[\w()]+\s+)?(?:subroutine|function|module|program)\s+(\w+)/i)],
  ruby: [
    is('function', /^\s*(?:private\s+|public\s+)?def\s+(?:self\.)?([\w?!=]+)/),
    is(
      'field',
      /^\s*(?:attr_\w+|has_many|has_one|belongs_to|scope|validates?|before_action|delegate|field)\s+:(\w+)/,
    ),
  ],
  kotlin: [
    is('function', /^\s*(?:\w+\s+)*fun\s+(?:<[^>]*>\s*)?(?:[\w.<>?]+\.)?(\w+)\s*\(/),
    is(
      'field',
      /^\s*(?:(?:private|public|internal|protected|override|lateinit|const)\s+)*va[lr]\s+(\w+)/,
    ),
  ],
  swift: [
    is('function', /^\s*(?:@\w+\s+)*(?:\w+\s+)*func\s+(\w+)/),
    is('type', /^\s*(?:\w+\s+)*(?:extension|protocol|actor)\s+([\w.]+)/),
  ],
  scala: [is('function', /^\s*(?:\w+\s+)*(?:def|object|given)\s+(\w+)/)],
  groovy: [is('function', /^\s*(?:def|task)\s+(\w+)\s*[({]/)],
  solidity: [is('function', /^\s*(?:function|event|modifier|contract|library|error)\s+(\w+)/)],
  nim: [is('function', /^\s*(?:proc|func|method|template|macro|iterator)\s+`?(\w+)/)],
  zig: [is('function', /^\s*(?:pub\s+)?(?:fn|const)\s+(\w+)/)],
};

/** Fields and constants that stand in the body of a type, in languages with braces or offsides. */
export const fieldPatterns: readonly RegExp[] = [
  /^\s*(?:@\w+(?:\([^)]*\))?\s*)*(?:(?:public|private|protected|internal|static|readonly|final|declare|override|abstract|pub(?:\([^)]*\))?|const|var|let|val|volatile|transient)\s+)*#?(\w+)[?!]?\s*:(?!:)\s*\S/,
  /^\s*(?:(?:public|private|protected|internal|static|readonly|final|const|volatile|transient|required|override)\s+)*[\w.]+(?:<[^;=]*>)?[?[\]*&\s]+(\w+)\s*(?:;|=(?![=>])|\{\s*get\b)/,
  /^\s*(?:(?:public|private|protected|static|readonly|declare)\s+)+#?\$?(\w+)\s*[;=]/,
  /^\s*(\w+)\s+(?:[[\]*\w.]+|map\[\w+\]\S+|func\(.*)\s*(?:`[^`]*`)?\s*$/,
  /^\s*(\w+)\s*(?:\([^()]*\)|=\s*[^=]+)?,?\s*$/,
];
