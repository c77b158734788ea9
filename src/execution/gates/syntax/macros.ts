/**
 * Macros of C and C++ make code that no grammar can read without running the preprocessor. Here the ones
 * that are known (of Qt, Unreal, kernels and test frameworks, and those that the file itself uses) become
 * code that a grammar can read.
 */

/** Macros that stand on a line of their own, or before a declaration, without a semicolon. */
const known =
  /^(?:U(?:PROPERTY|FUNCTION|CLASS|STRUCT|ENUM|INTERFACE|DELEGATE|PARAM|META)|GENERATED_\w*BODY|UE_\w+|Q_\w+|K_\w+|DECLARE_\w+|DEFINE_\w+|IMPLEMENT_\w+|BEGIN_\w+|END_\w+|\w+_(?:BEGIN|END|API|EXPORT|EXPORTS|IMPORT|ABI|EXTERN|LOCAL|HIDDEN|DECL|NAMESPACE|DIRECTIVE)|EXPORT\w*|API|NS_\w+|CF_\w+|BOOST_\w+|BENCHMARK\w*|MODULE_\w+|SYSCALL_DEFINE\d|TEST\w*|FIXTURE\w*|SECTION|SCENARIO|GIVEN|WHEN|THEN|SUBCASE|PYBIND11_\w+|NAPI_\w+|RCT_\w+|LIBRARY_\w+)$/;

/** Macros that stand behind what they describe: `Walk UMETA(Hidden),`. */
const annotation = /^U(?:META|PARAM)$|^UE_/;

/** Macros of the original that stand alone on a line without a semicolon, and those it defines. */
function ownMacros(original: string): Set<string> {
  const alone = original.matchAll(/^[ \t]*([A-Z][A-Z0-9_]{2,})(?:\([^;{}]*\))?[ \t]*$/gm);
  const defined = original.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm);
  return new Set([...alone, ...defined].map(([, name]) => name!));
}

/** Macros with arguments that stand alone on a line above what they describe, which no call does. */
function calledMacros(text: string): string[] {
  return [
    ...text.matchAll(/^[ \t]*([A-Z][A-Z0-9]*_[A-Z0-9_]+)\(.*\)[ \t]*\n[ \t]*[A-Za-z_]/gm),
  ].map(([, name]) => name!);
}

/** The text without its macros; each line break stays. */
export function withoutMacros(text: string, language: string, original: string): string {
  const own = new Set([...ownMacros(original), ...calledMacros(text)]);
  const isMacro = (name: string) => known.test(name) || (own.has(name) && /^[A-Z]/.test(name));
  const read = language === 'c' ? asPlainC(text) : text;
  return read
    .replace(
      /\b([A-Z][A-Z0-9_]{2,}\d?)\b|\b\w*(?:for_each|foreach|FOREACH|FOR_EACH)\w*(?=\s*\()/g,
      (found, name: string | undefined, at: number, all: string) =>
        // What follows is cut off below, once the brackets have been counted.
        name === undefined || (/FOR_?EACH/.test(name) && all[at + name.length] === '(')
          ? `\uE001${found}`
          : isMacro(name)
            ? `\uE002${found}`
            : found,
    )
    .split(/(?=[\uE001\uE002])/)
    .map(unmarked)
    .join('');
}

/** One piece of text that may start with a marked macro. */
function unmarked(piece: string): string {
  const mark = piece[0];
  if (mark !== '\uE001' && mark !== '\uE002') return piece;
  const name = /^\w+/.exec(piece.slice(1))![0];
  const rest = piece.slice(1 + name.length);
  const open = /^\s*\(/.exec(rest)?.[0];
  const end = open === undefined ? 0 : closing(rest, open.length);
  if (end === undefined) return piece.slice(1);
  const called = rest.slice(0, end).replace(/[^\n]/g, ' ');
  const after = rest.slice(end);
  if (mark === '\uE001') return `while (1)${called}${after}`;
  // A macro with a body declares a function or a block; one with a semicolon is a statement.
  if (open !== undefined && /^\s*\{/.test(after)) return `if (1)${called}${after}`;
  if (/^\s*[;,.)=]/.test(after) && !annotation.test(name)) return piece.slice(1);
  return `${called}${after}`;
}

/** Where the bracket that was opened before `from` is closed; undefined when it is not. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** Words of C++ that are names in C, and words of kernels and newer C. */
function asPlainC(text: string): string {
  return text
    .replace(
      /\b(?:class|new|this|template|try|catch|delete|private|public|protected|namespace|using|operator|virtual|friend|typename|explicit|export|mutable|and|or|not|xor|bitand|bitor|compl)\b/g,
      (word) => `${word}_`,
    )
    .replace(
      /\b__(?!attribute__|asm__|extension__|typeof__|alignof__|inline__|volatile__|func__|VA_)[a-z]\w*(?:\([^()\n]*\))?(?=\s)/g,
      '',
    )
    .replace(/\b(?:_Thread_local|_Noreturn|_Atomic)\b(?!\s*\()/g, '')
    .replace(/\b(?:typeof|__typeof__|typeof_unqual)\s*\([^()\n]*\)/g, 'int');
}
