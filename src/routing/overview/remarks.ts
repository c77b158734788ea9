import { aimsOf, shippedAim } from '../policy/aims.ts';
import type { Policy } from '../policy/policy.ts';
import { shippedRules, shippedTiers } from '../policy/shippedPolicy.ts';
import { type NamedTurns, type TurnKey, turnKeys } from '../policy/turnPolicy.ts';
import { listed, type OverviewLine, share } from './line.ts';
import { fileOrigin, partOrigin, settingOrigin, shipped, turnsOrigin } from './origins.ts';
import type { FileRecord, PolicyRecord, SettingRemark } from './record.ts';

/** What is written and does not count, or counts for less, each with the reason. */
export function remarkLines(policy: Policy, record: PolicyRecord): OverviewLine[] {
  const untrusted = {
    text: 'You do not trust this workspace, so no policy file of it is read.',
  };
  return [
    ...(record.readsFiles ? [] : [untrusted]),
    ...record.files.flatMap(fileRemarks),
    ...record.remarks.map(settingRemark),
    ...cappedExploring(policy, record),
    ...overriddenTurns(policy.turns ?? [], record),
    ...missingShipped(policy),
  ];
}

function fileRemarks(file: FileRecord): OverviewLine[] {
  const older = {
    text: `${file.path} has an error, so what was read before the error is in force.`,
    from: fileOrigin(file, undefined),
  };
  return [
    ...(file.isOlder ? [older] : []),
    // Remarks are about the newest text, whatever is in force.
    ...file.remarks.map(({ line, message }) => ({
      text: message,
      from: fileOrigin({ ...file, isOlder: false }, line),
    })),
    ...file.unused.map((part) => ({
      text: `\`${part}\` is not used: another folder of this workspace sets it first.`,
      from: fileOrigin(file, file.lines.parts.get(part)),
    })),
  ];
}

function settingRemark({ setting, path, message }: SettingRemark): OverviewLine {
  const text = path.length > 0 ? `${path.join(' › ')}: ${message}` : message;
  return { text, from: settingOrigin(setting) };
}

function cappedExploring({ aim = shippedAim, auto }: Policy, record: PolicyRecord): OverviewLine[] {
  const { exploringShare } = aimsOf(aim, auto);
  if (auto?.exploringShare === undefined || auto.exploringShare <= exploringShare) return [];
  const text = `A repository may not raise what exploring costs: ${share(exploringShare)} holds, instead of ${share(auto.exploringShare)}.`;
  return [{ text, from: partOrigin('auto', record) }];
}

/** What a repository names for turns although the user's own settings come first. */
function overriddenTurns(turns: readonly NamedTurns[], record: PolicyRecord): OverviewLine[] {
  const own = turns.find(({ origin }) => origin === 'settings')?.tiers;
  return turns
    .filter(({ origin }) => own !== undefined && origin === 'repository')
    .flatMap((named) => {
      const keys = turnKeys.filter((key) => named.tiers[key] && isNamed(own ?? {}, key));
      const all = named.tiers.gate && own?.gate ? [...keys, 'gate'] : keys;
      if (all.length === 0) return [];
      const text = `\`turns\` names ${listed(all)}, and your own setting comes first.`;
      return [{ text, from: turnsOrigin(named, record) }];
    });
}

const notExecuting: ReadonlySet<TurnKey> = new Set(['plan', 'subagent', 'planMode', 'side']);

function isNamed(own: NamedTurns['tiers'], key: TurnKey): boolean {
  return own[key] !== undefined || (!notExecuting.has(key) && own.execute !== undefined);
}

/** Shipped rules that name only tiers which the user does not have. */
function missingShipped({ aim = shippedAim, tiers, rules }: Policy): OverviewLine[] {
  const all = shippedRules(aim, Object.keys(shippedTiers)).map(({ name }) => name);
  const there = new Set(rules.filter(({ origin }) => origin === 'shipped').map(({ name }) => name));
  const names = tiers.map(({ name }) => name);
  return all
    .filter((name) => !there.has(name))
    .map((name) => ({
      text: `“${name}” is left out: none of its tiers is among yours (${listed(names)}).`,
      from: shipped,
    }));
}
