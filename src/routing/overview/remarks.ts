import { aimsOf, shippedAim } from '../policy/aims.ts';
import type { Policy } from '../policy/policy.ts';
import { shippedRules, shippedTiers } from '../policy/shippedPolicy.ts';
import { type NamedTurns, type TurnKey, turnKeys } from '../policy/turnPolicy.ts';
import { listed, inEnglish, type Say } from '../say.ts';
import { type OverviewLine, share } from './line.ts';
import { fileOrigin, partOrigin, settingOrigin, shippedOrigin, turnsOrigin } from './origins.ts';
import type { FileRecord, PolicyRecord, SettingRemark } from './record.ts';

/** What is written and does not count, or counts for less, each with the reason. */
export function remarkLines(
  policy: Policy,
  record: PolicyRecord,
  say: Say = inEnglish,
): OverviewLine[] {
  const untrusted = {
    text: say('You do not trust this workspace, so no policy file of it is read.'),
  };
  return [
    ...(record.readsFiles ? [] : [untrusted]),
    ...record.files.flatMap((file) => fileRemarks(file, say)),
    ...record.remarks.map((remark) => settingRemark(remark, say)),
    ...cappedExploring(policy, record, say),
    ...overriddenTurns(policy.turns ?? [], record, say),
    ...missingShipped(policy, say),
  ];
}

function fileRemarks(file: FileRecord, say: Say): OverviewLine[] {
  const older = {
    text: say('{0} has an error, so what was read before the error is in force.', file.path),
    from: fileOrigin(file, undefined, say),
  };
  return [
    ...(file.isOlder ? [older] : []),
    // Remarks are about the newest text, whatever is in force.
    ...file.remarks.map(({ line, message }) => ({
      text: message,
      from: fileOrigin({ ...file, isOlder: false }, line, say),
    })),
    ...file.unused.map((part) => ({
      text: say('`{0}` is not used: another folder of this workspace sets it first.', part),
      from: fileOrigin(file, file.lines.parts.get(part), say),
    })),
  ];
}

function settingRemark({ setting, path, message }: SettingRemark, say: Say): OverviewLine {
  const text = path.length > 0 ? `${path.join(' › ')}: ${message}` : message;
  return { text, from: settingOrigin(setting, say) };
}

function cappedExploring(
  { aim = shippedAim, auto }: Policy,
  record: PolicyRecord,
  say: Say,
): OverviewLine[] {
  const { exploringShare } = aimsOf(aim, auto);
  if (auto?.exploringShare === undefined || auto.exploringShare <= exploringShare) return [];
  const text = say(
    'A repository may not raise what exploring costs: {0} holds, instead of {1}.',
    share(exploringShare),
    share(auto.exploringShare),
  );
  return [{ text, from: partOrigin('auto', record, say) }];
}

/** What a repository names for turns although the user's own settings come first. */
function overriddenTurns(
  turns: readonly NamedTurns[],
  record: PolicyRecord,
  say: Say,
): OverviewLine[] {
  const own = turns.find(({ origin }) => origin === 'settings')?.tiers;
  return turns
    .filter(({ origin }) => own !== undefined && origin === 'repository')
    .flatMap((named) => {
      const keys = turnKeys.filter((key) => named.tiers[key] && isNamed(own ?? {}, key));
      const all = named.tiers.gate && own?.gate ? [...keys, 'gate'] : keys;
      if (all.length === 0) return [];
      const text = say(
        '`turns` names {0}, and your own setting comes first.',
        listed(all, 'and', say),
      );
      return [{ text, from: turnsOrigin(named, record, say) }];
    });
}

const notExecuting: ReadonlySet<TurnKey> = new Set(['plan', 'subagent', 'planMode', 'side']);

function isNamed(own: NamedTurns['tiers'], key: TurnKey): boolean {
  return own[key] !== undefined || (!notExecuting.has(key) && own.execute !== undefined);
}

/** Shipped rules that name only tiers which the user does not have. */
function missingShipped({ aim = shippedAim, tiers, rules }: Policy, say: Say): OverviewLine[] {
  const all = shippedRules(aim, Object.keys(shippedTiers)).map(({ name }) => name);
  const there = new Set(rules.filter(({ origin }) => origin === 'shipped').map(({ name }) => name));
  const names = tiers.map(({ name }) => name);
  return all
    .filter((name) => !there.has(name))
    .map((name) => ({
      text: say(
        '“{0}” is left out: none of its tiers is among yours ({1}).',
        name,
        listed(names, 'and', say),
      ),
      from: shippedOrigin(say),
    }));
}
