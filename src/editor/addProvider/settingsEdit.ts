import { parse, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { isDeepStrictEqual } from 'node:util';
import { presetFields, type WrittenEntry } from '../../providers/presets/entries.ts';
import { isRecord } from '../../routing/input/objects.ts';
import type { SettingKey } from '../platform/contributed.ts';
import { type JsonPath, withValue } from './withValue.ts';
import { say } from '../platform/say.ts';

/** What is to stand in the user's settings. */
export interface SettingsChange {
  /** Entries by id, whose other fields stay as the user wrote them. */
  readonly providers: Readonly<Record<string, WrittenEntry>>;
  /** Facts by model reference; what the user wrote about a model stays. */
  readonly models: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** All tiers, where one of them changes. */
  readonly tiers?: Readonly<Record<string, readonly string[]>>;
}

export type EditedSettings = { readonly text: string } | { readonly problem: string };

/** The text of a settings file with a change in it. Comments, order and everything else stay. */
export function settingsEdit(written: string, change: SettingsChange): EditedSettings {
  const before = written.trim() === '' ? '{}\n' : written;
  const root = rootOf(before);
  if ('problem' in root) return root;
  const problem = sectionProblem(before, root.value);
  if (problem !== undefined) return { problem };
  let text = before;
  const set = (path: JsonPath, value: unknown, isInserted = false): void => {
    text = withValue(text, path, value, isInserted);
  };
  const providers = sectionOf(root.value, 'tierwise.providers');
  for (const [id, entry] of Object.entries(change.providers)) {
    setEntry(set, ['tierwise.providers', id], providers[id], entry);
  }
  const models = sectionOf(root.value, 'tierwise.models');
  for (const [reference, facts] of Object.entries(change.models)) {
    setFacts(set, ['tierwise.models', reference], models[reference], facts);
  }
  const tiers = sectionOf(root.value, 'tierwise.tiers');
  for (const [tier, named] of Object.entries(change.tiers ?? {})) {
    setTier(set, ['tierwise.tiers', tier], tiers[tier], named);
  }
  return { text };
}

function rootOf(
  text: string,
): { readonly value: Record<string, unknown> } | { readonly problem: string } {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    return {
      problem: say(
        'Line {0} of your settings has an error ({1}).',
        line,
        printParseErrorCode(error.error),
      ),
    };
  }
  if (value === undefined) return { value: {} };
  return isRecord(value)
    ? { value }
    : { problem: say('Your settings are not an object in braces.') };
}

const sections = [
  'tierwise.providers',
  'tierwise.models',
  'tierwise.tiers',
] as const satisfies SettingKey[];

/** VS Code counts the last of two, and what is no object cannot take an entry without being lost. */
function sectionProblem(text: string, root: Record<string, unknown>): string | undefined {
  const keys = (parseTree(text)?.children ?? []).map(({ children }) => children?.[0]);
  for (const section of sections) {
    const [, second] = keys.filter((key) => key?.value === section);
    if (second) {
      const line = text.slice(0, second.offset).split('\n').length;
      return say(
        'Your settings have `{0}` twice, again in line {1}. Merge the two first.',
        section,
        line,
      );
    }
    if (root[section] !== undefined && !isRecord(root[section])) {
      return say('`{0}` in your settings is not an object in braces. Correct it first.', section);
    }
  }
  return undefined;
}

function sectionOf(root: Record<string, unknown>, key: SettingKey): Record<string, unknown> {
  const value = root[key];
  return isRecord(value) ? value : {};
}

type SetValue = (path: JsonPath, value: unknown, isInserted?: boolean) => void;

function setEntry(set: SetValue, path: JsonPath, before: unknown, entry: WrittenEntry): void {
  if (!isRecord(before)) return set(path, entry);
  for (const field of presetFields) {
    const value = entry[field];
    // A name of the user's own stays.
    if (field === 'name' && before['name'] !== undefined) continue;
    if (before[field] !== value) set([...path, field], value);
  }
}

function setFacts(
  set: SetValue,
  path: JsonPath,
  before: unknown,
  facts: Readonly<Record<string, unknown>>,
): void {
  if (!isRecord(before)) return set(path, facts);
  for (const [field, value] of Object.entries(facts)) {
    if (before[field] === undefined) set([...path, field], value);
  }
}

function setTier(set: SetValue, path: JsonPath, before: unknown, named: readonly string[]): void {
  if (isDeepStrictEqual(before, named)) return;
  if (!Array.isArray(before)) return set(path, named);
  const [added] = named;
  if (isDeepStrictEqual(named.slice(1), before)) return set([...path, 0], added, true);
  const at = named.findIndex((each, index) => each !== before[index]);
  const isOneReplaced = isDeepStrictEqual(named.with(at, String(before[at])), before);
  set(isOneReplaced ? [...path, at] : path, isOneReplaced ? named[at] : named);
}
