import { posix } from 'node:path';
import type { Area } from './areas.ts';
import { type ImportGraph, reachedFrom } from './importGraph.ts';

const unitTest = /^test\/(?:unit|faults)\/.*\.test\.ts$/;

export interface RelatedTest {
  readonly test: string;
  /** The number of imports in between; 0 for the test named after the file. */
  readonly steps: number;
  /**
   * Whether the test imports the file directly or is in the area's test folders. Other tests find little
   * and take long.
   */
  readonly close: boolean;
}

/** Unit tests that load a file, nearest first. */
export function relatedTests({ importers }: ImportGraph, file: string, area: Area): RelatedTest[] {
  const own = `${posix.basename(file, '.ts')}.test.ts`;
  return [...reachedFrom(file, importers)]
    .filter(([path]) => unitTest.test(path))
    .map(([test, steps]) => {
      const isOwn = posix.basename(test) === own;
      const inArea = area.tests.some((folder) => test.startsWith(folder));
      return { test, steps: isOwn ? 0 : steps, close: isOwn || steps <= 1 || inArea };
    })
    .toSorted((one, other) => one.steps - other.steps || (one.test < other.test ? -1 : 1));
}

/** Only a unit test that puts something in place of the editor's API can load a file that loads it. */
export function needsEditor({ imports, importers }: ImportGraph, file: string): boolean {
  if (!reachedFrom(file, imports).has('vscode')) return false;
  const tests = [...reachedFrom(file, importers).keys()].filter((path) => unitTest.test(path));
  return !tests.some((test) => imports.get(test)?.has('vscode'));
}
