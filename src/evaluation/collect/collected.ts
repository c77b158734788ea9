import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../routing/input/objects.ts';
import type { FixtureSubject } from '../fixture.ts';
import { contentHash, type NewFixture } from './newFixture.ts';

/** What a developer agreed to: so many samples, for one task type or step. */
export interface Collection {
  readonly id: string;
  readonly subject: FixtureSubject;
  /** The workspace that the work is done in. */
  readonly workspace: string;
  /** Samples after which it ends by itself. */
  readonly wanted: number;
  readonly startedAtMs: number;
}

/** One piece of live work, without secrets. */
export interface CollectedSample {
  /** The request or the step of a run that it comes from; a newer sample of the same one takes its place. */
  readonly key: string;
  readonly atMs: number;
  readonly fixture: NewFixture;
}

export interface Collected {
  readonly collection: Collection;
  /** In the order in which they came. */
  readonly samples: readonly CollectedSample[];
}

type Line =
  | { readonly kind: 'collection'; readonly collection: Collection }
  | { readonly kind: 'sample'; readonly sample: CollectedSample };

/** What a file of a collection holds; undefined without its beginning. Torn lines are passed over. */
export function collectedIn(text: string): Collected | undefined {
  const lines = text.split('\n').flatMap((each) => lineOf(each) ?? []);
  const first = lines.find((line) => line.kind === 'collection');
  if (first?.kind !== 'collection') return undefined;
  const samples = new Map<string, CollectedSample>();
  for (const line of lines) {
    if (line.kind === 'sample') samples.set(line.sample.key, line.sample);
  }
  return { collection: first.collection, samples: [...samples.values()] };
}

function lineOf(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const isLine =
      (value['kind'] === 'collection' && isRecord(value['collection'])) ||
      (value['kind'] === 'sample' && isRecord(value['sample']));
    return isLine ? (value as unknown as Line) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a collection has all it wanted. Two samples of the same content count once. */
export function isFull({ collection, samples }: Collected): boolean {
  return countOf(samples) >= collection.wanted;
}

export function countOf(samples: readonly CollectedSample[]): number {
  return new Set(samples.map(({ fixture }) => contentHash(fixture))).size;
}

/** The files of collections in one folder. Their order on disk is that in which they began. */
export interface CollectedFiles {
  begin(collection: Collection): Promise<void>;
  /** Resolves to what the file holds now; undefined when it is gone, and then nothing was written. */
  add(id: string, sample: CollectedSample): Promise<Collected | undefined>;
  read(id: string): Promise<Collected | undefined>;
  all(): Promise<readonly Collected[]>;
  /** Takes samples off the disk; with the last one goes the file. */
  remove(id: string, keys: readonly string[]): Promise<void>;
  forget(paths: readonly string[]): Promise<void>;
  /** Paths of files that nothing was added to since; milliseconds since 1970, all when omitted. */
  older(beforeMs?: number): Promise<readonly string[]>;
}

/** @param folder is created when it is needed */
export function collectedFilesIn(folder: string): CollectedFiles {
  const pathOf = (id: string) => join(folder, `${id}.jsonl`);
  const read = async (id: string): Promise<Collected | undefined> => {
    const text = await readFile(pathOf(id), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : collectedIn(text);
  };
  const paths = async (): Promise<readonly string[]> => {
    const names = await readdir(folder).catch(() => []);
    return names.filter((name) => name.endsWith('.jsonl')).toSorted();
  };
  return {
    read,
    async begin(collection) {
      await mkdir(folder, { recursive: true });
      await writeFile(pathOf(collection.id), textOf([{ kind: 'collection', collection }]), {
        flag: 'wx',
        mode: 0o600,
      });
    },
    async add(id, sample) {
      if (!(await appendLine(pathOf(id), textOf([{ kind: 'sample', sample }])))) return undefined;
      return read(id);
    },
    async all() {
      const found = await Promise.all(
        (await paths()).map((name) => read(name.replace(/\.jsonl$/, ''))),
      );
      return found.filter((each) => each !== undefined);
    },
    async remove(id, keys) {
      const found = await read(id);
      if (!found) return;
      const left = found.samples.filter(({ key }) => !keys.includes(key));
      if (left.length === 0) return rm(pathOf(id), { force: true });
      const lines: Line[] = [
        { kind: 'collection', collection: found.collection },
        ...left.map((sample): Line => ({ kind: 'sample', sample })),
      ];
      await writeFile(`${pathOf(id)}.new`, textOf(lines), { mode: 0o600 });
      await rename(`${pathOf(id)}.new`, pathOf(id));
    },
    async forget(found) {
      await Promise.all(found.map((path) => rm(path, { force: true })));
    },
    async older(beforeMs = Infinity) {
      const found = (await paths()).map((name) => join(folder, name));
      const times = await Promise.all(found.map(changedAtMs));
      return found.filter((_, at) => times[at]! < beforeMs);
    },
  };
}

function textOf(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function changedAtMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
}

/** Adds a line to a file that is there, behind a torn one as well; resolves to false when it is gone. */
async function appendLine(path: string, line: string): Promise<boolean> {
  const file = await open(path, 'r+').catch(() => undefined);
  if (!file) return false;
  try {
    const { size } = await file.stat();
    const end = Buffer.alloc(1);
    if (size > 0) await file.read(end, 0, 1, size - 1);
    const isTorn = size > 0 && end.toString() !== '\n';
    await file.write(`${isTorn ? '\n' : ''}${line}`, size);
    await file.datasync();
    return true;
  } finally {
    await file.close();
  }
}
