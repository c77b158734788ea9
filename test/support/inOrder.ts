import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The editor tests in one order on every machine: those that need the extension host alone, those that
 * look at the shared window, those that need a window of their own, which closes the shared one. Other
 * tests as vitest thinks best.
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
