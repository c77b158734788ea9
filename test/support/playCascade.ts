import type { Gate } from '../../src/execution/gates/gate.ts';
import { cascade } from '../../src/execution/plan/cascade.ts';
import type { Cascade } from '../../src/routing/decision.ts';
import {
  drain,
  noWrongs,
  rung,
  type Script,
  scriptedWorld,
  type World,
  writes,
} from './scriptedRun.ts';
import { taskWith } from './tasks.ts';

export interface CascadeOptions {
  readonly plan?: Partial<Cascade>;
  readonly gate?: (world: World) => Gate;
  readonly monotonic?: () => number;
}

/** Runs a cascade of `p/fast` and `p/reasoning`, unless the plan says otherwise, through one gate. */
export async function playCascade(script: Script, { plan, gate, monotonic }: CascadeOptions = {}) {
  const world = scriptedWorld(script, monotonic && { monotonic });
  const witness = gate?.(world) ?? noWrongs;
  const running = cascade(
    {
      requestId: 'request',
      task: taskWith(),
      maxOutputTokens: 1000,
      plan: {
        kind: 'cascade',
        retry: false,
        raiseEffort: false,
        judges: [],
        ladder: [rung('fast'), rung('reasoning')],
        gates: [witness.name],
        caps: { attempts: 9 },
        ...plan,
      },
      gates: new Map([[witness.name, witness]]),
    },
    world.context,
    world.controller.signal,
  );
  return { ...world, ...(await drain(running)) };
}

/** Neither rung passes the gate. */
export const bothWrong = { 'p/fast': [writes('wrong 1')], 'p/reasoning': [writes('wrong 2')] };
