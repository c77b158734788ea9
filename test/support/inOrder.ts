import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Runs the editor tests in the same order on every machine. Those that use the shared window run one after the
 * other, because a separate window closes it: first those that need only the extension host, then the others.
 * Unit tests run in vitest's own order.
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

const folders = ['/test/host/windows/', '/test/host/', '/test/editor/windows/', '/test/editor/'];
const places = [1, 2, 4, 3];

function placeOf({ moduleId }: TestSpecification): number {
  return places[folders.findIndex((folder) => moduleId.includes(folder))] ?? 0;
}
