import { promptFor } from '../../execution/attempt/prompt.ts';
import type { ModelStep } from '../../execution/workflow/definition.ts';
import { modelOf } from '../../routing/models/catalog.ts';
import type { ModelChoice } from '../../routing/models/model.ts';
import { priceOn } from '../../routing/models/price.ts';
import { tierNamed } from '../../routing/policy/policy.ts';
import type { Situation } from '../../routing/situation.ts';
import { defaultInstructions } from '../../routing/taskTypes.ts';
import { type Evaluation, type NamedCandidate, runsCommands } from '../files/evaluation.ts';
import { hashOf } from '../hash.ts';
import { thresholdsHash } from '../thresholds.ts';
import { choiceName, contestantsOf } from './contestants.ts';
import type { Fingerprint } from '../fingerprint.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import { fixtureTask } from './fixtureTask.ts';

/** What the result of an evaluation depends on in this situation. */
export function computeFingerprint(
  evaluation: Evaluation,
  { situation, step }: { readonly situation: Situation; readonly step: ModelStep | undefined },
  { commands }: Pick<EvaluationHost, 'commands'>,
): Fingerprint {
  const { fixtures, scorers, ownScorers, thresholds, candidates } = evaluation;
  const byId = [...fixtures].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const choices = candidates.map((each) => choicesOf(each, situation));
  const references = [...new Set(choices.flat().map(({ reference }) => reference))].toSorted();
  const prices = references.map((reference) => {
    const { prices: list, worstCaseNanoUsd } = modelOf(situation.catalog, reference, false);
    return { reference, price: priceOn(list, situation.today), worstCaseNanoUsd };
  });
  return {
    fixtures: hashOf(byId),
    scorers: hashOf({
      scorers,
      own: Object.fromEntries(ownScorers),
      ...(runsCommands(evaluation) && { commands: commands?.() }),
    }),
    thresholds: thresholdsHash(thresholds),
    prompts: hashOf(promptParts(evaluation, step)),
    models: hashOf(
      candidates.map(({ id, subject }, place) => ({
        id,
        models: choices[place]!.map(choiceName),
        ...(subject.kind === 'cascade' && { gates: subject.gates }),
      })),
    ),
    prices: hashOf(prices),
  };
}

/** The models of a candidate: those that are asked now, or where none can be, the first that are written down. */
function choicesOf(named: NamedCandidate, situation: Situation): readonly ModelChoice[] {
  const [found] = contestantsOf([named], situation).contestants;
  if (found) {
    return found.rungs.map(({ model, effort }) => ({
      reference: model.reference,
      ...(effort && { effort }),
    }));
  }
  const { subject } = named;
  if (subject.kind === 'model') return [subject.choice];
  const names = subject.kind === 'tier' ? [subject.tier] : subject.tiers;
  return names.flatMap((name) => tierNamed(situation.policy, name)?.choices[0] ?? []);
}

function promptParts({ subject }: Evaluation, step: ModelStep | undefined): unknown {
  if (subject.kind === 'step') return step;
  const { taskType } = subject;
  const task = fixtureTask({ id: '', subject, input: {} }, taskType);
  return [defaultInstructions[taskType], promptFor(task)];
}
