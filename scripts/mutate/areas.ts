import { globSync } from 'node:fs';

/** A part of the product whose tests are measured. */
export interface Area {
  readonly name: string;
  /** Globs of the files to mutate. A file belongs to the first area that matches it. */
  readonly files: readonly string[];
  /** Test folders of the area. A test elsewhere counts only if it imports the mutated file directly. */
  readonly tests: readonly string[];
}

export const areas: readonly Area[] = [
  {
    name: 'routing',
    files: [
      'src/routing/{budgets,caches,candidates,decide,evidence,experiments,planner,policy}/*.ts',
      'src/routing/models/{accounts,batchPrice,capacity,creditPlan,money,price,usage}.ts',
      'src/routing/turns/*.ts',
    ],
    tests: ['test/unit/routing/', 'test/unit/evaluation/', 'test/unit/cli/'],
  },
  {
    name: 'ledger',
    files: ['src/ledger/{learning,rollups,write}/*.ts'],
    tests: ['test/unit/ledger/'],
  },
  {
    name: 'providers',
    files: [
      'src/providers/*.ts',
      'src/providers/{anthropic,batches,http,openai,openaiCompatible,openaiDecisions}/*.ts',
      'src/providers/{turns,windows}/*.ts',
    ],
    tests: ['test/unit/providers/', 'test/faults/'],
  },
  {
    name: 'execution',
    files: [
      'src/execution/*.ts',
      'src/execution/{attempt,plan,safety}/*.ts',
      'src/execution/{gates,sandbox}/**/*.ts',
    ],
    tests: ['test/unit/execution/', 'test/faults/'],
  },
  {
    name: 'edits',
    files: [
      'src/execution/answer/**/*.ts',
      'src/editor/answers/acceptAnswer.ts',
      'src/editor/platform/currentText.ts',
      'src/editor/writing/*.ts',
    ],
    tests: ['test/unit/execution/', 'test/unit/editor/'],
  },
];

/** The files of each area, as paths relative to the root with `/`. */
export function filesOf(root: string, all: readonly Area[]): Map<string, readonly string[]> {
  const taken = new Set<string>();
  return new Map(
    all.map(({ name, files }) => {
      const found = globSync([...files], { cwd: root }).map((path) => path.replaceAll('\\', '/'));
      const own = found.filter((path) => !taken.has(path)).toSorted();
      own.forEach((path) => taken.add(path));
      return [name, own];
    }),
  );
}
