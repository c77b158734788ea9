import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GuidePage, guideOf } from './guide.ts';
import { referencePages } from './pages.ts';

const folder = join('docs', 'guide');

/** Writes the pages that are made from the code, where they are no longer true. `root` is the project's folder. */
export function writeReference(root: string): void {
  for (const [name, text] of Object.entries(reference(root))) {
    const path = join(root, folder, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}

/** What the pages are to hold, by file name. */
export function reference(root: string): Record<string, string> {
  const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const made = Object.keys(referencePages({ contributes, readme, guide: guideOf([]) }));
  const written = guidePages(root).filter(({ name }) => !made.includes(name));
  return referencePages({ contributes, readme, guide: guideOf(written) });
}

/** The pages of the guide, in the order in which the README lists them. */
export function guidePages(root: string): GuidePage[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const names = [...readme.matchAll(/\]\(docs\/guide\/([\w-]+\.md)\)/g)].map(([, name]) => name!);
  return [...new Set(names)]
    .filter((name) => existsSync(join(root, folder, name)))
    .map((name) => ({ name, text: readFileSync(join(root, folder, name), 'utf8') }));
}
