import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  stringify,
  type YAMLSeq,
} from 'yaml';
import { isRecord } from '../../routing/input/objects.ts';
import { readAtOnce, readSoundYaml } from '../../routing/input/yaml.ts';
import { evaluationLimits } from '../files/limits.ts';
import type { FixtureSubject } from '../fixture.ts';
import { freeId } from './checkFixture.ts';
import { contentHash, type NewFixture, type WrittenWithId, withId } from './newFixture.ts';

/** Where the fixtures of an evaluation are written. */
export type FixtureListPlace =
  | { readonly kind: 'inside' }
  /** A JSON Lines file beside the evaluation. */
  | { readonly kind: 'beside'; readonly file: string };

/** Where the fixtures of a text are; a message for people when it cannot be read. */
export function fixturePlace(yaml: string): FixtureListPlace | { readonly problem: string } {
  const sound = readSoundYaml(yaml, new LineCounter());
  if ('problems' in sound) return { problem: sound.problems[0].message };
  if (!isRecord(sound.value)) return { problem: 'It is no evaluation: it has no fields.' };
  const { fixtures } = sound.value;
  return typeof fixtures === 'string' ? { kind: 'beside', file: fixtures } : { kind: 'inside' };
}

export interface Addition {
  /** The whole text with the new fixtures. */
  readonly text: string;
  readonly added: readonly WrittenWithId[];
  /** Those that are there already: the ids of the ones they equal. */
  readonly duplicates: readonly string[];
}

export type Added = Addition | { readonly problem: string };

/**
 * Adds fixtures at the end of the list in an evaluation's YAML. Everything that was there stays as it is, byte
 * for byte, comments included.
 */
export function appendToYaml(
  yaml: string,
  fixtures: readonly NewFixture[],
  subject: FixtureSubject,
): Added {
  const sound = readSoundYaml(yaml, new LineCounter());
  if ('problems' in sound) return { problem: sound.problems[0].message };
  const before = isRecord(sound.value) ? sound.value['fixtures'] : undefined;
  const there: readonly unknown[] = Array.isArray(before) ? before : [];
  const { added, duplicates } = newOnes(fixtures, there, subject);
  if (added.length === 0) return { text: yaml, added, duplicates };
  const eol = yaml.includes('\r\n') ? '\r\n' : '\n';
  const list = listOf(sound.document.contents);
  const text = list ? withItems(yaml, list, { added, eol }) : withList(yaml, { added, eol });
  return checked({ text, added, duplicates }, { yaml, there });
}

/** Adds fixtures at the end of a JSON Lines file. */
export function appendToLines(
  lines: string,
  fixtures: readonly NewFixture[],
  subject: FixtureSubject,
): Added {
  const there = lines.split(/\r?\n/).flatMap((line): unknown[] => {
    try {
      return line.trim() === '' ? [] : [JSON.parse(line)];
    } catch {
      return [];
    }
  });
  const { added, duplicates } = newOnes(fixtures, there, subject);
  const before = lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
  const text = `${before}${added.map((each) => `${JSON.stringify(each)}\n`).join('')}`;
  return (
    tooMany(there.length + added.length) ??
    tooLong(text, evaluationLimits.characters) ?? {
      text: added.length === 0 ? lines : text,
      added,
      duplicates,
    }
  );
}

function newOnes(
  fixtures: readonly NewFixture[],
  there: readonly unknown[],
  subject: FixtureSubject,
): Pick<Addition, 'added' | 'duplicates'> {
  const known = new Map<string, string>();
  const used = new Set<string>();
  for (const each of there) {
    if (!isRecord(each)) continue;
    const { id, ...content } = each;
    used.add(String(id));
    known.set(contentHash(content), String(id));
  }
  const added: WrittenWithId[] = [];
  const duplicates: string[] = [];
  for (const each of fixtures) {
    const hash = contentHash(each);
    const twin = known.get(hash);
    if (twin !== undefined) {
      duplicates.push(twin);
      continue;
    }
    const id = freeId(each, subject, used);
    used.add(id);
    known.set(hash, id);
    added.push(withId(id, each));
  }
  return { added, duplicates };
}

interface NewItems {
  readonly added: readonly WrittenWithId[];
  readonly eol: string;
}

