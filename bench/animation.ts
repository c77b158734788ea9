import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/tools.mjs';
import { openPractice } from '../test/support/practiceVscode.ts';
import { animationOf, Film } from './animation/film.ts';
import { play, storySettings } from './animation/story.ts';
import type { Figures } from './run.ts';

/**
 * Films the README's animation in a real VS Code with practice models, and writes it to `media/tierwise.webp`. Its
 * pictures are in `test-results/animation`, each with the milliseconds for which it is shown.
 */
export async function run(): Promise<Figures> {
  const vscode = await openPractice({
    // Slow enough for pictures of answers that arrive.
    pace: 4,
    settings: (settings) => ({ ...settings, ...storySettings }),
  });
  const film = new Film(vscode.page);
  try {
    await play(vscode, film);
  } finally {
    savePictures(film);
    await vscode.stop();
  }
  const animation = await animationOf(film.shots);
  writeFileSync(join(root, 'media', 'tierwise.webp'), animation);
  const lengthMs = film.shots.reduce((sum, { ms }) => sum + ms, 0);
  return {
    pictures: { value: film.shots.length, unit: 'pictures' },
    length: { value: lengthMs / 1000, unit: 's' },
    size: { value: Math.ceil(animation.length / 1000), unit: 'kB' },
  };
}

function savePictures({ shots }: Film): void {
  const folder = join(root, 'test-results', 'animation');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [at, { png, ms }] of shots.entries()) {
    writeFileSync(join(folder, `${String(at + 1).padStart(2, '0')} ${ms} ms.png`), png);
  }
}
