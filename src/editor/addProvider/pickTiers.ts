import * as vscode from 'vscode';
import { describePriceShortly } from '../../routing/models/describePrice.ts';
import type { Catalog } from '../../routing/models/catalog.ts';
import {
  candidatesOf,
  proposeTiers,
  type TierCandidate,
  withModel,
} from '../../routing/policy/proposeTiers.ts';
import { title } from './pickSource.ts';
import { say } from '../platform/say.ts';

export interface TierQuestion {
  /** What the models are of, for people. */
  readonly from: string;
  /** The models to choose from. */
  readonly references: readonly string[];
  /** What each tier names now, from the cheapest. */
  readonly tiers: Readonly<Record<string, readonly string[]>>;
  readonly catalog: Catalog;
  /** The id of the one provider that they are of, whose other models may be typed. */
  readonly provider?: string;
  /** They run on this machine, so nobody pays for them. */
  readonly areFree: boolean;
  /** ISO date, UTC. */
  readonly today: string;
}

export interface PickedTiers {
  /** All tiers with the chosen models in them. */
  readonly tiers: Readonly<Record<string, readonly string[]>>;
  /** The chosen models, each once, in the order of the tiers. */
  readonly chosen: readonly string[];
}

type ModelItem = vscode.QuickPickItem & { readonly reference?: string; readonly isTyped?: true };

/** Asks for a model for each tier, with a proposal by price. Resolves to undefined on cancel. */
export async function pickTiers(question: TierQuestion): Promise<PickedTiers | undefined> {
  const { references, tiers, catalog, today } = question;
  const candidates = candidatesOf(references, catalog, today);
  const proposal = proposeTiers(candidates, tiers, catalog, today);
  const next: Record<string, readonly string[]> = { ...tiers };
  const chosen = new Set<string>();
  for (const [tier, named] of Object.entries(tiers)) {
    const items = itemsFor(candidates, proposal.get(tier), question);
    const item = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('{0}: {1} in the tier {2}', title, question.from, tier),
      placeHolder: `${vscode.l10n.t('Which model comes first in {0}?', tier)} ${nowWords(named)}`,
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    const reference = item?.isTyped ? await askReference(question) : item?.reference;
    if (!item || (item.isTyped && reference === undefined)) return undefined;
    if (reference === undefined) continue;
    next[tier] = withModel(named, reference);
    chosen.add(reference);
  }
  return { tiers: next, chosen: [...chosen] };
}

/** A server may take names that it does not list, such as a model with a suffix. */
async function askReference({ provider, from }: TierQuestion): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: say('{0}: models of {1}', title, from),
    prompt: say('The name of a model as calls take it.'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? say('Write a name.') : undefined),
  });
  return name === undefined ? undefined : `${provider}/${name.trim()}`;
}

function nowWords(named: readonly string[]): string {
  const [first] = named;
  return first === undefined
    ? vscode.l10n.t('It names none now.')
    : vscode.l10n.t('Now it is {0}.', first);
}

function itemsFor(
  candidates: readonly TierCandidate[],
  proposed: string | undefined,
  question: TierQuestion,
): ModelItem[] {
  const itemOf = (candidate: TierCandidate): ModelItem => ({
    label: candidate.reference.slice(candidate.reference.indexOf('/') + 1),
    description: [
      ...(candidate.reference === proposed ? ['proposed'] : []),
      priceWords(candidate, question),
    ].join(' · '),
    reference: candidate.reference,
  });
  const leave: ModelItem = { label: vscode.l10n.t('$(dash) Leave this tier as it is') };
  const first = candidates.filter(({ reference }) => reference === proposed);
  const others = candidates.filter(({ reference }) => reference !== proposed);
  const type: ModelItem = { label: say('$(edit) Type another name…'), isTyped: true };
  return [
    ...first.map(itemOf),
    leave,
    ...others.map(itemOf),
    ...(question.provider === undefined ? [] : [type]),
  ];
}

function priceWords(
  { price, pricedLike }: TierCandidate,
  { areFree, today }: TierQuestion,
): string {
  if (areFree && (!price || pricedLike !== undefined)) return say('runs here, no charge');
  if (!price) return say('price unknown');
  const words = describePriceShortly({ prices: [price] }, today, say);
  return pricedLike === undefined
    ? words
    : say('price unknown here; {0} has {1}', pricedLike, words);
}

/** What to know of models without a price: under a budget, each of their calls is asked about. */
export function priceNotes(chosen: readonly string[], catalog: Catalog): string[] {
  const unpriced = chosen.filter((reference) => (catalog.get(reference)?.prices.length ?? 0) === 0);
  if (unpriced.length === 0) return [];
  return [
    vscode.l10n.t(
      'The price of {0} is unknown: write it in tierwise.models, or budgets ask about each call.',
      unpriced.join(', '),
    ),
  ];
}
