import type { WrittenEntry } from '../presets/entries.ts';

/** What another program's file becomes in Tierwise's settings. */
export interface ImportedProviders {
  /** Entries of `tierwise.providers` by id. */
  readonly providers: ReadonlyMap<string, WrittenEntry>;
  /** Entries of `tierwise.models` by reference. */
  readonly models: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Ids of the providers whose key is to be entered: no file's keys are taken. */
  readonly needKey: ReadonlySet<string>;
  readonly notImported: readonly NotImported[];
}

/** A part of a file that was left out. */
export interface NotImported {
  /** Where it stands, such as `Work › gpt-x`. */
  readonly where: string;
  /** Why, and what to do, as a sentence for people. */
  readonly why: string;
}

/** What an import is told besides the file. */
export interface ImportOptions {
  /** Ids of providers that are there already and that are not to be changed. */
  readonly taken: ReadonlySet<string>;
  /** The file's name, as the source of its prices. */
  readonly file: string;
  /** ISO date, UTC. */
  readonly today: string;
}

/** What a reader of a file collects. */
export interface Collected {
  readonly providers: Map<string, WrittenEntry>;
  readonly models: Map<string, Readonly<Record<string, unknown>>>;
  readonly needKey: Set<string>;
  readonly notImported: NotImported[];
}

export function nothingCollected(): Collected {
  return { providers: new Map(), models: new Map(), needKey: new Set(), notImported: [] };
}

/** An id made of a name that people gave; `provider` where nothing of it can be one. */
export function idFrom(name: string): string {
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return id === '' || id === 'vscode' ? 'provider' : id;
}

/**
 * Adds a provider and returns its id: that of one with the same entry, or a name that is free. Built-in providers
 * with the shipped address need no entry.
 */
export function addProvider(
  { providers }: Collected,
  wanted: string,
  entry: WrittenEntry,
  taken: ReadonlySet<string>,
): string {
  const same = (id: string) => JSON.stringify(providers.get(id)) === JSON.stringify(entry);
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? wanted : `${wanted}-${count}`;
    if (same(id)) return id;
    if (providers.has(id) || taken.has(id)) continue;
    providers.set(id, entry);
    return id;
  }
}

/** Names the parts of a file that have no counterpart, but for those that were read. */
export function leaveOut(
  file: Readonly<Record<string, unknown>>,
  read: readonly string[],
  why: string,
  { notImported }: Collected,
): void {
  const others = Object.keys(file).filter((key) => !read.includes(key) && !key.startsWith('$'));
  if (others.length > 0) notImported.push({ where: others.join(', '), why });
}
