import type { Evaluation } from '../../../evaluation/files/evaluation.ts';
import { readReports } from '../../../evaluation/run/readReports.ts';
import type { EvaluationHost } from '../../../evaluation/run/evaluationHost.ts';
import { freshAnswersFolder, onlyWith } from '../../../evaluation/watching/freshRun.ts';
import { namedFor, pinnedCandidate } from '../../../evaluation/watching/pinned.ts';
import { newestWhole } from '../../../evaluation/watching/staleness.ts';
import type { Policy } from '../../../routing/policy/policy.ts';
import { HumanError } from '../../platform/humanError.ts';
import { say } from '../../platform/say.ts';

/**
 * What asks the pinned candidate of an evaluation again, with answers that are all new: kept ones cannot
 * show that a model has changed. Rejects with HumanError when no candidate is pinned.
 */
export async function pinnedRun(
  evaluation: Evaluation,
  host: EvaluationHost,
  policy: Policy,
): Promise<{ readonly evaluation: Evaluation; readonly host: EvaluationHost }> {
  const { name, subject } = evaluation;
  const whole = newestWhole(await readReports(host.folder, name), evaluation);
  if (!whole) {
    throw new HumanError(say('“{0}” has no result yet. Evaluate it first.', name));
  }
  const workflow = subject.kind === 'step' ? await host.workflow(subject.workflow) : undefined;
  const pinned = pinnedCandidate(whole, namedFor(subject, policy, workflow), policy);
  if (!pinned) {
    throw new HumanError(
      say(
        'The policy does not use what “{0}” found. Open its report and apply it to the policy first.',
        name,
      ),
    );
  }
  const moment = new Date().toISOString().replaceAll(':', '-');
  return {
    evaluation: onlyWith(evaluation, pinned.id),
    host: { ...host, folder: freshAnswersFolder(host.folder, name, moment) },
  };
}
