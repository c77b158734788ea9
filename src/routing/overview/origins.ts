import type { NamedTurns } from '../policy/turnPolicy.ts';
import type { CostRule, LocalRule, Rule } from '../policy/policy.ts';
import type { FileRecord, Place, PolicyPart, PolicyRecord } from './record.ts';

/** Where something comes from, in words that may lead to its place. */
export interface Origin {
  readonly words: string;
  readonly place?: Place;
}

export const shipped: Origin = { words: 'shipped' };

export function settingOrigin(key: string, words = 'your setting'): Origin {
  return { words: `${words} ${key}`, place: { kind: 'setting', key } };
}

/** A setting of the user where they wrote it, and what is shipped where they did not. */
export function settingOrShipped({ written }: PolicyRecord, key: string): Origin {
  return written.has(key) ? settingOrigin(key) : shipped;
}

/** A line of a file. The line is left out where the text has changed since. */
export function fileOrigin({ path, uri, isOlder }: FileRecord, line: number | undefined): Origin {
  if (line === undefined || isOlder) return { words: path, place: { kind: 'file', path, uri } };
  return { words: `${path}, line ${line}`, place: { kind: 'file', path, uri, line } };
}

/** Where a rule is written, by the record alone. */
export function ruleOrigin(rule: Rule | LocalRule | CostRule, record: PolicyRecord): Origin {
  const { origin } = rule;
  if (origin === 'settings') return ownRuleOrigin(rule, record);
  if (origin !== 'repository') return { words: origin };
  for (const file of record.files) {
    const line = file.lines.rules.get(rule);
    if (line !== undefined) return fileOrigin(file, line);
    if (file.unread === rule) return fileOrigin(file, undefined);
  }
  return { words: 'the repository’s policy' };
}

function ownRuleOrigin(rule: Rule | LocalRule | CostRule, { ownRules }: PolicyRecord): Origin {
  const index = ownRules.get(rule)?.[0];
  const words = typeof index === 'number' ? `rule ${index + 1} of your setting` : 'your setting';
  return settingOrigin('tierwise.rules', words);
}

/** The file whose part counts; undefined when no file has it. */
export function fileWith(part: PolicyPart, { files }: PolicyRecord): FileRecord | undefined {
  return files.find(({ lines, unused }) => lines.parts.has(part) && !unused.includes(part));
}

/** Where a part of the repository's policy is written that only one file can set. */
export function partOrigin(part: PolicyPart, record: PolicyRecord): Origin {
  const file = fileWith(part, record);
  return file ? fileOrigin(file, file.lines.parts.get(part)) : { words: 'the repository’s policy' };
}

export function turnsOrigin({ origin }: NamedTurns, record: PolicyRecord): Origin {
  return origin === 'settings' ? settingOrigin('tierwise.turns') : partOrigin('turns', record);
}
