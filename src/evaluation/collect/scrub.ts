import { type PrivateText, withoutPrivateValues } from '../../execution/safety/privateValues.ts';
import { keyMark, withoutKeys } from '../../execution/safety/withoutKeys.ts';
import { withoutSecrets } from '../../providers/http/secretForms.ts';

/** What must not get into a file that others read. */
export interface Hidden {
  /** Keys and headers that are known in this window, and secrets of the environment. */
  readonly secrets: readonly string[];
  /** What private files of the project hold. */
  readonly privateTexts: readonly PrivateText[];
  /** Absolute paths of the opened folders; below them paths become relative. */
  readonly folders: readonly string[];
  /** The developer's home folder, which becomes `~`. */
  readonly home?: string;
}

/**
 * Data without secrets in any of its texts, names of fields included, and without absolute paths of this
 * computer. Texts keep their number of lines, so that selections stay where they were. `marks` counts the
 * places where something was taken out.
 */
export function scrubbed<T>(
  value: T,
  hidden: Hidden,
): { readonly value: T; readonly marks: number } {
  let marks = 0;
  const clean = (text: string): string => {
    const cleaned = scrubbedText(text, hidden);
    marks += Math.max(0, marksIn(cleaned) - marksIn(text));
    return cleaned;
  };
  return { value: inside(value, clean) as T, marks };
}

function inside(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((each) => inside(each, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [clean(name), inside(part, clean)]),
  );
}

function scrubbedText(text: string, { secrets, privateTexts, folders, home }: Hidden): string {
  const relative = withoutPlaces(text, folders, home);
  const open = privateTexts.length === 0 ? relative : withoutPrivateValues(relative, privateTexts);
  return withoutKeys(withoutKnown(open, secrets));
}

/** Line by line where something is found: what decodes a text must not change its other lines. */
function withoutKnown(text: string, secrets: readonly string[]): string {
  if (withoutSecrets(text, secrets) === text) return text;
  return text
    .split('\n')
    .map((line) => withoutSecrets(line, secrets).replaceAll('\n', ' '))
    .join('\n');
}

function withoutPlaces(text: string, folders: readonly string[], home: string | undefined): string {
  const longestFirst = folders.toSorted((a, b) => b.length - a.length);
  const relative = longestFirst.reduce((left, folder) => replaced(left, folder, ''), text);
  return home === undefined ? relative : replaced(relative, home, '~');
}

/** The root of a disk is in every path, so it is left alone. */
const shortestFolder = 4;

/** `instead` is empty where what is inside becomes relative; the folder itself is then a dot. */
function replaced(text: string, folder: string, instead: string): string {
  const bare = folder.replace(/[/\\]+$/, '');
  if (bare.length < shortestFolder) return text;
  const written = bare.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const place = new RegExp(`${written}(?:([/\\\\])|(?![\\w.-]))`, 'g');
  return text.replaceAll(place, (_, slash: string | undefined) =>
    instead === '' ? (slash === undefined ? '.' : '') : `${instead}${slash ?? ''}`,
  );
}

function marksIn(text: string): number {
  return (
    text.split(keyMark).length - 1 + (text.match(/\[value from [^\]]* hidden\]/g) ?? []).length
  );
}

const secretVariable = /key|token|secret|passw|passphrase|credential|auth/i;
/** Shorter values, in characters, are found in ordinary texts as well. */
const shortestValue = 8;

/**
 * The values of environment variables whose name speaks of a secret. Paths and texts with spaces, such as that
 * of `SSH_AUTH_SOCK`, are none.
 */
export function secretsOfEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    secretVariable.test(name) &&
    value.length >= shortestValue &&
    !/^[/~.]|^[A-Za-z]:\\|\s/.test(value)
      ? [value]
      : [],
  );
}
