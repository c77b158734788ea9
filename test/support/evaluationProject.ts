import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';

/** What a process of the command line did. */
export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface StartOptions {
  readonly node?: string;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A project in a temporary folder, and settings for a practice server at `url`. */
export function openEvaluationProject(program: string, url: string) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-evaluate-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const settings = (more: Record<string, unknown> = {}): void =>
    write(
      'settings.jsonc',
      `// as in VS Code\n${JSON.stringify({ ...practiceSettings(url), ...more })}`,
    );
  settings();

  function start(args: readonly string[], options: StartOptions = {}) {
    const { node = process.execPath, nodeOptions = [], env = {} } = options;
    const all = [...nodeOptions, program, 'evaluate', '--settings', 'settings.jsonc', ...args];
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(node, all, { cwd: folder, env: { PATH, HOME, ...env } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (err += String(data)));
    const ended = new Promise<CliRun>((resolve) =>
      child.once('close', (code) => resolve({ code, out, err })),
    );
    return { child, ended };
  }

  return {
    folder,
    write,
    settings,
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    start,
    run: (args: readonly string[] = [], options: StartOptions = {}) => start(args, options).ended,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface WrittenEvaluationParts {
  readonly fixtures?: number;
  readonly candidates?: string;
  readonly minPassRate?: number;
  /** What the answer has to hold; each answer of the practice models names its model. */
  readonly says?: string;
  readonly scorers?: string;
}

/** An evaluation of explanations of functions, as a file says it. */
export function explainEvaluation(parts: WrittenEvaluationParts = {}): string {
  const cases = explainCases(parts.fixtures ?? 60).map((each) => `  - ${each}\n`);
  return `${explainHead(parts)}fixtures:\n${cases.join('')}`;
}

/** The same without its fixtures. */
export function explainHead({
  candidates = '[fast, balanced]',
  minPassRate = 0.8,
  says = 'Practice model',
  scorers = `[{ kind: contains, all: ['${says}'] }]`,
}: WrittenEvaluationParts = {}): string {
  return `taskType: explain
thresholds: { minPassRate: ${minPassRate} }
candidates: ${candidates}
scorers: ${scorers}
`;
}

/** So many fixtures, each in one line of JSON. */
export function explainCases(count: number): readonly string[] {
  return Array.from({ length: count }, (_, place) =>
    JSON.stringify({
      id: `case ${place}`,
      instruction: `What does it do, case ${place}?`,
      files: [{ path: `src/f${place}.ts`, text: `export const f${place} = () => ${place};\n` }],
    }),
  );
}
