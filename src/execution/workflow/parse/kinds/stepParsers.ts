import type { Step } from '../../definition.ts';
import { agentParser } from './agentParser.ts';
import { branchParser } from './branchParser.ts';
import { forEachParser } from './forEachParser.ts';
import { modelParser } from './modelParser.ts';
import { parallelParser } from './parallelParser.ts';
import type { StepParser } from './stepParser.ts';
import { toolParser } from './toolParser.ts';

/** Every kind of step, in the order in which messages list their keys. */
export const stepParsers: {
  readonly [K in Step['kind']]: StepParser<Extract<Step, { kind: K }>>;
} = {
  model: modelParser,
  tool: toolParser,
  branch: branchParser,
  parallel: parallelParser,
  forEach: forEachParser,
  agent: agentParser,
};

export function parserOf({ kind }: Step): StepParser {
  return stepParsers[kind];
}
