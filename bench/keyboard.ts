import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/tools.mjs';
import { openPractice } from '../test/support/practiceVscode.ts';
import { Hands } from './keyboard/hands.ts';
import { stories } from './keyboard/stories.ts';
import type { Figures } from './run.ts';

/**
 * Runs every command of the palette in a real VS Code with keys alone, with practice models, and walks with Tab through
 * each page that opens. The keys, what each command showed, and pictures are in `test-results/keyboard`.
 */
export async function run(): Promise<Figures> {
  const folder = join(root, 'test-results', 'keyboard');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const window = await openPractice({ pace: 0.02 });
  const hands = new Hands(window.page, folder);
  const failed: unknown[] = [];
  for (const story of stories) {
    try {
      await story({ hands, window });
    } catch (error) {
      failed.push(error);
      await window.page.screenshot({ path: join(folder, `failed in ${story.name}.png`) });
      console.error(`In ${story.name}: ${String(error)}`);
    }
  }
  writeFileSync(join(folder, 'played.json'), JSON.stringify(hands.played, null, 2));
  await window.stop();
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} stories failed`);
  const played = new Set(hands.played.map(({ command }) => command));
  const left = titles().filter((title) => !played.has(title));
  const silent = hands.played.filter(({ showed }) => showed === undefined);
  const missed = hands.played.flatMap(({ page }) => page?.missed ?? []);
  for (const title of left) console.error(`Not run: ${title}`);
  for (const { command } of silent) console.error(`Shows nothing: ${command}`);
  for (const { command, page } of hands.played) {
    for (const name of page?.missed ?? [])
      console.error(`Tab does not reach “${name}” of ${command}`);
  }
  return {
    commands: { value: played.size, unit: `of ${titles().length} in the palette` },
    silent: { value: silent.length, unit: 'commands after which nothing changed' },
    swallowed: { value: hands.swallowed, unit: 'times F1 had to be pressed again' },
    missed: { value: missed.length, unit: 'controls of pages that Tab does not reach' },
  };
}

/** The titles of the commands that the palette may show. */
function titles(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const words = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Words;
  const hidden = manifest.contributes.menus.commandPalette
    .filter(({ when }) => when === 'false')
    .map(({ command }) => command);
  return manifest.contributes.commands
    .filter(({ command }) => !hidden.includes(command))
    .map(({ title }) => words[title.slice(1, -1)] ?? title);
}

type Words = Readonly<Record<string, string>>;

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: {
      readonly commandPalette: readonly { readonly command: string; readonly when: string }[];
    };
  };
}
