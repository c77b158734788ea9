/** The facts about a language that mutations need. */
export interface Language {
  /** VS Code language id. */
  readonly id: string;
  readonly file: string;
  /** The file's path in its project; defaults to its own name in `src`. */
  readonly path?: string;
  /** Matches the first line of a function; captures its indentation and name. */
  readonly head: RegExp;
  readonly comment: string;
  readonly indentation: string;
  /** Whether indentation alone marks blocks. */
  readonly offside?: boolean;
  doc(indent: string, text: string): string[];
  /** A check of the first parameter at the start of a body; undefined if it would not compile. */
  check(indent: string, parameter: string, head: string): string[] | undefined;
  /** Declares a name for an expression. */
  assign(name: string, expression: string): string;
  /** Changes the return type in a function's head, in languages with declared types. */
  readonly returnType?: readonly [from: RegExp, to: string];
  /** Words whose misspelling breaks the syntax. */
  readonly keywords: readonly string[];
}

const slashDoc = (indent: string, text: string) => [`${indent}/** ${text} */`];
const scriptCheck = (indent: string, parameter: string) => [
  `${indent}if (${parameter} === undefined) {`,
  `${indent}  throw new TypeError('${parameter} is required');`,
  `${indent}}`,
];

export const languages: readonly Language[] = [
  {
    id: 'typescript',
    file: 'typescript.ts',
    head: /^( *)(?:export )?(?:async )?(?:function |(?<=^export )const )?(?!if|for|while|catch)(\w+)(?: = )?\(.*\).*\{$/,
    comment: '//',
    indentation: '  ',
    doc: slashDoc,
    check: scriptCheck,
    assign: (name, expression) => `const ${name} = ${expression};`,
    returnType: [/(?<=\): )(?:\w+<.*>|\S+)(?= \{$)/, 'RegExp'],
    keywords: ['return', 'const', 'for', 'if'],
  },
  {
    id: 'javascript',
    file: 'javascript.js',
    head: /^( *)(?:export )?(?:async )?(?:function )?(?!if|for|while|catch|constructor)(\w+)\(.*\) \{$/,
    comment: '//',
    indentation: '  ',
    doc: slashDoc,
    check: scriptCheck,
    assign: (name, expression) => `const ${name} = ${expression};`,
    keywords: ['return', 'const', 'throw', 'for'],
  },
  {
    id: 'python',
    file: 'python.py',
    head: /^( *)def ((?!__|now)\w+)\(.*:$/,
    comment: '#',
    indentation: '    ',
    offside: true,
    doc: (indent, text) => [`${indent}# ${text}`],
    check: (indent, parameter) => [
      `${indent}if ${parameter} is None:`,
      `${indent}    raise ValueError("${parameter} is missing")`,
    ],
    assign: (name, expression) => `${name} = ${expression}`,
    keywords: ['return', 'for', 'if', 'def'],
  },
  {
    id: 'go',
    file: 'go.go',
    head: /^()func (?:\([^)]*\) )?(\w+)\(.*\{$/,
    comment: '//',
    indentation: '\t',
    doc: (indent, text) => [`${indent}// ${text}`],
    check: (indent, parameter, head) =>
      new RegExp(`[(,] ?${parameter} (?:\\[\\]|map|\\*)`).test(head)
        ? [
            `${indent}if ${parameter} == nil {`,
            `${indent}\tpanic("${parameter} is nil")`,
            `${indent}}`,
          ]
        : undefined,
    assign: (name, expression) => `${name} := ${expression}`,
    returnType: [/(?<=\) )(?:\([^()]*\)|[^()\s]+)(?= \{$)/, 'chan bool'],
    keywords: ['return', 'func', 'for', 'range'],
  },
  {
    id: 'rust',
    file: 'rust.rs',
    head: /^( *)pub fn (\w+).*\{$/,
    comment: '//',
    indentation: '    ',
    doc: (indent, text) => [`${indent}/// ${text}`],
    check: (indent, parameter, head) =>
      new RegExp(`${parameter}: &(?:str|\\[)`).test(head)
        ? [
            `${indent}debug_assert!(${parameter}.len() < u32::MAX as usize, "${parameter} is too long");`,
          ]
        : undefined,
    assign: (name, expression) => `let ${name} = ${expression};`,
    returnType: [/(?<=\) -> ).+(?= \{$)/, 'std::path::PathBuf'],
    keywords: ['let', 'fn', 'for', 'while'],
  },
  {
    id: 'java',
    file: 'java.java',
    path: 'src/shop/stock/Warehouse.java',
    head: /^( {4})public (?:static )?(?:[\w<>, []+\]? )?(\w+)\(.*\{$/,
    comment: '//',
    indentation: '    ',
    doc: slashDoc,
    check: (indent, parameter, head) =>
      new RegExp(`[A-Z][\\w<>, ]* ${parameter}\\b`).test(head)
        ? [
            `${indent}if (${parameter} == null) {`,
            `${indent}    throw new NullPointerException("${parameter} is missing");`,
            `${indent}}`,
          ]
        : undefined,
    assign: (name, expression) => `var ${name} = ${expression};`,
    returnType: [/(?<=^ {4}public (?:static )?)(?:[A-Z]\w*<.*?>|\w+)(?= \w+\()/, 'Thread'],
    keywords: ['return', 'new', 'for', 'public'],
  },
  {
    id: 'csharp',
    file: 'csharp.cs',
    head: /^( {8})(?:public|private) (?:static )?(?:async )?[\w<>?, ()]+ (\w+)\((?!.*;).*$/,
    comment: '//',
    indentation: '    ',
    doc: (indent, text) => [`${indent}/// <summary>${text}</summary>`],
    check: (indent, parameter, head) =>
      new RegExp(`(?:string|\\w+<.*>|Stop) ${parameter}\\b`).test(head)
        ? [`${indent}ArgumentNullException.ThrowIfNull(${parameter});`]
        : undefined,
    assign: (name, expression) => `var ${name} = ${expression};`,
    returnType: [
      /(?<=(?:public|private) (?:static )?)(?!async)[\w?]+(?:<.*>)?(?= \w+\()/,
      'TimeZone',
    ],
    keywords: ['return', 'var', 'foreach', 'new'],
  },
  {
    id: 'shellscript',
    file: 'bash.sh',
    head: /^()(\w+)\(\) \{$/,
    comment: '#',
    indentation: '  ',
    doc: (indent, text) => [`${indent}# ${text}`],
    check: (indent) => [
      `${indent}[[ -n "\${BASH_VERSION:-}" ]] || { echo 'bash is needed' >&2; exit 2; }`,
    ],
    assign: (name, expression) => `local ${name}=${expression}`,
    keywords: ['then', 'done', 'fi', 'do'],
  },
];
