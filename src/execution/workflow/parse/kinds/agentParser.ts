import { nanoUsdOf } from '../../../../routing/models/money.ts';
import * as z from 'zod';
import { didYouMean } from '../../../../routing/input/didYouMean.ts';
import { defined } from '../../../../routing/input/objects.ts';
import type { Agent, AgentStep } from '../../definition.ts';
import { textValue } from '../../values/valueSchema.ts';
import { namesInTemplate } from '../checkTemplate.ts';
import { checkFrom, checkText } from '../checkTexts.ts';
import { answer, common, critical, prompt, usd, words } from '../fields.ts';
import { withTeam } from '../readAgents.ts';
import { report } from '../reading.ts';
import { readOutput } from '../readOutput.ts';
import { readTemplate } from '../readTemplate.ts';
import type { Parts } from '../shapes.ts';
import { type NamePlace, unknownName } from '../unknownName.ts';
import type { StepHead, StepParser, Surroundings } from './stepParser.ts';

type Shape = ReturnType<typeof shape>;

/** A step that hands a task to an agent. */
export const agentParser: StepParser<AgentStep, Shape> = {
  key: 'agent',
  shape,
  read,
  check,
  value: ({ output }) => output ?? textValue,
  names: ({ task: { text }, tiersFrom = [] }) => [...namesInTemplate(text), ...tiersFrom],
};

function shape({ output }: Parts) {
  return z.strictObject({
    agent: words('Name one of the workflow’s agents.').describe('The agent that does the task.'),
    task: prompt('the task'),
    ...answer({ output }),
    critical: critical().optional(),
    maxUsd: usd().optional(),
    ...common,
  });
}

function read(fields: z.output<Shape>, { path, base }: StepHead, around: Surroundings): AgentStep {
  const { reading } = around;
  const output = readOutput(fields, path, reading);
  const maxNanoUsd = fields.maxUsd && nanoUsdOf(fields.maxUsd);
  const tiersFrom = withTeam(fields.agent, around.agents).flatMap(({ model }) =>
    model.kind === 'from' ? [model.from[0]] : [],
  );
  return {
    ...base,
    kind: 'agent',
    agent: fields.agent,
    task: readTemplate(fields.task, [...path, 'task'], reading),
    critical: fields.critical ?? around.critical,
    ...defined({ output, maxNanoUsd }),
    ...(tiersFrom.length > 0 && { tiersFrom: [...new Set(tiersFrom)] }),
  };
}

function check(place: NamePlace<AgentStep>): void {
  const { step, path, checking } = place;
  const { reading, agents } = checking;
  checkText(step.task, [...path, 'task'], place);
  if (!agents.includes(step.agent)) {
    report(reading, [...path, 'agent'], unknownAgent(step.agent, agents));
    return;
  }
  for (const agent of withTeam(step.agent, checking.definitions)) checkTier(agent, place);
}

/** An agent's tier may come from an earlier value of each step that hands it work. */
function checkTier({ name, model }: Agent, place: NamePlace<AgentStep>): void {
  if (model.kind !== 'from') return;
  const { scope, step, checking } = place;
  const { reading } = checking;
  const path = ['agents', name, 'model'];
  const [first] = model.from;
  if (scope.has(first)) return checkFrom(model, path, { scope, reading });
  const message = `The step "${step.name}" hands work to "${name}", whose tier is “${model.from.join('.')}”. ${unknownName(first, place)}`;
  report(reading, path, message);
}

function unknownAgent(name: string, agents: readonly string[]): string {
  const hint = didYouMean(name, agents) || ' Write it under `agents` first.';
  return `There is no agent "${name}".${hint}`;
}
