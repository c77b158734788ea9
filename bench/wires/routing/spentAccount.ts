import { createCoolDowns, isOutage } from '../../../src/execution/attempt/coolDowns.ts';
import { httpError } from '../../../src/providers/http/errors/classifyError.ts';
import { resolveTier } from '../../../src/routing/candidates/resolveTier.ts';
import { noRequirements } from '../../../src/routing/candidates/requirements.ts';
import type { Choice } from '../../../src/routing/decision.ts';
import { type ModelReference, splitReference } from '../../../src/routing/models/model.ts';
import type { ProviderFacts, Situation } from '../../../src/routing/situation.ts';

/** A tier whose first model answers each time that its account is spent. */
export interface SpentInput {
  readonly tier: readonly string[];
  readonly turns: number;
}

/**
 * What does not hold of a tier whose first account is spent, turn by turn: the other account must answer
 * each time, and the spent one must not be asked each time. Empty when all does.
 */
export function spentAccountProblems({ tier, turns }: SpentInput): readonly string[] {
  const coolDowns = createCoolDowns(() => 0);
  const [spent] = tier;
  const asked: string[] = [];
  const answered: string[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { model } of choicesOf(tier, coolDowns.current())) {
      asked.push(model.reference);
      const error = model.reference === spent ? refusal() : undefined;
      coolDowns.note(model.reference, error);
      if (!error) answered.push(model.reference);
      if (!error || !isOutage(error)) break;
    }
  }
  const times = asked.filter((reference) => reference === spent).length;
  return [
    ...(answered.length === turns ? [] : [`only ${answered.length} of ${turns} turns answered`]),
    ...(times === 1 ? [] : [`the spent account was asked ${times} times`]),
  ];
}

function refusal() {
  const asked = {
    provider: 'p',
    origin: 'http://h',
    now: () => 0,
    clean: (words: string) => words,
  };
  return httpError(asked, 402, new Headers(), { error: { message: 'Out of credit.' } });
}

/** The models of the tier in the order in which they are asked now. */
function choicesOf(
  tier: readonly string[],
  coolingDown: Situation['coolingDown'],
): readonly Choice[] {
  const ready: ProviderFacts = { name: 'p', simulated: false, state: { state: 'ready' } };
  const references = tier.map((each) => each as ModelReference);
  const { choice } = resolveTier(
    { name: 'tier', choices: references.map((reference) => ({ reference })) },
    noRequirements,
    {
      catalog: new Map(),
      providers: new Map(references.map((each) => [splitReference(each)!.provider, ready])),
      coolingDown,
      today: '2026-11-29',
    },
  );
  return choice ? [choice, ...(choice.fallbacks ?? [])] : [];
}
