import { triesOf } from '../../../routing/candidates/tries.ts';
import { decideRequest } from '../../request.ts';
import type { Choice, Plan } from '../../../routing/decision.ts';
import { describePlan, explain } from '../../../routing/explain.ts';
import {
  type Accounts,
  bothPlus,
  moneyOf,
  noMoney,
  plus,
} from '../../../routing/models/accounts.ts';
import { own } from '../../../routing/input/objects.ts';
import { displayName } from '../../../routing/models/catalog.ts';
import type { NanoUsd } from '../../../routing/models/money.ts';
import { type CallSpan, costAt } from '../../../routing/models/hours.ts';
import { priceOn } from '../../../routing/models/price.ts';
import type { Usage } from '../../../routing/models/usage.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';
import {
  costOfCall,
  type Trace,
  type TraceCall,
  type TraceRequest,
  type TraceStep,
} from '../journal/trace.ts';
import type { StepId, TaskFacts } from '../workflowEvents.ts';
import { inEnglish, type Say } from '../../../routing/say.ts';

/** What is different. Another policy or other prices are part of the situation. */
export interface WhatIf {
  readonly situation: Situation;
  /** A tier or model for every step that asks a model; omitted when each keeps its own. */
  readonly everywhere?: string;
  /** For single steps, by name; these win over `everywhere`. */
  readonly steps?: Readonly<Record<string, string>>;
  /** Says what cannot be known; in English when omitted. */
  readonly say?: Say;
}

/** What the recorded tokens cost, and would have cost. */
export interface WhatIfCost {
  /** Undefined when the cost of a call is unknown. */
  readonly was: Accounts | undefined;
  /** From the first attempt alone to all that the plan allows; undefined when unknown. */
  readonly would: { readonly low: Accounts; readonly high: Accounts } | undefined;
}

export interface WhatIfStep extends WhatIfCost {
  readonly step: StepId;
  /** Such as `fast (Haiku 5.5)`; undefined when no model could run. */
  readonly plan: string | undefined;
}

export interface WhatIfAnswer extends WhatIfCost {
  readonly steps: readonly WhatIfStep[];
  /** What the estimate cannot include, one sentence each. */
  readonly unknown: readonly string[];
}

/**
 * Estimates what a recorded run would have cost on other models: the recorded tokens at their prices.
 * Other models write other answers; `unknown` says what that may change.
 */
export function whatIf(trace: Trace, change: WhatIf): WhatIfAnswer {
  const { say = inEnglish } = change;
  const unknown = new Set<string>();
  const steps = [...trace.steps.values()]
    .filter(({ requests }) => requests.length > 0)
    .map((step) => ofStep(step, change, unknown));
  if (steps.length > 0) {
    unknown.add(
      say('Another model writes longer or shorter answers; these are the tokens of the last run.'),
    );
  }
  const skipped = [...trace.steps.values()].filter(({ status }) => status !== 'done').length;
  if (skipped > 0) {
    unknown.add(say('{0} steps did not run to their end, so their cost is not included.', skipped));
  }
  const mayTakeOtherPath = [...trace.steps.values()].some(
    ({ kind }) => kind === 'branch' || kind === 'forEach',
  );
  if (mayTakeOtherPath)
    unknown.add(say('Other answers may lead to other branches, or to more items.'));
  return {
    steps,
    was: sum(steps.map(({ was }) => was)),
    would: sumOfRanges(steps),
    unknown: [...unknown],
  };
}

function ofStep(step: TraceStep, change: WhatIf, unknown: Set<string>): WhatIfStep {
  const requests = step.requests.map((request) => ofRequest(step, request, change, unknown));
  return {
    step: step.id,
    plan: requests.at(-1)!.plan,
    was: sum(step.calls.map(accountsOf)),
    would: sumOfRanges(requests),
  };
}

