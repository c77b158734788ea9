import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { InOrder } from './test/support/inOrder.ts';

const unit = {
  // Half of it waits for processes, disks and clocks; by itself it leaves a core idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Real workers, processes and vocabularies: a busy machine takes its time.
  testTimeout: 20_000,
};

export default defineConfig({
  test: {
    sequence: { sequencer: InOrder },
    projects: [
      {
        test: {
          name: 'unit',
          ...unit,
          include: ['test/unit/**/*.test.ts', 'test/faults/**/*.test.ts'],
          exclude: ['test/unit/routing/**'],
        },
      },
      {
        test: {
          name: 'unit-routing',
          ...unit,
          include: ['test/unit/routing/**/*.test.ts'],
          // Routing is pure and keeps no state, so its tests share their processes and load its modules once.
          isolate: false,
        },
      },
      {
        test: {
          name: 'editor',
          include: ['test/host/**/*.test.ts', 'test/editor/**/*.test.ts'],
          globalSetup: ['test/support/editorSetup.ts'],
          // One process and one VS Code: its window is shared by the files, one after the other.
          maxWorkers: 1,
          fileParallelism: false,
          isolate: false,
          // A busy machine takes its time; what is waited for is waited for by its event.
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
