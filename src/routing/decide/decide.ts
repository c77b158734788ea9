import { type Candidates, candidatesFor } from '../candidates/candidates.ts';
import { expectedCost, leastOf } from '../candidates/expectedCost.ts';
import { largerChoices } from '../candidates/largerChoices.ts';
import { harder } from '../candidates/tries.ts';
import type { Choice, Decision, Plan, Refusal } from '../decision.ts';
import type { Escalation, Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import { conversationGates } from './conversationGates.ts';
import { type AffordableTiers, downgrade } from './downgrade.ts';
import { gatedPlan } from './gatedPlan.ts';
import { gateTurn } from './gateTurn.ts';
import { mayLift, resolveTiers } from './resolveTiers.ts';
import { quickModel } from './quickModel.ts';
import type { SelectedTiers } from './selection.ts';
import { selectTiers } from './selectTiers.ts';
import { stayOrSwitch } from './stayOrSwitch.ts';

/*
 * This folder makes one decision for one task. A task, a situation and perhaps an escalation come in;
 * a `Decision` goes out: the plan, the reason, and the models that were passed over. The steps, in
 * order: `selectTiers` (escalation, pin, manual pick, rule, planner; `turnTiers` for a turn of a loop),
 * `downgrade` (budgets), `conversationGates` (chat turns) and `quickModel` (speed) or `stayOrSwitch` (turns of a loop), `resolveTiers`
 * (models that are ready) and `gatedPlan` (gates, judges and caps) or `gateTurn` (checks of a turn's tool
 * calls). All of it is pure and synchronous, and each tier is resolved at most once.
 */

/** Chooses the plan and the models for a task, and says why. */
export function decide(task: Task, situation: Situation, escalation?: Escalation): Decision {
  const candidates = candidatesFor(task, situation);
  const selection = selectTiers(candidates, escalation);
  const { reason } = selection;
  if ('refusal' in selection) {
    const { stay } = candidates.requirements;
    const plan = { kind: 'refuse', refusal: selection.refusal } as const;
    return { plan, reason, ...(stay && { stay }), rejected: [] };
  }
  return decideAmong(selection, candidates);
}

function decideAmong(selection: SelectedTiers, candidates: Candidates): Decision {
  const { task, situation, requirements, stated } = candidates;
  const { reason } = selection;
  const kept = requirements.stay && { stay: requirements.stay };
  const affordable = downgrade(selection, candidates);
  const settled: AffordableTiers & { readonly unchecked?: true } = task.turn
    ? stayOrSwitch(affordable, candidates)
    : quickModel(conversationGates(affordable, task), candidates);
  const { tiers, several, pressure, unchecked, loop, raised, unsure, quick } = settled;
  const { choices, rejected, lifted } = resolveTiers(settled, candidates);
  const [first, ...others] = loop?.raiseEffort ? choices.map(thinkingHarder) : choices;
  if (!first) {
    const names = tiers.map(({ name }) => name);
    const refusal: Refusal = { kind: 'noModelReady', tiers: names, taskType: task.type };
    return { plan: { kind: 'refuse', refusal }, reason, ...kept, rejected };
  }
  const gated = { ladder: [first, ...others], ...(pressure && { pressure }) } as const;
  const plan: Exclude<Plan, { kind: 'refuse' }> =
    several && !lifted
      ? gatedPlan({ ...gated, use: several }, candidates)
      : directPlan(withLarger(first, mayLift(settled), candidates), settled, candidates);
  const baseline = candidates.strongest()?.model;
  const expected = expectedCost(task, plan, situation.today, requirements);
  return {
    plan: capTooLow(plan, expected) ?? plan,
    reason,
    ...(quick && { speed: quick.why }),
    ...(unsure && { unsure }),
    ...(loop && { turn: loop.turn }),
    ...kept,
    ...((stated.by ?? raised) && { mistakes: { ...stated, ...(raised && { raised }) } }),
    ...(pressure && { pressure }),
    ...(unchecked && { unchecked }),
    ...(lifted && { lifted: tiers.map(({ name }) => name) }),
    rejected,
    ...(baseline && { baseline }),
    ...(expected && { expected }),
    ...(situation.limits && { limits: situation.limits.request }),
  };
}

function directPlan(
  choice: Choice,
  settled: AffordableTiers,
  candidates: Candidates,
): Extract<Plan, { kind: 'direct' }> {
  const gate = gateTurn(choice, settled, candidates);
  return { kind: 'direct', choice, ...(gate && { gate }) };
}

function thinkingHarder(choice: Choice): Choice {
  return harder(choice) ?? choice;
}

/** Adds the models that may be asked when this one says that the task is too long for it. */
function withLarger(choice: Choice, isLiftable: boolean, candidates: Candidates): Choice {
  const { tiers } = candidates.situation.policy;
  const at = tiers.findIndex(({ name }) => name === choice.tier);
  const asked = at < 0 ? [] : tiers.slice(at, isLiftable ? undefined : at + 1);
  const larger = largerChoices(choice, asked, candidates);
  return larger.length > 0 ? { ...choice, larger } : choice;
}

function capTooLow(plan: Plan, expected: Decision['expected']): Plan | undefined {
  const cap = 'caps' in plan ? plan.caps.nanoUsd : undefined;
  const least = leastOf(expected);
  if (cap === undefined || least <= cap) return undefined;
  return { kind: 'refuse', refusal: { kind: 'capTooLow', cap, least } };
}
