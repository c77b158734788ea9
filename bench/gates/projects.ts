import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/tools.mjs';
import type { GateCommand } from '../../src/execution/gates/command/commandHash.ts';
import { plainEnvironment } from '../../src/execution/sandbox/environment.ts';
import { findExecutable } from '../../src/execution/sandbox/findExecutable.ts';
import { createProjectCopy, type ProjectCopy } from '../../src/execution/sandbox/projectCopy.ts';
import { pathInProject } from './cases.ts';
import { type Language, languages } from './languages.ts';

interface TestCommand {
  readonly argv: readonly string[];
  /** The program that must be on the path. */
  readonly programs: readonly string[];
}

/** How to run the tests of the corpus, by language. The tests are in `corpus/tests`. */
const testCommands: Readonly<Record<string, TestCommand>> = {
  typescript: { argv: ['node', 'test/bookings.test.ts'], programs: ['node'] },
  javascript: { argv: ['node', 'test/tools.test.js'], programs: ['node'] },
  python: { argv: ['python3', '-m', 'unittest', 'discover', '-s', 'test'], programs: ['python3'] },
  rust: { argv: ['sh', 'test.sh'], programs: ['sh', 'rustc'] },
  java: { argv: ['sh', 'test.sh'], programs: ['sh', 'javac', 'java'] },
  shellscript: {
    argv: ['bash', 'test.sh'],
    programs: ['bash', 'tar', 'gzip', 'find', 'sha256sum'],
  },
};

/** A copy of a project with the corpus's file and its tests. */
export interface TestProject {
  readonly language: string;
  readonly command: GateCommand;
  readonly copy: ProjectCopy;
  dispose(): Promise<void>;
}

const corpus = join(import.meta.dirname, 'corpus');
const { signal } = new AbortController();

/** The languages whose tests can run here, and the reasons why the others cannot. */
export async function testableLanguages() {
  const env = await plainEnvironment(process.env, root);
  const testable: Language[] = [];
  const skipped: string[] = [];
  for (const language of languages) {
    const command = testCommands[language.id];
    const found = await Promise.all(
      (command?.programs ?? []).map((program) => findExecutable(program, env)),
    );
    const missing = command?.programs.filter((_, index) => found[index] === undefined);
    if (!missing) skipped.push(`${language.id}: the corpus has no tests for it`);
    else if (missing.length > 0) skipped.push(`${language.id}: no ${missing.join(', ')} here`);
    else testable.push(language);
  }
  return { testable, skipped };
}

export async function openTestProject(language: Language): Promise<TestProject> {
  const place = await mkdtemp(join(tmpdir(), 'tierwise-bench-'));
  const folder = join(place, language.id);
  const file = join(folder, pathInProject(language));
  await cp(join(corpus, 'tests', language.id), folder, { recursive: true });
  await mkdir(dirname(file), { recursive: true });
  await copyFile(join(corpus, language.file), file);
  if (language.id === 'typescript') await useOwnTypes(folder);
  const scratchFolder = join(place, 'scratch');
  const copy = await createProjectCopy({
    folder,
    scratchFolder,
    env: process.env,
    signal,
    report(bug) {
      throw bug;
    },
  });
  const { argv } = testCommands[language.id]!;
  return {
    language: language.id,
    command: { name: 'tests', argv, timeoutSeconds: 15, source: 'user settings' },
    copy,
    async dispose() {
      await copy.dispose();
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** Uses the Node types that Tierwise has installed. */
async function useOwnTypes(folder: string): Promise<void> {
  const path = join(folder, 'tsconfig.json');
  const config = JSON.parse(await readFile(path, 'utf8'));
  config.compilerOptions.typeRoots = [join(root, 'node_modules', '@types')];
  await writeFile(path, JSON.stringify(config));
}
