import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Environment } from '../../sandbox/environment.ts';
import { isInside } from '../../sandbox/paths.ts';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';

/** What a command did not find: files that only the project has, and variables. */
export interface Missing {
  /** Relative to the opened folder, with forward slashes. */
  readonly files: readonly string[];
  readonly variables: readonly string[];
}

const most = { lines: 400, words: 300, named: 3 };
const endings = ['', '.js', '.mjs', '.cjs', '.ts', '.tsx', '.json', '.d.ts', '.py', '/index.js'];
const saysMissing =
  /\b(?:not|isn't|aren't|wasn't|no|un)\W{0,3}(?:be\W)?(?:set|defined|found|provided|present|exist|configured|specified|given|bound)|missing|required|requires|\bunset\b|unbound|must (?:be (?:set|defined|provided)|provide|have)|KeyError|need(?:s|ed)?\b|NotPresent/i;
const maySayMissing = /undefined|\bnull\b|\bNone\b|expected|invalid|empty/i;
const aboutVariables = /\benv(?:ironment)?\b|\benv\(|environ|variable|getenv|unbound/i;
/** A name that the program's own text lacks. */
const aboutCode = /ReferenceError|NameError|cannot find symbol|undeclared|TS\d{4}/;
const variableName =
  /(?<![\w./-])\$?\{?([A-Z][A-Z\d]*(?:_[A-Z\d]+)+|[A-Z][A-Z\d]{3,})\}?(?![\w/-]|\.\w)/g;

/** Finds in the output of a command what it lacks in the copy although the developer has it. */
export async function whatIsMissing(
  output: string,
  copy: ProjectCopy,
  {
    cwd,
    env,
    given,
  }: { readonly cwd: string; readonly env: Environment; readonly given: Environment },
): Promise<Missing> {
  const lines = stripVTControlCharacters(output).split(/\r?\n/).slice(-most.lines);
  const files = await missingFiles(lines, copy, cwd);
  const variables = missingVariables(lines, env, given);
  return { files: files.slice(0, most.named), variables: variables.slice(0, most.named) };
}

async function missingFiles(
  lines: readonly string[],
  copy: ProjectCopy,
  cwd: string,
): Promise<readonly string[]> {
  const words = new Set(lines.flatMap((line) => wordsOf(line)));
  const paths = [...words].slice(0, most.words);
  const folders = new Set([cwd, copy.folder, copy.root]);
  for (const path of paths) {
    const place = isAbsolute(path) ? path : join(cwd, path);
    if (isInside(copy.root, place) && (await exists(place))) folders.add(dirname(place));
  }
  const found = new Set<string>();
  for (const path of paths) {
    const bases = isAbsolute(path) ? [''] : [...folders];
    for (const base of bases) {
      const missing = await missingAt(isAbsolute(path) ? path : join(base, path), copy);
      if (missing !== undefined) found.add(missing);
    }
  }
  return [...found];
}

/** Words that may be paths, also as Python names modules. */
function wordsOf(line: string): string[] {
  return line
    .split(/[\s'"`()<>|,;=[\]{}]+/)
    .map((word) => word.replace(/^file:\/\//, '').replace(/(?::\d+)*[:.]*$/, ''))
    .filter((word) => /[./\\]/.test(word) && /\w/.test(word) && word.length < 300)
    .flatMap((word) =>
      /^[A-Za-z_]\w*(?:\.\w+)+$/.test(word) ? [word, word.replaceAll('.', '/')] : [word],
    );
}

/** The uppermost part of a place in the copy that only the project has, relative to the opened folder. */
async function missingAt(place: string, copy: ProjectCopy): Promise<string | undefined> {
  if (!isInside(copy.root, place)) return undefined;
  const inside = relative(copy.root, place);
  for (const ending of endings) {
    const whole = join(copy.sourceRoot, inside + ending);
    if ((await exists(join(copy.root, inside + ending))) || !(await exists(whole))) continue;
    const names = (inside + ending).split(sep);
    for (let count = 1; count <= names.length; count += 1) {
      const part = join(...names.slice(0, count));
      if (await exists(join(copy.root, part))) continue;
      const path = relative(copy.source, join(copy.sourceRoot, part)).split(sep).join('/');
      return path;
    }
  }
  return undefined;
}

/**
 * Names in capitals on a line that says that something is missing, where the line is about variables or
 * the developer's editor has that variable and the command did not get it.
 */
function missingVariables(
  lines: readonly string[],
  env: Environment,
  given: Environment,
): string[] {
  const names = new Set<string>();
  for (const line of lines.filter((each) => !aboutCode.test(each))) {
    const isAbout = aboutVariables.test(line);
    const isMissing = saysMissing.test(line) || (isAbout && maySayMissing.test(line));
    for (const [, name = ''] of isMissing ? line.matchAll(variableName) : []) {
      const isWithheld = env[name] !== undefined && given[name] === undefined;
      const isNamed = (isAbout || name.includes('_')) && !isErrorCode(name);
      if (given[name] === undefined && (isWithheld || isNamed)) names.add(name);
    }
  }
  return [...names];
}

/** Such as `ERR_MODULE_NOT_FOUND` and `ENOENT`. */
function isErrorCode(name: string): boolean {
  return /^(?:ERR|E[A-Z]+$)|_(?:ERROR|FOUND|FAILED|FAILURE|EXCEPTION)$/.test(name);
}

/** Tells the developer what a command did not find, and what to do. Empty when nothing is missing. */
export async function sayMissing(
  { files, variables }: Missing,
  copy: ProjectCopy,
): Promise<string> {
  const said: string[] = [];
  if (files.length > 0) {
    const names = files.map((file) => JSON.stringify(file));
    said.push(
      `It did not find ${names.join(', ')}, which the project has and the throwaway copy has not, because git ignores it: add ${names.join(', ')} to the setting tierwise.copyAlso.`,
    );
  }
  if (variables.length > 0) {
    const names = variables.join(', ');
    const file = await fileThatSets(variables, copy);
    const next = file
      ? `${JSON.stringify(file)} sets it: add that file to the setting tierwise.copyAlso.`
      : `Let the command set it, such as ["sh", "-c", "${variables[0]}=… npm test"], or read it from a file that the setting tierwise.copyAlso names.`;
    const what = variables.length > 1 ? 'variables' : 'variable';
    said.push(
      `It needs the ${what} ${names}, and commands get none of your own variables. ${next}`,
    );
  }
  return said.join(' ');
}

/** The first usual file of variables that sets one of them and is not in the copy. */
async function fileThatSets(
  variables: readonly string[],
  copy: ProjectCopy,
): Promise<string | undefined> {
  for (const name of [
    '.env',
    '.env.local',
    '.env.test',
    '.env.test.local',
    '.env.development',
    '.envrc',
  ]) {
    if (await exists(join(copy.folder, name))) continue;
    const text = await readFile(join(copy.source, name), 'utf8').catch(() => '');
    const sets = (variable: string): boolean =>
      new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*=`, 'm').test(text);
    if (variables.some(sets)) return name;
  }
  return undefined;
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}
