import type { Limit, Purpose, ReservationFact, SettlementFact } from '../../ledger/facts.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { SpendLimit } from '../../execution/budgetGuard.ts';
import { settleCost, worstCase } from '../../execution/attempt/settleCost.ts';
import type { Part } from '../../providers/provider.ts';
import { formatMoney, moneyOf } from '../../routing/models/accounts.ts';
import { batchTier, withBatchTariff } from '../../routing/models/batchPrice.ts';
import { type Model, splitReference } from '../../routing/models/model.ts';
import { type Cost, type NanoUsd, unknownCost } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import { dayOf } from '../../routing/time.ts';
import type { KeptResult } from './batchFacts.ts';
import type { BatchMoney, PaidRequest } from './batchHost.ts';

/** Whose money a job spends. */
export interface MoneyContext {
  readonly ledger: Ledger;
  /** The request of the ledger that the calls belong to. */
  readonly requestId: string;
  readonly model: Model;
  readonly tier: string;
  /** When the job began, milliseconds since 1970; its day's prices apply throughout. */
  readonly startedAtMs: number;
  /** `evaluate` when omitted. */
  readonly purpose?: Purpose;
  readonly limits: readonly Limit[];
  /** Limits that only this process has, such as a run's cap; omitted without any. */
  readonly spendLimit?: SpendLimit;
  countTokens(text: string): Promise<number>;
  now(): number;
}

/**
 * Reserves and settles each request of a batch on its own, at the provider's price for batches. One
 * reservation a request, because the ledger settles by attempt: what failed is given back at once and alone,
 * and if the window dies for good, each request that is still open counts at its own worst case.
 */
export function createBatchMoney(context: MoneyContext): BatchMoney {
  const { ledger, limits, spendLimit, now } = context;
  const priced = { ...context, model: batchPriced(context.model) };
  // What the limits of this process know of.
  const known = new Set<string>();

  return {
    async reserve(requests) {
      for (const [place, request] of requests.entries()) {
        const fact = reservationOf(request, priced);
        const { attemptId } = fact;
        const own = known.has(attemptId) ? undefined : spendLimit?.reserve(fact);
        if (!own) known.add(attemptId);
        const over = own ?? (await ledger.reserve(fact, limits));
        if (!over) continue;
        if (!own) {
          known.delete(attemptId);
          spendLimit?.release(attemptId);
        }
        const spent = formatMoney(moneyOf(priced.model.simulated), over.spentNanoUsd);
        const message = `The batch could cost more than ${over.limit.budgetId} allows (${spent} are spent or set aside). Raise the budget or evaluate fewer fixtures.`;
        return { message, reserved: place };
      }
      return undefined;
    },
    async takeUp(requests) {
      for (const request of requests) {
        const fact = reservationOf(request, priced);
        await ledger.reserve(fact);
        if (spendLimit && !spendLimit.reserve(fact)) known.add(fact.attemptId);
      }
    },
    async release(requests) {
      const ended = { atMs: now(), outcome: 'cancelled', cost: free, latencyMs: 0 } as const;
      for (const request of requests) {
        const attemptId = attemptOf(request, priced);
        await ledger.settle({ attemptId, ...ended });
        if (known.delete(attemptId)) spendLimit?.release(attemptId);
      }
    },
    async settlementOf(request, result, latencyMs) {
      return {
        attemptId: attemptOf(request, priced),
        atMs: now(),
        outcome: outcomeOf(result),
        latencyMs,
        ...(await paidFor(request, result, priced)),
      };
    },
    async settle(settlement) {
      await ledger.settle(settlement);
      if (known.delete(settlement.attemptId)) spendLimit?.settle(settlement);
    },
  };
}

/** A model whose prices name what its provider takes for batches. */
export function batchPriced(model: Model): Model {
  const { provider } = splitReference(model.reference)!;
  return { ...model, prices: model.prices.map((price) => withBatchTariff(price, provider)) };
}

function attemptOf({ customId }: PaidRequest, { requestId }: MoneyContext): string {
  return `${requestId}/${customId}`;
}

function worstOf({ call }: PaidRequest, { model, startedAtMs }: MoneyContext): NanoUsd | undefined {
  return worstCase(call, model, dayOf(startedAtMs), batchTier);
}

function reservationOf(request: PaidRequest, context: MoneyContext): ReservationFact {
  const { requestId, tier, purpose = 'evaluate', startedAtMs: atMs, model } = context;
  const worstCaseNanoUsd = worstOf(request, context);
  return {
    attemptId: attemptOf(request, context),
    requestId,
    atMs,
    purpose,
    tier,
    model: model.reference,
    modelName: model.name,
    simulated: model.simulated,
    ...(request.call.effort && { effort: request.call.effort }),
    ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }),
  };
}

async function paidFor(
  request: PaidRequest,
  result: KeptResult,
  context: MoneyContext,
): Promise<Pick<SettlementFact, 'cost' | 'usage'>> {
  if (result.kind === 'lost') return { cost: estimateOf(worstOf(request, context)) };
  if (result.kind !== 'answered') return { cost: free };
  const { usage, cost } = await settleCost({
    call: request.call,
    model: context.model,
    today: dayOf(context.startedAtMs),
    countTokens: (text) => context.countTokens(text),
    received: receivedOf(result.parts),
  });
  return { cost, ...(usage && { usage }) };
}

const free: Cost = { source: 'computed', nanoUsd: 0 };

function estimateOf(nanoUsd: NanoUsd | undefined): Cost {
  return nanoUsd === undefined ? unknownCost : { source: 'estimated', nanoUsd };
}

export function outcomeOf(result: KeptResult): SettlementFact['outcome'] {
  if (result.kind === 'cancelled') return 'cancelled';
  if (result.kind !== 'answered') return 'failed';
  const finish = result.parts.findLast((part) => part.kind === 'finish');
  if (!finish) return 'cutOff';
  if (finish.reason === 'length') return 'truncated';
  if (finish.reason === 'refusal') return 'refused';
  return result.parts.some(({ kind }) => kind === 'text' || kind === 'toolCall')
    ? 'complete'
    : 'empty';
}

/** A whole answer as a stream would have brought it. */
function receivedOf(parts: readonly Part[]): Parameters<typeof settleCost>[0]['received'] {
  const textOf = (kind: 'text' | 'reasoning') =>
    parts.flatMap((part) => (part.kind === kind ? [part.text] : [])).join('');
  const calls = parts.flatMap((part) =>
    part.kind === 'toolCall' ? [part.call.name + part.call.argumentsJson] : [],
  );
  const bill = parts.findLast((part) => part.kind === 'usage');
  const usage: Usage | undefined = bill?.usage;
  const end = parts.findLast((part) => part.kind === 'finish');
  return {
    text: textOf('text'),
    hidden: textOf('reasoning') + calls.join(''),
    halfCall: undefined,
    stateItems: [],
    usage,
    isDoubtful: bill?.isDoubtful ?? false,
    reportedNanoUsd: bill?.reportedNanoUsd,
    finish: end?.reason,
    isFree: end?.isFree ?? false,
    firstTextMs: undefined,
    lastTextMs: undefined,
    wasNeverSent: false,
    error: undefined,
    latencyMs: 0,
  };
}
