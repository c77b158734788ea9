import { worstCaseOf } from '../../execution/attempt/settleCost.ts';
import { type DecidedRequest, decideRequest, type RequestToRun } from '../../execution/request.ts';
import type { AdvisorLimits } from '../../routing/budgets/parseAdvisor.ts';
import { estimateTokens } from '../../routing/candidates/requirements.ts';
import { textOfConversation } from '../../routing/conversation.ts';
import { choicesOf } from '../../routing/decision.ts';
import { leastAnswerTokens } from '../../routing/models/capacity.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { formatUsd } from '../../routing/models/money.ts';
import type { Escalation, Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import { describeRefusal } from '../platform/describeProblem.ts';
import type { Asker } from './asker.ts';

/** There is no advice; the message says why, in sentences for the agent. */
export class AdviceRefused extends Error {}

/** A question that may be asked, with its plan. */
export type DecidedAdvice = DecidedRequest & Pick<RequestToRun, 'plan' | 'maxOutputTokens'>;

export interface AdviceBounds {
  readonly limits: AdvisorLimits;
  readonly asker: Asker;
  /** The user's `tierwise.maxOutputTokens`. */
  readonly maxOutputTokens: number;
}

/**
 * Decides which tier answers a question: one above the asker's. Throws AdviceRefused when there is none or the cap does
 * not pay for an answer, and HumanError when no model of it can run.
 */
export function decideAdvice(
  task: Task,
  situation: Situation,
  { limits, asker, maxOutputTokens }: AdviceBounds,
): DecidedAdvice {
  const names = situation.policy.tiers.map(({ name }) => name);
  const place = (tier: string | undefined): number => names.indexOf(tier ?? '');
  const target = limits.tier ?? names.at(-1);
  if (asker.tier !== undefined && place(asker.tier) >= place(target)) {
    throw new AdviceRefused(
      `You run on the tier ${asker.tier}, and ${target} is no stronger than that. There is no stronger tier to ask.`,
    );
  }
  const decided = decideRequest(task, situation, choiceFor(limits, asker));
  const { plan } = decided.decision;
  if (plan.kind === 'refuse') throw describeRefusal(task, decided.decision);
  const { tier, model } = choicesOf(plan)[0]!;
  if (asker.tier !== undefined && place(tier) <= place(asker.tier)) {
    throw new AdviceRefused(
      `The budget leaves only the tier ${tier} for this question, which is no stronger than you are.`,
    );
  }
  const affordable = affordableOutput(task, { limits, maxOutputTokens }, (tokens) =>
    worstCaseOf(tokens, model, situation.today),
  );
  if (affordable < leastAnswerTokens) {
    throw new AdviceRefused(
      `A question of this length to ${displayName(model)} costs more than the ${formatUsd(limits.nanoUsdPerCall)} that it may cost. Ask a shorter one with less context, if you must.`,
    );
  }
  return { ...decided, plan, maxOutputTokens: affordable };
}

function choiceFor({ tier }: AdvisorLimits, asker: Asker): Parameters<typeof decideRequest>[2] {
  if (tier === undefined) {
    const escalation: Escalation = { to: 'top', ...(asker.tier && { from: asker.tier }) };
    return { escalation };
  }
  const use = { kind: 'named', name: tier } as const;
  return { step: { name: 'advice', taskType: 'other', use, checks: {} } };
}

/** As many tokens as the cap pays for at worst, at most the user's setting; all of them at an unknown price. */
function affordableOutput(
  { conversation }: Task,
  { limits, maxOutputTokens: most }: Omit<AdviceBounds, 'asker'>,
  worstCase: (tokens: { inputTokens: number; outputTokens: number }) => number | undefined,
): number {
  const inputTokens = estimateTokens(conversation ? textOfConversation(conversation) : '');
  const input = worstCase({ inputTokens, outputTokens: 0 });
  const whole = worstCase({ inputTokens, outputTokens: most });
  if (input === undefined || whole === undefined || whole <= limits.nanoUsdPerCall) return most;
  if (whole === input) return 0;
  return Math.floor(((limits.nanoUsdPerCall - input) * most) / (whole - input));
}
