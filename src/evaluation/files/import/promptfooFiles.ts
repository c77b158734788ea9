import { parseDocument } from 'yaml';
import { isRecord } from '../../../routing/input/objects.ts';
import { evaluationLimits } from '../limits.ts';
import { testsOfCsv } from './csvTests.ts';
import { isFile, writtenPrompts } from './promptfooPrompts.ts';
import { mostAliases } from '../../../routing/input/yaml.ts';

/** The files beside a configuration. Paths are relative to its folder. */
export interface FilesBeside {
  /** The text of a file; undefined where there is none, or none that may be read. */
  read(path: string): Promise<string | undefined>;
  /** The paths that a pattern such as `prompts/*.txt` matches, in their order. */
  find(pattern: string): Promise<readonly string[]>;
}

/** Of one configuration. Chosen by judgement: people have a dozen. */
const mostFiles = 200;

/**
 * Puts prompts, tests and values that stand in other files into a promptfoo configuration. Only files of data are
 * read, and no program is run; what cannot be read stays as it is written, so that the import names it. The forms are
 * those of promptfoo's documents (`site/docs/configuration/prompts.md`, `test-cases.md`), read on 2026-12-01.
 */
export async function withFiles(config: unknown, beside: FilesBeside): Promise<unknown> {
  if (!isRecord(config)) return config;
  const files = limited(beside);
  const { prompts, tests, defaultTest, scenarios, assertionTemplates } = config;
  return {
    ...config,
    ...(prompts !== undefined && { prompts: await promptsWith(prompts, files) }),
    ...(tests !== undefined && { tests: await testsWith(tests, files) }),
    ...(scenarios !== undefined && { scenarios: await testsWith(scenarios, files) }),
    ...(defaultTest !== undefined && { defaultTest: await valueWith(defaultTest, files) }),
    ...(assertionTemplates !== undefined && {
      assertionTemplates: await valueWith(assertionTemplates, files),
    }),
  };
}

/** Reads no more files and characters than an evaluation may have. */
function limited({ read, find }: FilesBeside): FilesBeside {
  let files = mostFiles;
  let characters: number = evaluationLimits.characters;
  return {
    find,
    async read(path) {
      files -= 1;
      if (files < 0) return undefined;
      const text = await read(path);
      characters -= text?.length ?? 0;
      return characters < 0 ? undefined : text;
    },
  };
}

type Contents = (text: string) => readonly unknown[];

/** A text file has several prompts between lines of three dashes; one of messages is a conversation. */
const prompts: Readonly<Record<string, Contents>> = {
  txt: (text) => text.split(/^---\s*$/m).map((each) => each.trim()),
  md: (text) => [text],
  j2: (text) => [text],
  json: (text) => [text.trim()],
  jsonl: (text) => linesOf(text),
  yaml: (text) => [parsed(text)],
  yml: (text) => [parsed(text)],
};

const tests: Readonly<Record<string, Contents>> = {
  csv: testsOfCsv,
  json: (text) => [parsed(text)].flat(),
  jsonl: (text) => linesOf(text).map(parsed),
  yaml: (text) => [parsed(text)].flat(),
  yml: (text) => [parsed(text)].flat(),
};

const values: Readonly<Record<string, Contents>> = {
  txt: (text) => [text],
  md: (text) => [text],
  json: (text) => [parsed(text)],
  yaml: (text) => [parsed(text)],
  yml: (text) => [parsed(text)],
};

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** JSON is YAML as well. Undefined for what is neither, or could grow without end by its aliases. */
function parsed(text: string): unknown {
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { logLevel: 'error' });
  try {
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: mostAliases });
  } catch {
    return undefined;
  }
}

async function promptsWith(written: unknown, files: FilesBeside): Promise<readonly unknown[]> {
  const all = writtenPrompts(written).map(async (each) =>
    typeof each === 'string' && isFile(each) ? contentsOf(each, prompts, files) : [each],
  );
  return (await Promise.all(all)).flat();
}

async function testsWith(written: unknown, files: FilesBeside): Promise<readonly unknown[]> {
  const all = [written].flat().map(async (each: unknown) => {
    const list = typeof each === 'string' ? await contentsOf(each, tests, files) : [each];
    return Promise.all(
      list.map((test) => (typeof test === 'string' ? test : valueWith(test, files))),
    );
  });
  return (await Promise.all(all)).flat();
}

/** A value with the contents of all files that it names. */
async function valueWith(value: unknown, files: FilesBeside): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((each) => valueWith(each, files)));
  if (isRecord(value)) {
    const fields = Object.entries(value).map(
      async ([name, each]) => [name, await valueWith(each, files)] as const,
    );
    return Object.fromEntries(await Promise.all(fields));
  }
  if (typeof value !== 'string' || !value.startsWith('file://')) return value;
  return (await contentsOf(value, values, files))[0];
}

/** What a file, or each file of a pattern, holds; the reference itself where that cannot be read. */
async function contentsOf(
  written: string,
  kinds: Readonly<Record<string, Contents>>,
  { read, find }: FilesBeside,
): Promise<readonly unknown[]> {
  const path = written.replace(/^file:\/\//, '').replace(/^\.\//, '');
  const contents = kinds[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
  const isPattern = /[*?[{]/.test(path);
  const paths = isPattern ? await find(path) : [path];
  const all = await Promise.all(
    paths.map(async (each) => {
      const kind = contents ?? kinds[/\.(\w+)$/.exec(each)?.[1]?.toLowerCase() ?? ''];
      const text = kind && (await read(each));
      return text === undefined ? [`file://${each}`] : kind!(text);
    }),
  );
  const found = all.flat();
  return found.length === 0 || found.includes(undefined) ? [written] : found;
}
