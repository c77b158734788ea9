import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Runs the editor tests in the same order on every machine: first those that need only the extension
 * host, then those that use the shared window, then those that need a separate window, which closes the
 * shared one. Other tests run in vitest's own order.
 */
export class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (a, b) =>
        placeOf(a) - placeOf(b) || (placeOf(a) > 0 ? a.moduleId.localeCompare(b.moduleId) : 0),
    );
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const folders = ['/test/host/', '/test/editor/windows/', '/test/editor/'];
  const place = folders.findIndex((folder) => moduleId.includes(folder));
  return [1, 3, 2][place] ?? 0;
}
