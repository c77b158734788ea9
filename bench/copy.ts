import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProjectCopy } from '../src/execution/sandbox/projectCopy.ts';
import type { Figures } from './run.ts';

/*
 * How long the throwaway copy of a project takes: a small one, and one of 20,000 files with 1,200
 * packages. Also what one run of a command costs besides the command: looking at the developer's
 * packages before and after, and removing what it left.
 */

const { signal } = new AbortController();
const sizes = {
  small: { files: 400, packages: 60 },
  large: { files: 20_000, packages: 1_200 },
} as const;
const filesOfPackage = 15;
const text = 'x'.repeat(2_500);

export async function run(): Promise<Figures> {
  const figures: Figures = {};
  for (const [name, size] of Object.entries(sizes)) {
    const place = await mkdtemp(join(tmpdir(), 'tierwise-bench-'));
    try {
      const measured = await measure(place, size);
      for (const [step, ms] of Object.entries(measured)) {
        figures[`${name}.${step}`] = { value: Math.round(ms), unit: 'ms' };
      }
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  }
  return figures;
}

interface Size {
  readonly files: number;
  readonly packages: number;
}

async function measure(place: string, size: Size): Promise<Record<string, number>> {
  const folder = join(place, 'project');
  await fill(folder, size);
  const started = performance.now();
  const copy = await createProjectCopy({
    folder,
    scratchFolder: join(place, 'scratch'),
    env: process.env,
    signal,
    report(bug) {
      throw bug;
    },
  });
  const made = performance.now();
  await copy.remember(signal);
  const remembered = performance.now();
  await copy.outside(signal);
  const looked = performance.now();
  await copy.tidy(signal);
  const tidied = performance.now();
  await copy.dispose();
  return {
    copy: made - started,
    remember: remembered - made,
    look: looked - remembered,
    tidy: tidied - looked,
  };
}

async function fill(folder: string, { files, packages }: Size): Promise<void> {
  const perFolder = 50;
  for (let index = 0; index < files; index += 1) {
    const inside = join(folder, 'src', `part${Math.floor(index / perFolder)}`);
    if (index % perFolder === 0) await mkdir(inside, { recursive: true });
    await writeFile(join(inside, `file${index}.ts`), text);
  }
  for (let index = 0; index < packages; index += 1) {
    const inside = join(folder, 'node_modules', `package${index}`);
    await mkdir(join(inside, 'lib'), { recursive: true });
    await writeFile(join(inside, 'package.json'), '{}');
    for (let file = 1; file < filesOfPackage; file += 1) {
      await writeFile(join(inside, 'lib', `file${file}.js`), text);
    }
  }
}
