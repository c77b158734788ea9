import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { InOrder } from './test/support/inOrder.ts';

const unit = {
  // Half of it waits for processes, disks and clocks; by itself it leaves a core idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Real workers, processes and vocabularies: a busy machine takes its time.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 60_000 } },
};

const unitFiles = ['test/unit/**/*.test.ts', 'test/faults/**/*.test.ts'];
// A module that is loaded with a mock keeps it; the others measure or change what all of a process shares, as sharp does.
const needsOwnProcess =
  /\bvi\.(?:mock|doMock|resetModules)\(|\b(?:cpuUsage|getActiveResourcesInfo|setDefaultCACertificates)\(|'sharp'/;
const root = import.meta.dirname;
const alone = globSync(unitFiles, { cwd: root }).filter((file) =>
  needsOwnProcess.test(readFileSync(join(root, file), 'utf8')),
);

export default defineConfig({
  test: {
    sequence: { sequencer: InOrder },
    projects: [
      {
        test: {
          name: 'unit',
          ...unit,
          include: unitFiles,
          exclude: alone,
          // These share their processes and load the modules once; each leaves its process as it was.
          isolate: false,
          // Node loads the modules itself: through vite, each use of an import is a call, and loops take twice as long.
          experimental: { viteModuleRunner: false, nodeLoader: false },
          setupFiles: ['test/support/sharedProcess.ts'],
        },
      },
      {
        // Outside VS Code it has no module of that name; a test that needs more of it mocks it.
        resolve: { alias: { vscode: join(root, 'test/support/plainVscode.ts') } },
        test: {
          name: 'unit-alone',
          ...unit,
          include: alone,
        },
      },
      {
        test: {
          name: 'editor',
          include: ['test/host/**/*.test.ts', 'test/editor/**/*.test.ts'],
          globalSetup: ['test/support/editorSetup.ts'],
          // Each process has a VS Code, whose window is shared by its files, one after the other.
          maxWorkers: 2,
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
