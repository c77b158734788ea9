import type { Step } from '../../definition.ts';
import { agentKind } from './agentKind.ts';
import { branchKind } from './branchKind.ts';
import { forEachKind } from './forEachKind.ts';
import { modelKind } from './modelKind.ts';
import { parallelKind } from './parallelKind.ts';
import type { StepKind } from './stepKind.ts';
import { toolKind } from './toolKind.ts';

/** Every kind of step, in the order in which messages list their keys. */
export const stepKinds: {
  readonly [K in Step['kind']]: StepKind<Extract<Step, { kind: K }>>;
} = {
  model: modelKind,
  tool: toolKind,
  branch: branchKind,
  parallel: parallelKind,
  forEach: forEachKind,
  agent: agentKind,
};

export function kindOf({ kind }: Step): StepKind {
  return stepKinds[kind];
}