function ofRequest(
  { id, name, calls, startedAtMs, ms = 0 }: TraceStep,
  request: TraceRequest,
  { situation, steps, everywhere, say = inEnglish }: WhatIf,
  unknown: Set<string>,
): Pick<WhatIfStep, 'plan' | 'would'> {
  const named = own(steps, name) ?? everywhere;
  const use = named === undefined ? request.choice.use : ({ kind: 'named', name: named } as const);
  const { stay } = request;
  const task = { ...taskFrom(request.task), ...(stay && { stay }) };
  const { decision } = decideRequest(task, situation, { step: { ...request.choice, use } });
  const { plan } = decision;
  if (plan.kind === 'refuse') {
    unknown.add(say('“{0}” could not have run: {1}', id, explain(task, decision, say)));
    return { plan: undefined, would: undefined };
  }
  const ofItself = calls.filter(({ requestId }) => requestId === request.requestId);
  const usage = ofItself.findLast(({ purpose, ended }) => purpose === 'answer' && ended?.usage)
    ?.ended?.usage;
  if (!usage) {
    unknown.add(say('It is unknown how many tokens “{0}” used.', id));
    return { plan: describePlan(plan, say), would: undefined };
  }
  const span = { fromMs: startedAtMs, untilMs: startedAtMs + ms };
  const attempts = choicesOf(plan).map((choice) =>
    priced(choice, usage, { id, situation, span, unknown, say }),
  );
  const judged = plan.kind === 'direct' ? noMoney : sum(ofItself.filter(isJudge).map(accountsOf));
  return { plan: describePlan(plan, say), would: rangeOf(plan, attempts, judged) };
}

function rangeOf(
  { kind }: Plan,
  attempts: readonly (Accounts | undefined)[],
  judged: Accounts | undefined,
): WhatIfCost['would'] {
  const all = sum([...attempts, judged]);
  const first = sum([attempts[0], judged]);
  if (all === undefined || first === undefined) return undefined;
  return { low: kind === 'speculation' ? all : first, high: all };
}

/** A task with what rules look at; the trace keeps no texts. */
function taskFrom({ lines, isConversation, hasTools, ...facts }: TaskFacts): Task {
  const tool = { name: 'tool', description: '', inputSchema: {} };
  const conversation = { system: '', messages: [], tools: hasTools ? [tool] : [] };
  return {
    ...facts,
    id: '',
    instruction: '',
    fileText: '',
    diagnostics: [],
    earlier: [],
    target: { startLine: 1, endLine: lines, text: '' },
    ...(isConversation && { conversation }),
  };
}

function choicesOf(plan: Exclude<Plan, { kind: 'refuse' }>): readonly Choice[] {
  if (plan.kind === 'direct') return [plan.choice];
  const all = plan.kind === 'cascade' ? triesOf(plan).map(({ choice }) => choice) : plan.ladder;
  return all.slice(0, plan.caps.attempts);
}

/** What is priced for: a step with the time at which it ran. */
interface Pricing {
  readonly id: StepId;
  readonly situation: Situation;
  readonly span: CallSpan;
  /** Takes what cannot be known. */
  readonly unknown: Set<string>;
  readonly say: Say;
}

function priced(
  { model }: Choice,
  usage: Usage,
  { id, situation, span, unknown, say }: Pricing,
): Accounts | undefined {
  const { contextTokens, capabilities: abilities } = model;
  if (contextTokens !== undefined && usage.inputTokens > contextTokens) {
    unknown.add(
      say('“{0}” read {1} tokens, more than {2} takes.', id, usage.inputTokens, displayName(model)),
    );
    return undefined;
  }
  const reasoningTokens = usage.reasoningTokens ?? 0;
  if (abilities.reasoning && reasoningTokens === 0) {
    unknown.add(
      say('{0} may think before it answers; that cost is not included.', displayName(model)),
    );
  }
  // A model without reasoning writes no reasoning tokens.
  const outputTokens = abilities.reasoning
    ? usage.outputTokens
    : usage.outputTokens - reasoningTokens;
  const { nanoUsd } = costAt(
    { ...usage, outputTokens },
    priceOn(model.prices, situation.today),
    'estimated',
    span,
  );
  if (nanoUsd === undefined) unknown.add(say('The price of {0} is unknown.', displayName(model)));
  return inAccounts(nanoUsd, model.simulated);
}

function isJudge({ purpose }: TraceCall): boolean {
  return purpose === 'judge';
}

function accountsOf(call: TraceCall): Accounts | undefined {
  return inAccounts(costOfCall(call)?.nanoUsd, call.simulated);
}

function inAccounts(nanoUsd: NanoUsd | undefined, simulated: boolean): Accounts | undefined {
  return nanoUsd === undefined ? undefined : plus(noMoney, moneyOf(simulated), nanoUsd);
}

function sum(amounts: readonly (Accounts | undefined)[]): Accounts | undefined {
  return amounts.every((each) => each !== undefined)
    ? amounts.reduce<Accounts>(bothPlus, noMoney)
    : undefined;
}

function sumOfRanges(each: readonly Pick<WhatIfCost, 'would'>[]): WhatIfCost['would'] {
  const low = sum(each.map(({ would }) => would?.low));
  const high = sum(each.map(({ would }) => would?.high));
  return low && high && { low, high };
}
