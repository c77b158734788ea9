import * as vscode from 'vscode';
import { aimStarts, explainAim } from '../../routing/explainPlanned.ts';
import { aimNames, shippedAim } from '../../routing/policy/aims.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import type { Situation } from '../../routing/situation.ts';
import { taskTypes } from '../../routing/task.ts';
import { taskTypeName, say } from '../platform/say.ts';
import type { CommandId } from '../platform/contributed.ts';
import { writeSetting } from '../platform/setting.ts';
import { HumanError } from '../platform/humanError.ts';
import type { SituationSource } from '../situation/situationSource.ts';
import type { PickStore } from '../situation/tierPick.ts';
import { describeTier, isReady } from './describeTier.ts';

interface TierItem extends vscode.QuickPickItem {
  readonly tier?: string;
  readonly pin?: true;
  readonly aim?: true;
  readonly ready?: true;
}

/**
 * Lets the developer pick a tier; each row shows the tier's model, price and state. If a key binding
 * names the tier as its argument, asks nothing.
 */
export async function pickTier(
  source: SituationSource,
  pick: PickStore,
  named?: unknown,
): Promise<void> {
  if (typeof named === 'string') return pickNamed(await source.policy(), pick, named);
  const situation = await source.current();
  const aim = situation.policy.aim ?? shippedAim;
  const chosen = await vscode.window.showQuickPick<TierItem>(
    [
      {
        label: 'auto',
        tier: 'auto',
        ...picked(pick, 'auto'),
        detail: say('Your rules choose; else {0}, and gates check', say(aimStarts[aim])),
      },
      { label: vscode.l10n.t('$(target) What counts for auto…'), aim: true, description: aim },
      { label: vscode.l10n.t('Always use'), kind: vscode.QuickPickItemKind.Separator },
      ...situation.policy.tiers.map((tier) => ({
        label: tier.name,
        tier: tier.name,
        ...picked(pick, tier.name),
        detail: describeTier(tier, situation),
      })),
      ...nextStepWithout(situation),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: vscode.l10n.t('$(pin) Pin a tier to one task type…'), pin: true },
    ],
    {
      title: vscode.l10n.t('Tierwise: Tier'),
      placeHolder: vscode.l10n.t('Which models should do your tasks?'),
    },
  );
  if (chosen?.pin) return pinTier(source, pick);
  if (chosen?.aim) return pickAim(situation.policy);
  if (chosen?.ready) await vscode.commands.executeCommand('tierwise.showReady' satisfies CommandId);
  if (chosen?.tier) await pick.pick(chosen.tier);
}

/** What to do when no tier has a model. */
function nextStepWithout(situation: Situation): TierItem[] {
  if (situation.policy.tiers.some((tier) => isReady(tier, situation))) return [];
  const detail = vscode.l10n.t('Set a key, start a local model server, or try practice models');
  return [
    {
      label: vscode.l10n.t('$(warning) No tier has a model yet: show what is ready…'),
      ready: true,
      detail,
    },
  ];
}

async function pickNamed(policy: Policy, pick: PickStore, named: string): Promise<void> {
  const names = cycleOrder(policy);
  if (!names.includes(named)) {
    throw new HumanError(
      vscode.l10n.t(
        'There is no tier "{0}". Name one of these in your key binding: {1}.',
        named,
        names.join(', '),
      ),
    );
  }
  await pick.pick(named);
}

/** Lets the developer choose what counts where no rule of theirs decides, for all workspaces. */
async function pickAim({ aim: current = shippedAim }: Policy): Promise<void> {
  const chosen = await vscode.window.showQuickPick(
    aimNames.map((aim) => ({
      label: aim,
      description: [
        say(aimStarts[aim]),
        ...(aim === current ? [`$(check) ${say('chosen')}`] : []),
      ].join(' · '),
      detail: explainAim(aim, say),
    })),
    {
      title: vscode.l10n.t('Tierwise: Aim'),
      placeHolder: vscode.l10n.t('What counts where no rule of yours decides?'),
    },
  );
  if (!chosen) return;
  await writeSetting('tierwise.aim', chosen.label);
}

/** Pins a tier to one task type; the others stay as they are. */
export async function pinTier(source: SituationSource, pick: PickStore): Promise<void> {
  const policy = await source.policy();
  const { pinned } = pick.current;
  const type = await vscode.window.showQuickPick(
    taskTypes.map((value) => ({
      label: taskTypeName(value),
      value,
      ...(pinned[value] && { description: vscode.l10n.t('pinned to {0}', pinned[value]) }),
    })),
    {
      title: vscode.l10n.t('Tierwise: Pin a Tier'),
      placeHolder: vscode.l10n.t('For which task type?'),
    },
  );
  if (!type) return;
  const notPinned = vscode.l10n.t('not pinned');
  const tier = await vscode.window.showQuickPick(
    [notPinned, ...policy.tiers.map(({ name }) => name)],
    {
      title: vscode.l10n.t('Tierwise: Pin a Tier to {0}', type.label),
      placeHolder: vscode.l10n.t('Which tier?'),
    },
  );
  if (tier) await pick.pin(type.value, tier === notPinned ? undefined : tier);
}

/** Picks the next tier: auto first, then from the cheapest to the strongest. */
export async function cycleTier(source: SituationSource, pick: PickStore): Promise<void> {
  const names = cycleOrder(await source.policy());
  const next = names[(names.indexOf(pick.current.tier) + 1) % names.length];
  await pick.pick(next ?? 'auto');
}

function cycleOrder({ tiers }: Policy): string[] {
  return ['auto', ...tiers.map(({ name }) => name)];
}

function picked(pick: PickStore, tier: string): { description?: string } {
  return pick.current.tier === tier ? { description: vscode.l10n.t('$(check) picked') } : {};
}
