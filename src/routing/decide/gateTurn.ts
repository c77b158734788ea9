import type { Candidates } from '../candidates/candidates.ts';
import type { Tool, ToolCall } from '../conversation.ts';
import type { Choice, TurnGate } from '../decision.ts';
import { tierNamed } from '../policy/policy.ts';
import { gatingOf } from '../policy/turnPolicy.ts';
import { toolKind } from '../turns/toolKind.ts';
import { nextTier } from './climb.ts';
import type { AffordableTiers } from './downgrade.ts';

/*
 * Turns whose tool calls are checked before the loop gets them. A failed check asks the same model again, with
 * what was found, because its provider still has the prompt in its cache; a second one asks the next tier of the
 * turn's pool, for this turn alone. The ladder ends there: an answer that fails is handed on, and the loop's own
 * troubles lift the turns to come.
 *
 * The climb keeps the law of switches (`stayOrSwitch.ts`): no other model while some tools of the newest answer
 * still run, none where a hand, a rule or a subagent's tier holds the loop, none that a budget has just taken
 * away.
 */

/** How a turn's answer is checked; undefined when it is not: a side call, no tools to check, or nobody wants it. */
export function gateTurn(
  choice: Choice,
  { loop, pressure }: Pick<AffordableTiers, 'loop' | 'pressure'>,
  candidates: Candidates,
): TurnGate | undefined {
  const { task, situation } = candidates;
  const { policy } = situation;
  const { turn, conversation } = task;
  const calls = gatingOf(policy.turns ?? []);
  if (!turn || turn.kind === 'side' || !conversation || calls === 'none') return undefined;
  const { tools } = conversation;
  const isInReach = calls === 'all' ? tools.length > 0 : tools.some(edits);
  if (!isInReach) return undefined;
  const tier = tierNamed(policy, choice.tier);
  const isHeld = !loop || pressure !== undefined || loop.turn.stays?.kind === 'openCalls';
  const next = tier && !isHeld && nextTier({ tier, choice }, loop.pool, candidates);
  return { calls, ...(next && { climb: next.choice }) };
}

/** The calls of an answer that are checked; none when the answer is handed on as it is. */
export function gatedCalls(
  { calls }: Pick<TurnGate, 'calls'>,
  made: readonly ToolCall[],
  tools: readonly Tool[],
): readonly ToolCall[] {
  if (calls === 'all') return made;
  const known = new Map(tools.map((tool) => [tool.name, tool]));
  return made.filter(({ name }) => edits(known.get(name) ?? { name }));
}

function edits(tool: Parameters<typeof toolKind>[0]): boolean {
  return toolKind(tool) === 'edit';
}
