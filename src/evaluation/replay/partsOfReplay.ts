import { formatUsd } from '../../routing/models/money.ts';
import type { Costs, Replay, WhyLeftOut } from './replay.ts';
import { inEnglish, type Say } from '../../routing/say.ts';

/** A part of what is told about a replay: plain sentences, then a list, then a table. */
export interface ReplayPart {
  readonly lines?: readonly string[];
  readonly list?: readonly string[];
  /** The first row has the headings; all columns but the first have figures. */
  readonly table?: readonly (readonly string[])[];
}

/** What depends on where a replay is read. */
export interface ReplayWords {
  /** Names of the policy's rules with keywords or reasoning. */
  readonly keywordRules: readonly string[];
  /** How to add a missing price, such as `add one with --models`. */
  readonly addPrice: string;
}

/** A replay in words and figures, for people. */
export function partsOfReplay(
  replay: Replay,
  { keywordRules, addPrice }: ReplayWords,
  say: Say = inEnglish,
): ReplayPart[] {
  const { requests, total, simulated } = replay;
  return [
    {
      lines: [
        ...(simulated
          ? [say('Simulated: practice models did this work; all its money is practice money.')]
          : []),
        say('Compared: {0} of {1} pieces of work', total.requests, requests),
      ],
      list: leftOut(replay, addPrice, say),
    },
    ...(total.requests > 0
      ? [{ table: byTaskType(replay, say) }, { table: byTier(replay, say) }]
      : []),
    { lines: [...certainty(replay, say), ...unmatchedRules(keywordRules, say)] },
  ];
}

function leftOut({ leftOut: counts }: Replay, addPrice: string, say: Say): string[] {
  const reasons: Readonly<Record<WhyLeftOut, string>> = {
    practice: say('practice models took part, and their costs are not real'),
    noUsage: say('its number of tokens is unknown'),
    unknownCost: say('its cost is unknown'),
    noPrice: say('a model had no price on that day ({0})', addPrice),
    refused: say('the policy would not have run it'),
  };
  return Object.entries(reasons)
    .map(([why, says]) => ({ count: counts[why as WhyLeftOut], says }))
    .filter(({ count }) => count > 0)
    .map(({ count, says }) => say('{0} left out: {1}', count, says));
}

function byTaskType({ total, byTaskType: rows, simulated }: Replay, say: Say): string[][] {
  const cells = (name: string, costs: Costs): string[] => [
    name,
    String(costs.requests),
    formatUsd(costs.paidNanoUsd),
    formatUsd(costs.policyNanoUsd),
    formatUsd(costs.strongestNanoUsd),
    formatUsd(costs.cheapestNanoUsd),
  ];
  return [
    [
      say('task type'),
      say('work'),
      paid(simulated, say),
      say('this policy'),
      say('always strongest'),
      say('always cheapest'),
    ],
    ...rows.map((row) => cells(row.taskType, row)),
    cells(say('all'), total),
  ];
}

function byTier({ byTier: rows, simulated }: Replay, say: Say): string[][] {
  return [
    [say('tier'), paid(simulated, say), say('this policy')],
    ...rows.map(({ tier, paidNanoUsd, policyNanoUsd }) => [
      tier,
      formatUsd(paidNanoUsd),
      formatUsd(policyNanoUsd),
    ]),
  ];
}

/** The heading of the column: practice money was never really paid. */
function paid(simulated: boolean, say: Say): string {
  return simulated ? say('practice') : say('paid');
}

function certainty(replay: Replay, say: Say): string[] {
  const { known, estimated, onPriors, checksNanoUsd, total } = replay;
  if (total.requests === 0) return [];
  return [
    say(
      'What this policy would have cost is known for {0}, where it asks the same models, and estimated for {1}.',
      known,
      estimated,
    ),
    ...(onPriors > 0
      ? [
          say(
            'For {0} of them, shipped priors say how often an answer passes its gates, because too few were judged so far.',
            onPriors,
          ),
        ]
      : []),
    describeEscalations(replay, say),
    describeChecks(checksNanoUsd, say),
  ];
}

function describeEscalations({ escalated: { was, would }, total }: Replay, say: Say): string {
  return would === 0
    ? say(
        'A second tier was asked for {0} of {1}, by a plan or by hand; this policy would have asked one for none. Which of its answers you would have escalated by hand, rejected or undone is unknown.',
        was,
        total.requests,
      )
    : say(
        'A second tier was asked for {0} of {1}, by a plan or by hand; this policy would have asked one for about {2}. Which of its answers you would have escalated by hand, rejected or undone is unknown.',
        was,
        total.requests,
        would.toFixed(1),
      );
}

function describeChecks(nanoUsd: number | undefined, say: Say): string {
  return [
    whatChecksCost(nanoUsd, say),
    say('What those of this policy would have cost is not estimated.'),
  ].join(' ');
}

function whatChecksCost(nanoUsd: number | undefined, say: Say): string {
  if (nanoUsd === undefined) {
    return say(
      'What judges and classification cost is unknown for some calls, and no figure includes it.',
    );
  }
  return nanoUsd === 0
    ? say('No judge and no classification was paid for.')
    : say('Judges and classification cost another {0}.', formatUsd(nanoUsd));
}

function unmatchedRules(keywordRules: readonly string[], say: Say): string[] {
  if (keywordRules.length === 0) return [];
  const names = keywordRules.map((name) => `“${name}”`).join(', ');
  return [
    say(
      'The ledger keeps no prompts, so rules with keywords or reasoning matched nothing: {0}.',
      names,
    ),
  ];
}

/** Names of the rules that a replay cannot match: those about the developer's words. */
export function keywordRulesOf(
  rules: readonly {
    readonly name: string;
    readonly when: { readonly keywords?: unknown; readonly reasoning?: unknown };
  }[],
): string[] {
  return rules
    .filter(({ when }) => (when.keywords ?? when.reasoning) !== undefined)
    .map(({ name }) => name);
}
