import { withoutMacros } from './macros.ts';

/** A piece of valid code that the grammars do not know, and what the same code looks like to them. */
interface NewerSyntax {
  /** With the flag `g`. */
  readonly pattern: RegExp;
  /** Keeps every line break, so that errors elsewhere keep their lines. */
  readonly as: string | ((found: string, ...groups: string[]) => string);
}

/** Takes everything but line breaks out. */
const blanked = (found: string): string => found.replace(/[^\n]/g, ' ');

const csharp: readonly NewerSyntax[] = [
  // C# 13: params of any collection type; allows ref struct
  { pattern: /\bparams\s+(?=[\w.]+\s*<)/g, as: '' },
  { pattern: /\ballows\s+ref\s+struct\b/g, as: 'class' },
  // C# 14: assignment through `?.` and `?[`, extension blocks, compound operators, lambda modifiers
  {
    pattern: /\?(?=\.\s*[\w.[\]()]+(?:\?\.[\w.[\]()]+)*\s*(?:[-+*/%&|^]|<<|>>|\?\?)?=(?![=>]))/g,
    as: '',
  },
  { pattern: /\?(?=\[[^\]\n]*\][\w.[\]]*\s*(?:[-+*/%&|^]|\?\?)?=(?![=>]))/g, as: '' },
  {
    pattern: /\bextension\s*(?:<[^>\n]*>)?\s*\([^)\n]*\)(?:\s*where\s+[^{]*?)?(?=\s*\{)/g,
    as: (found) => `class E_ ${blanked(found)}`,
  },
  { pattern: /\boperator\s+(?:checked\s+)?(?:\+|-|\*|\/|%|&|\||\^|<<|>>|>>>)=/g, as: 'operator +' },
  { pattern: /(?<=[(,]\s*)(?:out|ref|in|scoped)\s+(?=\w+\s*[,)][^;{}\n]*=>)/g, as: '' },
  { pattern: /(?<="""+)u8\b/g, as: '' },
  // File-based programs, and directives where the grammar allows none
  { pattern: /^#[:!].*$/gm, as: '' },
  { pattern: /^[ \t]*#(?:if|elif|else|endif|region|endregion|pragma|nullable)\b.*$/gm, as: '' },
];

const rust: readonly NewerSyntax[] = [
  // Rust 2024: safe items in extern blocks, gen blocks; async bounds and const traits
  { pattern: /\bsafe\s+(?=fn\b|static\b)/g, as: '' },
  { pattern: /\bgen\s+(?=(?:move\s+)?\{|fn\b)/g, as: '' },
  { pattern: /\basync\s+(?=(?:move\s+)?(?:Fn|FnMut|FnOnce)\b)/g, as: '' },
  { pattern: /~const\s+|(?<=\bimpl\s)const\s+|(?<=:\s*)const\s+(?=[A-Z])/g, as: '' },
  { pattern: /:expr_2021\b/g, as: ':expr' },
  { pattern: /\bdo\s+yeet\b/g, as: 'return' },
];

const java: readonly NewerSyntax[] = [
  // Java 25: module imports, statements before super() and this()
  { pattern: /\bimport\s+module\s+([\w.]+)\s*;/g, as: (_, name) => `import ${name}.X;` },
  { pattern: /(?<=[;}]\s*)(?:super|this)(?=\s*\([^;]*\)\s*;)/g, as: 'call_' },
  { pattern: /\bvalue\s+(?=(?:final\s+|abstract\s+)?(?:class|record)\b)/g, as: '' },
];

const python: readonly NewerSyntax[] = [
  // Python 3.13: defaults of type parameters; 3.15: lazy imports
  {
    pattern: /(?<=^[ \t]*(?:async[ \t]+def|def|class|type)[ \t]+\w+)\[[^\n]*?\](?=\s*[(:=])/gm,
    as: (found) => (found.includes('=') ? '' : found),
  },
  { pattern: /^([ \t]*)lazy[ \t]+(?=import\b|from\b)/gm, as: '$1' },
];

const cpp: readonly NewerSyntax[] = [
  { pattern: /\bif\s*!?\s*consteval\b/g, as: 'if (true)' },
  {
    pattern:
      /(?<=\)\s*(?:const\s*)?(?:noexcept\s*)?)(?:pre|post)\s*\([^;{\n]*\)(?=\s*(?:[;{]|pre|post))/g,
    as: '',
  },
  { pattern: /(\bcase\s+[\w:']+\s*)\.\.\.\s*[\w:']+(?=\s*:)/g, as: '$1' },
  { pattern: /\.\.\.\[[^\]\n]*\]/g, as: '' },
  { pattern: /^[ \t]*#\s*embed\b.*$/gm, as: '0' },
  // CUDA
  {
    pattern:
      /\b__(?:global|device|host|shared|constant|managed|forceinline|noinline|grid_constant)__\s*/g,
    as: '',
  },
  { pattern: /\b__launch_bounds__\s*\([^)\n]*\)/g, as: '' },
  { pattern: /<<<[^;{}]*?>>>/g, as: blanked },
  // Qt
  {
    pattern: /^([ \t]*)(?:(public|protected|private)\s+)?(?:slots|Q_SLOTS|signals|Q_SIGNALS)\s*:/gm,
    as: '$1public:',
  },
  { pattern: /\b(?:emit|Q_EMIT)\s+(?=\w)/g, as: '' },
  { pattern: /\bforever\b(?=\s*\{)/g, as: 'while (true)' },
];

const php: readonly NewerSyntax[] = [
  { pattern: /\bclone\s*(?=\()/g, as: 'clone_' },
  { pattern: /\(void\)/g, as: '' },
  { pattern: /\bfinal\s+(?=(?:public|protected|private)\s+[\w?\\|]+\s+\$)/g, as: '' },
];

const css: readonly NewerSyntax[] = [
  {
    pattern: /@container\b[^{;]*(?=\{)/g,
    as: (found) => `@media print${blanked(found.slice(12))}`,
  },
  {
    pattern: /@media\b[^{;]*[<>]=?[^{;]*(?=\{)/g,
    as: (found) => `@media print${blanked(found.slice(12))}`,
  },
  { pattern: /(@import\s+[^;\s]+(?:\([^)]*\))?)[^;]*(?=;)/g, as: '$1' },
  { pattern: /@function\b[^{]*(?=\{)/g, as: (found) => `a${blanked(found.slice(1))}` },
  { pattern: /@(?:custom-variant|plugin|source|theme|utility|variant)\b[^{;]*;/g, as: blanked },
  { pattern: /:\s*if\((?:[^()]|\([^()]*\))*\)/g, as: (found) => `: a${blanked(found.slice(3))}` },
];

const shell: readonly NewerSyntax[] = [
  // zsh, whose files VS Code calls shell scripts, too
  { pattern: /\$\{\([^)\n]*\)/g, as: '${' },
  {
    pattern: /\b(?:for|foreach)\s+(\w+)\s+\(([^)\n]*)\)\s*\{([^{}\n]*)\}/g,
    as: 'for $1 in $2; do $3; done',
  },
  { pattern: /\bforeach\s+(\w+)\s+\(([^)\n]*)\)/g, as: 'for $1 in $2; do' },
  { pattern: /\balways\s*\{/g, as: '; {' },
  { pattern: /(?<=[*\w/])\([.@*/om[\]\d,DN^-]+\)(?=\s|$)/gm, as: '' },
  { pattern: /\$\{[ |][^}\n]*\}/g, as: '$x' },
];

const powershell: readonly NewerSyntax[] = [
  // Operators in the arguments of a method
  { pattern: /\s-(?:b?(?:and|or|xor)|[ic]?(?:eq|ne|like|match)|shl|shr|f|as)(?=\s)/gi, as: ' +' },
];

const go: readonly NewerSyntax[] = [{ pattern: /\bnew\((?=["'`\d])/g, as: 'New(' }];

const ruby: readonly NewerSyntax[] = [
  { pattern: /(\bdef\s+[\w.]+[?!]?(?:\([^)\n]*\))?\s*=\s*)[^\n]*/g, as: '$10' },
];

const byLanguage: Readonly<Record<string, readonly NewerSyntax[]>> = {
  csharp,
  rust,
  java,
  python,
  cpp,
  'cuda-cpp': cpp,
  c: cpp,
  php,
  css,
  shellscript: shell,
  powershell,
  go,
  ruby,
};

const withMacros: ReadonlySet<string> = new Set(['c', 'cpp', 'cuda-cpp']);

/**
 * The text as an older grammar can read it: constructs that are newer than the grammars, and macros, are
 * replaced by code they know. Undefined when there is none of them. Lines stay where they are.
 *
 * `original` is the file before the edit: macros that it uses are known to be macros.
 */
export function inOlderSyntax(
  text: string,
  language: string,
  original: string,
): string | undefined {
  const rules = Object.hasOwn(byLanguage, language) ? byLanguage[language]! : [];
  let older = text;
  for (const { pattern, as } of rules) {
    older =
      typeof as === 'string' ? older.replace(pattern, as) : older.replace(pattern, as as Replacer);
  }
  if (withMacros.has(language)) older = withoutMacros(older, language, original);
  return older === text ? undefined : older;
}

type Replacer = (found: string, ...groups: string[]) => string;
