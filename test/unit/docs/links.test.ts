import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/tools.mjs';
import { guideIndex } from '../../../src/editor/platform/contributed.ts';
import { anchorsIn, linksIn } from '../../support/markdown.ts';

const names = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).map((name) =>
  name.replaceAll('\\', '/'),
);
const pages = new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));

/** The links of a page to other pages and files, each with the page and its anchor. */
function targetsOf(name: string): { link: string; path: string; anchor: string | undefined }[] {
  return linksIn(pages.get(name) ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor] = link.split('#');
      const whole = path === '' ? name : normalize(join(dirname(name), path));
      return { link, path: whole.replaceAll('\\', '/'), anchor };
    });
}

test.each(names)('the links of %s lead somewhere', (name) => {
  const broken = targetsOf(name).filter(({ path, anchor }) => {
    if (relative(root, join(root, path)).startsWith('..') || !existsSync(join(root, path)))
      return true;
    return anchor !== undefined && !anchorsIn(pages.get(path) ?? '').has(anchor);
  });
  expect(broken.map(({ link }) => link)).toEqual([]);
});

test('links of the pages in the package stay in the package, but those of the README and the changes', () => {
  const kept = readFileSync(join(root, '.vscodeignore'), 'utf8').match(/(?<=^!).+$/gm) ?? [];
  const isPackaged = picomatch(kept);
  const packaged = names.filter((name) => isPackaged(name) && !/^(README|CHANGELOG)/.test(name));
  expect(packaged).toContain(guideIndex);
  const leading = packaged.flatMap((name) =>
    targetsOf(name).flatMap(({ link, path }) => (isPackaged(path) ? [] : `${name}: ${link}`)),
  );
  expect(leading).toEqual([]);
});

test('every page can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const name of reached) for (const { path } of targetsOf(name)) reached.add(path);
  expect(names.filter((name) => !reached.has(name))).toEqual([]);
});

/**
 * The paths in backticks of a page that do not exist. They begin at the root or below `src/`; a name alone may also be
 * in the folder of the path before it in its line.
 */
function missingPaths(page: string): string[] {
  const inCode = /`([\w./-]+(?:\/|\.(?:ts|mjs|json|md)))`/g;
  return page.split('\n').flatMap((line) => {
    let before = '.';
    return [...line.matchAll(inCode)].flatMap(([, path = '']) => {
      const found = ['.', 'src', before].find((folder) => existsSync(join(root, folder, path)));
      if (found === undefined) return [path];
      before = join(found, path.endsWith('/') ? path : dirname(path));
      return [];
    });
  });
}

test('every path that the map of the code names is there', () => {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  expect(missingPaths(page)).toEqual([]);
  expect(missingPaths('`routing/explain.ts`, `decide.ts` and `nowhere.ts`')).toEqual([
    'decide.ts',
    'nowhere.ts',
  ]);
});

test('links are found in prose alone, anchors as they are made of headings', () => {
  const page = [
    '# What’s *new*, `here`?',
    'See [one](a.md#b) and [`two`](b.md), not `[three](c.md)`.',
    '```md\n[four](d.md)\n# Not a heading\n```',
    '![a picture](e.jpg)',
  ].join('\n\n');
  expect(linksIn(page)).toEqual(['a.md#b', 'b.md', 'e.jpg']);
  expect([...anchorsIn(page)]).toEqual(['whats-new-here']);
});
