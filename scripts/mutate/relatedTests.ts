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

/** Unit tests cannot load files that load the editor's API. */
export function needsEditor({ imports }: ImportGraph, file: string): boolean {
  return reachedFrom(file, imports).has('vscode');
}
