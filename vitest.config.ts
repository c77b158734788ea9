import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Half of it waits for processes, disks and clocks; by itself it leaves a core idle.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          // Real workers, processes and vocabularies: a busy machine takes its time.
          testTimeout: 20_000,
          include: ['test/unit/**/*.test.ts', 'test/faults/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'editor',
          include: ['test/editor/**/*.test.ts'],
          // One VS Code at a time: two would fight over the machine and make timings worthless.
          maxWorkers: 1,
          fileParallelism: false,
          // A real editor in a real browser answers in its own time; a stumble is tried once more.
          expect: { poll: { timeout: 10_000 } },
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
