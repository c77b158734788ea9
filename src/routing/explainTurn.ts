import type { StaysOn, TurnDecision } from './decision.ts';
import { formatMoney, moneyOf } from './models/accounts.ts';
import type { SideCall, TurnKind } from './turns/turn.ts';

/*
 * What is said about a turn of an agent's loop. A `TurnDecision` comes in; parts of sentences go out, which
 * `explain.ts` puts together.
 */

/** What a turn does, for sentences such as `the default for reading`. */
const turnLabels: Readonly<Record<TurnKind, string>> = {
  plan: 'planning',
  read: 'reading',
  choose: 'choosing a tool',
  edit: 'editing',
  repair: 'repairing',
  answer: 'the final answer',
};

const sideLabels: Readonly<Record<SideCall, string>> = {
  title: 'titles',
  summary: 'summaries',
  commitMessage: 'commit messages',
  rename: 'names',
  progress: 'progress lines',
  toolChoice: 'choices of tools',
  rewording: 'rewordings',
};

/** How a turn gets to its model: `goes to`, `climbs to`, `stays on`. */
export function verbOf({
  climbed,
  stays,
}: Partial<Pick<TurnDecision, 'climbed' | 'stays'>> = {}): string {
  if (stays) return stays.back ? 'goes back to' : 'stays on';
  return climbed ? 'climbs to' : 'goes to';
}

/** The turn that stays, beside its model: ` for this turn (reading)`. */
export function besideModel(turn: TurnDecision | undefined): string {
  return turn?.stays ? ` for this turn (${whatFor(turn)})` : '';
}

/** Why a turn has its model; undefined when something else than the turn decided. */
export function explainTurn(turn: TurnDecision): string | undefined {
  const { climbed, stays, critical, costly } = turn;
  if (stays) return explainStays(stays);
  if (climbed) return climbed.because;
  if (critical) return 'the work is critical';
  if (costly) return undefined;
  return explainOrigin(turn);
}

function explainOrigin(turn: TurnDecision): string | undefined {
  const what = whatFor(turn);
  switch (turn.from) {
    case 'settings':
      return `your tier for ${what}`;
    case 'repository':
      return `the repository’s tier for ${what}`;
    case 'shipped':
      return `the default for ${what}`;
    case 'evidence':
      return `not ${turn.learned?.instead} for ${what}, because ${turn.learned?.why}`;
    case 'chosen':
    case 'rule':
      return undefined;
  }
}

function explainStays({ kind, insteadOf, nowNanoUsd, simulated }: StaysOn): string {
  switch (kind) {
    case 'costsNow':
      return `a switch to ${insteadOf} would cost ${formatMoney(moneyOf(simulated === true), nowNanoUsd!)} now`;
    case 'costsLater':
      return `a switch to ${insteadOf} would cost more over the turns to come`;
    case 'keepsCache':
      return 'its prompt cache would be lost before it is needed again';
    case 'openCalls':
      return 'some tools of its last answer are still running';
    case 'thinking':
      return `${insteadOf} would not see what it has thought so far`;
    case 'unknownPrice':
      return `a switch to ${insteadOf} may cost more, because a price is unknown`;
  }
}

function whatFor({ kind, side, by }: TurnDecision): string {
  if (kind === 'side') return side ? sideLabels[side] : 'side calls';
  const where = { agent: '', subagent: ' in a subagent', planner: ' in plan mode' };
  return `${turnLabels[kind]}${where[by]}`;
}
