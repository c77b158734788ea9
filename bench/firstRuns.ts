import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPracticeServer } from '../demo/practiceServer/server.ts';
import { installExtension } from '../scripts/codeServer.mjs';
import { ensurePackage, vsix } from '../scripts/package.mjs';
import { ensureTools } from '../scripts/tools.mjs';
import { startVscode } from '../test/support/vscode.ts';
import { Person, type Step } from './firstRuns/person.ts';
import { escalateAndAccept, stories, type Story } from './firstRuns/stories.ts';
import type { Figures } from './run.ts';

/**
 * Plays first runs in a real VS Code at the pace of a person, from installing the package to the first edit that was
 * escalated and accepted. The models are practice models at their full pace; pictures of each step are in
 * `test-results/first-run`.
 */
export async function run(): Promise<Figures> {
  const installMs = await install();
  const figures: Figures = { install: seconds(installMs) };
  const { TIERWISE_STORY: only } = process.env;
  for (const story of stories.filter(({ name }) => !only || name === only)) {
    const steps = await play(story);
    for (const { name, ms } of steps) console.error(`${story.name} · ${name}: ${inSeconds(ms)} s`);
    figures[story.name] = seconds(installMs + steps.reduce((sum, { ms }) => sum + ms, 0));
  }
  return figures;
}

const inSeconds = (ms: number) => Math.round(ms / 100) / 10;
const seconds = (ms: number) => ({ value: inSeconds(ms), unit: 's at the pace of a person' });

/** Milliseconds that VS Code takes to install the package. */
async function install(): Promise<number> {
  const tools = await ensureTools({ codeServer: true });
  await ensurePackage(tools);
  const home = mkdtempSync(join(tmpdir(), 'tierwise-first-run-'));
  try {
    const beganMs = performance.now();
    await installExtension(tools, { home, extensionsFolder: join(home, 'extensions'), vsix });
    return performance.now() - beganMs;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function play({ name, keys, settings, begin }: Story): Promise<readonly Step[]> {
  const practice = await startPracticeServer({ keys });
  try {
    const vscode = await startVscode({ settings: settings?.(practice) ?? {} });
    try {
      const person = new Person(vscode.page, name);
      const scene = { vscode, practice, person };
      await begin(scene);
      await escalateAndAccept(scene);
      return person.steps;
    } finally {
      await vscode.stop();
    }
  } finally {
    await practice.close();
  }
}
