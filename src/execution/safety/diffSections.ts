import type { PrivateText } from './privateValues.ts';

/** A part of a git diff that is about one file. */
interface Section {
  /** The paths before and after; undefined when they cannot be told for certain. */
  readonly paths: readonly string[] | undefined;
  readonly text: string;
}

/**
 * Takes the sections of private files out of a git diff with the prefixes `a/` and `b/`. A renamed file is private
 * when one of its two names is. Resolves to the rest and to what was left out, which may turn up in the rest where
 * a private file was copied to another name.
 */
export async function withoutPrivateSections(
  diff: string,
  isPrivate: (path: string) => Promise<boolean>,
): Promise<{ readonly text: string; readonly leftOut: readonly PrivateText[] }> {
  const kept: string[] = [];
  const leftOut: PrivateText[] = [];
  for (const { paths, text } of sectionsOf(diff)) {
    const verdicts = await Promise.all((paths ?? []).map((path) => isPrivate(path)));
    if (paths !== undefined && !verdicts.includes(true)) kept.push(text);
    else leftOut.push({ name: paths?.at(-1) ?? 'a file of unclear name', text: linesOf(text) });
  }
  return { text: kept.join(''), leftOut };
}

/** The lines of the file, old and new, without git's marks in front of them. */
function linesOf(section: string): string {
  return section.slice(endOfHeader(section)).replaceAll(/\n[+ -]/g, '\n');
}

// Lines of files begin with a space, `+`, `-` or `\`, so a line that begins like this is always git's own. Only
// `\n` ends a line: a file may hold `\r` and others, and pretend to be a section.
const opening = /(?<=\n)(?=diff --)/;

function sectionsOf(diff: string): readonly Section[] {
  return diff
    .split(opening)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ paths: pathsOf(text), text }));
}

function pathsOf(section: string): readonly string[] | undefined {
  const header = section.slice(0, endOfHeader(section)).split('\n');
  const named = header.flatMap((line) => nameIn(line) ?? []);
  const [first = ''] = header;
  const found = named.length > 0 ? named : sameTwice(first);
  return found && [...new Set(found)];
}

function endOfHeader(section: string): number {
  const at = section.search(/\n(?:@@|GIT binary patch)/);
  return at === -1 ? section.length : at;
}

const marks = ['--- a/', '+++ b/', 'rename from ', 'rename to ', 'copy from ', 'copy to '];

function nameIn(line: string): string | undefined {
  const plain = line.replace(
    /^(--- |\+\+\+ |(?:rename|copy) (?:from|to) )"(.*)"$/,
    (_, mark, name) => `${mark}${unquoted(name)}`,
  );
  const mark = marks.find((each) => plain.startsWith(each));
  return mark === undefined ? undefined : plain.slice(mark.length).replace(/\t$/, '');
}

/** The name in `diff --git a/name b/name`, which is unambiguous only when both are the same. */
function sameTwice(line: string): readonly string[] | undefined {
  const quoted = /^diff --git "a\/(.*)" "b\/(.*)"$/.exec(line);
  if (quoted) return quoted[1] === quoted[2] ? [unquoted(quoted[1]!)] : undefined;
  const both = /^diff --git a\/(.*)$/.exec(line)?.[1];
  // `name b/name`: the two names are equally long.
  const length = both === undefined ? -1 : (both.length - ' b/'.length) / 2;
  if (both === undefined || !Number.isInteger(length) || length < 1) return undefined;
  const name = both.slice(0, length);
  return both === `${name} b/${name}` ? [name] : undefined;
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Undoes git's quoting of a name: bytes in octal, and the escapes of C. */
function unquoted(name: string): string {
  const bytes = name.replaceAll(/(?:\\[0-7]{3})+/g, (run) =>
    Buffer.from(
      run
        .split('\\')
        .slice(1)
        .map((octal) => Number.parseInt(octal, 8)),
    ).toString(),
  );
  return bytes.replaceAll(/\\(.)/g, (_, mark: string) => escapes[mark] ?? mark);
}
