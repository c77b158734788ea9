import { noMoney } from '../../routing/accounts.ts';
import type { AgentStep } from './definition.ts';
import { runAgent } from './runAgent.ts';
import type { Place } from './running.ts';
import { renderTemplate } from './template.ts';
import type { StepId } from './workflowEvents.ts';

/** Hands a task to an agent; resolves with its last answer. Rejects with StepFailure. */
export async function runAgentStep(step: AgentStep, id: StepId, at: Place): Promise<unknown> {
  const { running, values, signal } = at;
  const agent = running.workflow.agents[step.agent]!;
  const caps = [step.maxNanoUsd, agent.team?.maxNanoUsd].filter((each) => each !== undefined);
  const meter = running.meter.part({
    name: `the step “${step.name}”`,
    capNanoUsd: caps.length > 0 ? Math.min(...caps) : undefined,
    spent: running.recalled?.spent(id) ?? noMoney,
  });
  return runAgent(
    {
      ...{ id, agent, meter, critical: step.critical, values },
      task: renderTemplate(step.task.text, values),
      ...(step.output && { output: step.output }),
    },
    running,
    signal,
  );
}
