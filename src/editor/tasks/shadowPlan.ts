import { timedId } from '../../ledger/timedId.ts';
import { askShadow } from '../../evaluation/watching/experiments/shadow.ts';
import { drawnPlan, isWholePlan } from '../../routing/decide/experimentSituation.ts';
import { isDrawn } from '../../routing/experiments/experiment.ts';
import type { Situation } from '../../routing/situation.ts';
import { defaultGates } from '../../routing/taskTypes.ts';
import { type Answer, isWhole } from '../answers/answer.ts';
import { openGateKit } from '../gates/door.ts';
import { isPrivateUri } from '../reading/reading.ts';
import type { Services } from '../services.ts';
import { userSetting } from '../platform/setting.ts';
import { createBudgetGuard } from './createBudgetGuard.ts';

/**
 * Asks plan B of a shadow experiment beside an answer that was shown, when the request is drawn for it. Private
 * files that the developer sent once go to no second model.
 */
export async function shadowPlan(
  answer: Answer,
  situation: Situation,
  services: Services,
): Promise<void> {
  const { task, plan, decision, end, id, abort } = answer;
  const experiment = situation.experiments?.find(
    ({ name, mode }) => mode === 'shadow' && name === drawnPlan(decision)?.experiment,
  );
  if (!experiment || !end || !isWhole(answer) || !isWholePlan(decision)) return;
  if (!isDrawn(experiment, id) || (await sendsPrivate(answer))) return;
  const { attempts, budgets, experiments, session, news, textGates } = services;
  const { gateKitFor } = await openGateKit();
  const { startLine, endLine } = task.target;
  const request = { task, situation, escalation: undefined };
  await askShadow(
    { experiment, situation, answered: { requestId: id, task, plan, end } },
    {
      book: await experiments.opened(),
      lease: experiments.lease,
      context: attempts,
      asker: {
        requestId: timedId(),
        sessionId: session.touch().id,
        workspace: situation.workspace,
        subject: `${task.path}:${startLine}-${endLine}`,
      },
      maxOutputTokens: userSetting('tierwise.maxOutputTokens') as number,
      budgetGuard: createBudgetGuard(budgets, request),
      gates: (gated, guard) => gateKitFor(answer, { plan: gated, budgetGuard: guard }, services),
      checks: Object.values(textGates.gates).filter(({ name }) =>
        defaultGates[task.type].includes(name),
      ),
    },
    abort.signal,
  );
  news.emitSpend();
}

async function sendsPrivate({ binding, others = [] }: Answer): Promise<boolean> {
  const privates = await Promise.all([binding.uri, ...others].map(isPrivateUri));
  return privates.some(Boolean);
}