function listOf(contents: unknown): YAMLSeq<Node> | undefined {
  if (!isMap(contents)) return undefined;
  const pair = (contents.items as Pair<Node, Node>[]).find(
    ({ key }) => isScalar(key) && key.value === 'fixtures',
  );
  return isSeq(pair?.value) && pair.value.items.length > 0
    ? (pair.value as YAMLSeq<Node>)
    : undefined;
}

function withItems(yaml: string, list: YAMLSeq<Node>, { added, eol }: NewItems): string {
  const last = list.items.at(-1)!.range![1];
  if (list.flow) {
    const items = added.map((each) => JSON.stringify(each)).join(`,${eol}  `);
    return `${yaml.slice(0, last)},${eol}  ${items}${yaml.slice(last)}`;
  }
  const at = yaml[last - 1] === '\n' ? last : endOfLine(yaml, last);
  const first = list.range![0];
  const indent = ' '.repeat(first - (yaml.lastIndexOf('\n', first - 1) + 1));
  const isOpen = at > 0 && yaml[at - 1] !== '\n';
  return `${yaml.slice(0, at)}${isOpen ? eol : ''}${itemsText(added, indent, eol)}${yaml.slice(at)}`;
}

/** The place after the line break that ends a line, or the end of the text. */
function endOfLine(yaml: string, from: number): number {
  const found = yaml.indexOf('\n', from);
  return found === -1 ? yaml.length : found + 1;
}

/** A file without a list gets one at its end; an empty list gives way to it. */
function withList(yaml: string, { added, eol }: NewItems): string {
  const empty = /^fixtures:[ \t]*(?:\[[ \t]*\]|~|null)?[ \t]*(?=#|\r?$)/m.exec(yaml);
  const items = itemsText(added, '  ', eol);
  if (!empty) {
    const open = yaml === '' || yaml.endsWith('\n') ? '' : eol;
    return `${yaml}${open}fixtures:${eol}${items}`;
  }
  const at = endOfLine(yaml, empty.index);
  const line = yaml
    .slice(empty.index, at)
    .replace(/^fixtures:[ \t]*(?:\[[ \t]*\]|~|null)?/, 'fixtures:');
  const open = line.endsWith('\n') ? '' : eol;
  return `${yaml.slice(0, empty.index)}${line}${open}${items}${yaml.slice(at)}`;
}

/** Fixtures as items of a list; texts of several lines stay readable. */
export function itemsText(added: readonly WrittenWithId[], indent: string, eol: string): string {
  const text = stringify(added, {
    lineWidth: 0,
    blockQuote: 'literal',
    aliasDuplicateObjects: false,
  });
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `${indent}${line}`))
    .join(eol);
}

/** What was written is read again: nothing that was there may read differently now. */
function checked(
  addition: Addition,
  { yaml, there }: { readonly yaml: string; readonly there: readonly unknown[] },
): Added {
  const limit =
    tooMany(there.length + addition.added.length) ?? tooLong(addition.text, readAtOnce.characters);
  if (limit) return limit;
  const [was, is] = [yaml, addition.text].map((text) => readSoundYaml(text, new LineCounter()));
  if (is && 'problems' in is) return { problem: is.problems[0].message };
  const expected = {
    ...(was && 'value' in was && isRecord(was.value) ? was.value : {}),
    fixtures: [...there, ...(JSON.parse(JSON.stringify(addition.added)) as unknown[])],
  };
  if (isDeepStrictEqual(is?.value, expected)) return addition;
  return {
    problem:
      'Written here, the new case or one that is there would read differently. Put `fixtures` at the end of the file and texts in quotes, and add the case again.',
  };
}

function tooMany(count: number): { readonly problem: string } | undefined {
  const { fixtures: most } = evaluationLimits;
  const problem = `An evaluation has at most ${most.toLocaleString('en-US')} fixtures, and this would have ${count.toLocaleString('en-US')}. Add the case to another one.`;
  return count > most ? { problem } : undefined;
}

function tooLong(text: string, most: number): { readonly problem: string } | undefined {
  const problem = `The file would have ${text.length.toLocaleString('en-US')} characters, and it can have at most ${most.toLocaleString('en-US')}. Move its fixtures to a .jsonl file beside it and name that under \`fixtures\`, or add the case to another evaluation.`;
  return text.length > most ? { problem } : undefined;
}
