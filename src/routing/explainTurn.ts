import type { StaysOn, TurnDecision } from './decision.ts';
import { formatMoney, moneyOf } from './models/accounts.ts';
import type { SideCall, TurnKind } from './turns/turn.ts';
import { inEnglish, type Say, toSay } from './say.ts';

/*
 * What is said about a turn of an agent's loop. A `TurnDecision` comes in; parts of sentences go out, which
 * `explain.ts` puts together.
 */

/** What a turn does, for sentences such as `the default for reading`. */
const turnLabels: Readonly<Record<TurnKind, string>> = {
  plan: toSay('planning'),
  read: toSay('reading'),
  choose: toSay('choosing a tool'),
  edit: toSay('editing'),
  repair: toSay('repairing'),
  answer: toSay('the final answer'),
};

const sideLabels: Readonly<Record<SideCall, string>> = {
  title: toSay('titles'),
  summary: toSay('summaries'),
  commitMessage: toSay('commit messages'),
  rename: toSay('names'),
  progress: toSay('progress lines'),
  toolChoice: toSay('choices of tools'),
  rewording: toSay('rewordings'),
};

const sideCalls = toSay('side calls');

/** Where a task or a turn goes: `Ask climbs to reasoning (Opus 5.5)`. */
export function explainGoing(
  label: string,
  plan: string,
  turn: TurnDecision | undefined,
  say: Say = inEnglish,
): string {
  if (turn?.stays) {
    const what = whatFor(turn, say);
    return turn.stays.back
      ? say('{0} goes back to {1} for this turn ({2})', label, plan, what)
      : say('{0} stays on {1} for this turn ({2})', label, plan, what);
  }
  return turn?.climbed
    ? say('{0} climbs to {1}', label, plan)
    : say('{0} goes to {1}', label, plan);
}

/** Why a turn has its model; undefined when something else than the turn decided. */
export function explainTurn(turn: TurnDecision, say: Say = inEnglish): string | undefined {
  const { climbed, stays, critical, costly } = turn;
  if (stays) return explainStays(stays, say);
  if (climbed) return climbed.because;
  if (critical) return say('the work is critical');
  if (costly) return undefined;
  return explainOrigin(turn, say);
}

function explainOrigin(turn: TurnDecision, say: Say): string | undefined {
  const what = whatFor(turn, say);
  switch (turn.from) {
    case 'settings':
      return say('your tier for {0}', what);
    case 'repository':
      return say('the repository’s tier for {0}', what);
    case 'shipped':
      return say('the default for {0}', what);
    case 'evidence':
      return say(
        'not {0} for {1}, because {2}',
        turn.learned?.instead ?? '',
        what,
        turn.learned?.why ?? '',
      );
    case 'chosen':
    case 'rule':
      return undefined;
  }
}

function explainStays({ kind, insteadOf, nowNanoUsd, simulated }: StaysOn, say: Say): string {
  switch (kind) {
    case 'costsNow':
      return say(
        'a switch to {0} would cost {1} now',
        insteadOf,
        formatMoney(moneyOf(simulated === true), nowNanoUsd!, say),
      );
    case 'costsLater':
      return say('a switch to {0} would cost more over the turns to come', insteadOf);
    case 'keepsCache':
      return say('its prompt cache would be lost before it is needed again');
    case 'openCalls':
      return say('some tools of its last answer are still running');
    case 'thinking':
      return say('{0} would not see what it has thought so far', insteadOf);
    case 'unknownPrice':
      return say('a switch to {0} may cost more, because a price is unknown', insteadOf);
  }
}

function whatFor({ kind, side, by }: TurnDecision, say: Say): string {
  if (kind === 'side') return say(side ? sideLabels[side] : sideCalls);
  const what = say(turnLabels[kind]);
  if (by === 'agent') return what;
  return by === 'subagent' ? say('{0} in a subagent', what) : say('{0} in plan mode', what);
}
