import { nanoUsdOf } from '../../../../routing/models/money.ts';
import * as z from 'zod';
import { didYouMean } from '../../../../routing/input/didYouMean.ts';
import { defined } from '../../../../routing/input/objects.ts';
import type { AgentStep } from '../../definition.ts';
import { textValue } from '../../values/valueSchema.ts';
import { namesInTemplate } from '../checkTemplate.ts';
import { checkText } from '../checkTexts.ts';
import { answer, common, critical, prompt, usd, words } from '../fields.ts';
import { report } from '../reading.ts';
import { readOutput } from '../readOutput.ts';
import { readTemplate } from '../readTemplate.ts';
import type { Parts } from '../shapes.ts';
import type { NamePlace } from '../unknownName.ts';
import type { StepHead, StepParser, Surroundings } from './stepParser.ts';

type Shape = ReturnType<typeof shape>;

/** A step that hands a task to an agent. */
export const agentParser: StepParser<AgentStep, Shape> = {
  key: 'agent',
  shape,
  read,
  check,
  value: ({ output }) => output ?? textValue,
  names: ({ task: { text } }) => namesInTemplate(text),
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
  return {
    ...base,
    kind: 'agent',
    agent: fields.agent,
    task: readTemplate(fields.task, [...path, 'task'], reading),
    critical: fields.critical ?? around.critical,
    ...defined({ output, maxNanoUsd }),
  };
}

function check(place: NamePlace<AgentStep>): void {
  const { step, path, checking } = place;
  const { reading, agents } = checking;
  checkText(step.task, [...path, 'task'], place);
  if (agents.includes(step.agent)) return;
  report(reading, [...path, 'agent'], unknownAgent(step.agent, agents));
}

function unknownAgent(name: string, agents: readonly string[]): string {
  const hint = didYouMean(name, agents) || ' Write it under `agents` first.';
  return `There is no agent "${name}".${hint}`;
}
