import type { BranchStep, ForEachStep, ParallelStep, Step } from '../definition.ts';
import { StepFailure } from '../stepFailure.ts';
import { evaluateCondition } from '../values/condition.ts';
import { valueAt } from '../values/template.ts';
import type { StepId } from '../workflowEvents.ts';
import { itemLabel } from './itemLabel.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { idIn, type StepScope, type Values } from './running.ts';

/** Runs steps one after the other; resolves with their values added to the earlier ones. */
export async function runSteps(steps: readonly Step[], at: StepScope): Promise<Values> {
  let { values } = at;
  for (const step of steps) {
    at.signal.throwIfAborted();
    const value = await at.running.runStep(step, { ...at, values });
    values = { ...values, [step.name]: value };
  }
  return values;
}

/** The value of the last step; null when there is none. */
async function lastOf(steps: readonly Step[], at: StepScope): Promise<unknown> {
  const values = await runSteps(steps, at);
  return steps.length > 0 ? values[steps.at(-1)!.name] : null;
}

export async function runBranch({ arms }: BranchStep, id: StepId, at: StepScope): Promise<unknown> {
  const taken = arms.find(({ when }) => when === undefined || evaluateCondition(when, at.values));
  return taken ? lastOf(taken.steps, { ...at, parent: id }) : null;
}

/** Starts each step as soon as the siblings that it needs have ended. */
export async function runParallel(step: ParallelStep, id: StepId, at: StepScope): Promise<unknown> {
  const names = new Set(step.steps.map(({ name }) => name));
  const done = new Map<string, unknown>();
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];

  const isReady = ({ name, needs: requirements }: Step): boolean =>
    !done.has(name) &&
    !running.has(name) &&
    requirements.every((need) => !names.has(need) || done.has(need));
  async function begin(inner: Step): Promise<void> {
    try {
      const values = { ...at.values, ...Object.fromEntries(done) };
      done.set(inner.name, await at.running.runStep(inner, { ...at, values, parent: id }));
    } catch (error) {
      failures.push(error);
    } finally {
      running.delete(inner.name);
    }
  }

  for (;;) {
    if (failures.length === 0 && !at.signal.aborted) {
      for (const inner of step.steps.filter(isReady).slice(0, step.atOnce - running.size)) {
        running.set(inner.name, begin(inner));
      }
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures[0];
  at.signal.throwIfAborted();
  return Object.fromEntries(step.steps.map(({ name }) => [name, done.get(name)]));
}

export async function runForEach(step: ForEachStep, id: StepId, at: StepScope): Promise<unknown> {
  const list = valueAt(at.values, step.list) ?? [];
  if (!Array.isArray(list)) {
    throw new StepFailure(
      `"${step.list.join('.')}" is not a list, so there are no items to go through. Name a list.`,
    );
  }
  const items: unknown[] = list.slice(0, step.maxItems);
  const { running } = at;
  if (items.length < list.length) {
    const text = `Only the first ${items.length} of ${list.length} items were taken. Raise \`maxItems\` for more.`;
    running.emit({ kind: 'note', step: id, text });
  }
  return mapConcurrently(items, step.atOnce, (item, index) => {
    at.signal.throwIfAborted();
    return runItem(step, { item, index, id }, at);
  });
}

async function runItem(
  { steps, as }: ForEachStep,
  { item, index, id }: { readonly item: unknown; readonly index: number; readonly id: StepId },
  at: StepScope,
): Promise<unknown> {
  const { running } = at;
  const { now, monotonic } = running.context;
  const name = String(index + 1);
  const step = idIn(id, name);
  const startedAt = monotonic();
  const about = itemLabel(item);
  running.emit({
    kind: 'stepStarted',
    step,
    parent: id,
    name,
    stepKind: 'item',
    about,
    atMs: now(),
  });
  const ended = (status: 'done' | 'failed' | 'cancelled'): void =>
    running.emit({ kind: 'stepEnded', step, status, ms: monotonic() - startedAt });
  try {
    running.allowance.step();
    const values = { ...at.values, [as]: item };
    const value = await lastOf(steps, { ...at, values, parent: step });
    ended('done');
    return value;
  } catch (error) {
    ended(at.signal.aborted ? 'cancelled' : 'failed');
    throw error;
  }
}
