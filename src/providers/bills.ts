import { isCostOfOneCall, type NanoUsd, nanoUsdOf } from '../routing/models/money.ts';
import { copilotPlan } from '../routing/models/creditPlan.ts';
import { arrayOf, type Json, objectOf } from './http/json.ts';

/** Where a provider names its own bill for a call, in the usage that it reports. */
interface Bill {
  readonly who: string;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly read: string;
  /** USD; anything but a number from zero up is no bill. */
  usd(usage: Json): unknown;
}

export const bills: readonly Bill[] = [
  {
    who: 'xAI, in ticks of 1e-10 USD',
    source: 'https://docs.x.ai/developers/cost-tracking',
    read: '2026-11-29',
    usd: ({ cost_in_usd_ticks: ticks }) => (typeof ticks === 'number' ? ticks / 1e10 : undefined),
  },
  {
    who: 'Perplexity, the fee of each request included',
    source: 'https://docs.perplexity.ai/api-reference/chat-completions-post',
    read: '2026-11-29',
    usd: ({ cost }) => objectOf(cost)?.['total_cost'],
  },
  {
    who: 'OpenRouter, on the Chat, Responses and Messages APIs',
    source: 'https://openrouter.ai/docs/cookbook/administration/usage-accounting',
    read: '2026-11-30',
    usd({ cost, is_byok: isOwnKey, cost_details: details }) {
      // With the user's own key of the model's maker, the maker's bill comes on top of the fee.
      if (isOwnKey === true) return sumOf(cost, objectOf(details)?.['upstream_inference_cost']);
      // LiteLLM writes this field too, and zero where it knows no price (BerriAI/litellm#36561, 2026-08).
      const isPlain = isOwnKey === undefined && details === undefined;
      return isPlain && cost === 0 ? undefined : cost;
    },
  },
  {
    who: 'GitHub Copilot, in billionths of a plan credit; zero when the plan includes the call',
    source: 'VS Code 1.139, Copilot Chat 0.67.0: the usage that its models report',
    read: '2026-11-29',
    usd({ copilot_usage: bill }) {
      const nanoCredits = objectOf(bill)?.['total_nano_aiu'];
      return typeof nanoCredits === 'number'
        ? (nanoCredits / 1e9) * (copilotPlan.nanoUsdPerCredit / 1e9)
        : undefined;
    },
  },
];

/** The provider's own bill in a `usage` object, nano-dollars; undefined when it names none. */
export function reportedBill(raw: unknown): NanoUsd | undefined {
  const usage = objectOf(raw);
  if (!usage) return undefined;
  return bills.map((bill) => nanoUsdIn(bill.usd(usage))).find((amount) => amount !== undefined);
}

/**
 * The bill in a chunk that holds nothing else, after the usage; undefined when there is none. OpenCode's Zen
 * writes USD as a text, and zero when a plan includes the call
 * (https://github.com/anomalyco/opencode/issues/42918, 2026-08-16).
 */
export function billBeside(chunk: Json | undefined): NanoUsd | undefined {
  const cost = chunk?.['cost'];
  if (typeof cost !== 'string' || arrayOf(chunk?.['choices']).length > 0) return undefined;
  return /^\d+(?:\.\d+)?$/.test(cost) ? nanoUsdIn(Number(cost)) : undefined;
}

/** A fee and a bill together; undefined unless both are numbers. */
function sumOf(fee: unknown, bill: unknown): number | undefined {
  return typeof fee === 'number' && typeof bill === 'number' ? fee + bill : undefined;
}

function nanoUsdIn(usd: unknown): NanoUsd | undefined {
  if (typeof usd !== 'number' || !(usd >= 0)) return undefined;
  const nanoUsd = nanoUsdOf(usd);
  return isCostOfOneCall(nanoUsd) ? nanoUsd : undefined;
}
