import type { NamedTurns } from '../policy/turnPolicy.ts';
import type { CostRule, LocalRule, Rule, RuleSource } from '../policy/policy.ts';
import type { FileRecord, Place, PolicyPart, PolicyRecord } from './record.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

/** Where something comes from, in words that may lead to its place. */
export interface Origin {
  readonly words: string;
  readonly place?: Place;
}

/** What comes with Tierwise. */
export function shippedOrigin(say: Say = inEnglish): Origin {
  return { words: say('shipped') };
}

export function settingOrigin(key: string, say: Say = inEnglish): Origin {
  return { words: say('your setting {0}', key), place: { kind: 'setting', key } };
}

/** A setting of the user where they wrote it, and what is shipped where they did not. */
export function settingOrShipped(
  { written }: PolicyRecord,
  key: string,
  say: Say = inEnglish,
): Origin {
  return written.has(key) ? settingOrigin(key, say) : shippedOrigin(say);
}

/** A line of a file. The line is left out where the text has changed since. */
export function fileOrigin(
  { path, uri, isOlder }: FileRecord,
  line: number | undefined,
  say: Say = inEnglish,
): Origin {
  if (line === undefined || isOlder) return { words: path, place: { kind: 'file', path, uri } };
  return { words: say('{0}, line {1}', path, line), place: { kind: 'file', path, uri, line } };
}

/** Where rules come from that no file and no setting has. */
export const ruleOrigins = {
  settings: toSay('settings'),
  repository: toSay('repository'),
  shipped: toSay('shipped'),
  workflow: toSay('workflow'),
  experiment: toSay('experiment'),
} as const satisfies Readonly<Record<RuleSource, string>>;

/** Where a rule is written, by the record alone. */
export function ruleOrigin(
  rule: Rule | LocalRule | CostRule,
  record: PolicyRecord,
  say: Say = inEnglish,
): Origin {
  const { origin } = rule;
  if (origin === 'settings') return ownRuleOrigin(rule, record, say);
  if (origin !== 'repository') return { words: say(ruleOrigins[origin]) };
  for (const file of record.files) {
    const line = file.lines.rules.get(rule);
    if (line !== undefined) return fileOrigin(file, line, say);
    if (file.unread === rule) return fileOrigin(file, undefined, say);
  }
  return { words: say('the repository’s policy') };
}

function ownRuleOrigin(
  rule: Rule | LocalRule | CostRule,
  { ownRules }: PolicyRecord,
  say: Say,
): Origin {
  const index = ownRules.get(rule)?.[0];
  const key = 'tierwise.rules';
  if (typeof index !== 'number') return settingOrigin(key, say);
  return {
    words: say('rule {0} of your setting {1}', index + 1, key),
    place: { kind: 'setting', key },
  };
}

/** The file whose part counts; undefined when no file has it. */
export function fileWith(part: PolicyPart, { files }: PolicyRecord): FileRecord | undefined {
  return files.find(({ lines, unused }) => lines.parts.has(part) && !unused.includes(part));
}

/** Where a part of the repository's policy is written that only one file can set. */
export function partOrigin(part: PolicyPart, record: PolicyRecord, say: Say = inEnglish): Origin {
  const file = fileWith(part, record);
  return file
    ? fileOrigin(file, file.lines.parts.get(part), say)
    : { words: say('the repository’s policy') };
}

export function turnsOrigin(
  { origin }: NamedTurns,
  record: PolicyRecord,
  say: Say = inEnglish,
): Origin {
  return origin === 'settings'
    ? settingOrigin('tierwise.turns', say)
    : partOrigin('turns', record, say);
}
