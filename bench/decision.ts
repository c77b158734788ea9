import { decide } from '../src/routing/decide.ts';
import type { Rule } from '../src/routing/policy.ts';
import { shippedRules } from '../src/routing/shippedPolicy.ts';
import { taskTypes } from '../src/routing/task.ts';
import { policyWith, situationWith, taskWith } from '../test/support/tasks.ts';
import { percentile } from './percentile.ts';
import type { Figures } from './run.ts';

const decisions = 20_000;

/** How long one decision takes with the shipped rules, and behind 200 rules that do not match. */
export async function run(): Promise<Figures> {
  const fruitless = Array.from({ length: 200 }, (_, index): Rule => {
    const when = { path: [`packages/p${index}/**/*.py`], keywords: [`word${index}`] };
    return { name: `rule ${index}`, when, use: 'fast', origin: 'settings' };
  });
  const shipped = time(shippedRules);
  const long = time([...fruitless, ...shippedRules]);
  return {
    p50: { value: percentile(shipped, 0.5), unit: 'µs' },
    p99: { value: percentile(shipped, 0.99), unit: 'µs' },
    p50With200Rules: { value: percentile(long, 0.5), unit: 'µs' },
    p99With200Rules: { value: percentile(long, 0.99), unit: 'µs' },
  };
}

function time(rules: readonly Rule[]): number[] {
  const situation = situationWith({ policy: policyWith({ rules }) });
  const text = 'const answer = 42;\n'.repeat(300);
  const target = { startLine: 1, endLine: 300, text };
  const tasks = taskTypes.map((type) => taskWith({ type, fileText: text, target }));
  return Array.from({ length: decisions }, (_, index) => {
    const started = performance.now();
    decide(tasks[index % tasks.length]!, situation);
    return (performance.now() - started) * 1000;
  });
}
