import { decide } from '../src/routing/decide/decide.ts';
import type { Evidence, Experience } from '../src/routing/evidence/evidence.ts';
import { gatherEvidence } from '../src/routing/evidence/gatherEvidence.ts';
import type { ModelReference } from '../src/routing/models/model.ts';
import type { Rule } from '../src/routing/policy/policy.ts';
import { shippedAim } from '../src/routing/policy/aims.ts';
import { shippedRules, toTiers } from '../src/routing/policy/shippedPolicy.ts';
import { readRequest } from '../src/routing/reading/readRequest.ts';
import type { Situation } from '../src/routing/situation.ts';
import { type TaskType, taskTypes } from '../src/routing/task.ts';
import { modelWith, policyWith, situationWith, taskWith } from '../test/support/tasks.ts';
import { agentWithRepository } from '../test/support/wrappedPrompts.ts';
import { heapInUse } from './measuring/heapInUse.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';

const decisions = 20_000;
const manyDecisions = 1_000_000;

/**
 * Measures the time of one decision: with the shipped rules; after 200 rules that do not match, with 50
 * models in five tiers; and the same when the planner decides. Also measures how long it takes to find the
 * words in a request of VS Code's agent that attaches a file of HTML, and the memory that a million planner
 * decisions leave behind.
 */
export async function run(): Promise<Figures> {
  const fruitless = Array.from({ length: 200 }, (_, index): Rule => {
    const when = { path: [`packages/p${index}/**/*.py`], keywords: [`word${index}`] };
    return { name: `rule ${index}`, when, use: 'fast', origin: 'settings' };
  });
  const names = policyWith().tiers.map(({ name }) => name);
  const shippedPolicy = policyWith({ rules: shippedRules(shippedAim, names) });
  const rules = [...fruitless, ...shippedPolicy.rules];
  const large = situationOf50Models(rules);
  const planned = { ...large, evidence: evidenceForAll(large) };
  const shipped = time(situationWith({ policy: shippedPolicy }));
  const long = time(large);
  const planning = time(planned);
  const bytes = growth(planned);
  const reading = [16_000, 100_000, 1_000_000].map((length) => readingTimes(length));
  return {
    p50: { value: percentile(shipped, 0.5), unit: 'µs' },
    p99: { value: percentile(shipped, 0.99), unit: 'µs' },
    p50With200Rules50Models: { value: percentile(long, 0.5), unit: 'µs' },
    p99With200Rules50Models: { value: percentile(long, 0.99), unit: 'µs' },
    p50Planned: { value: percentile(planning, 0.5), unit: 'µs' },
    p99Planned: { value: percentile(planning, 0.99), unit: 'µs' },
    p50Reading16kB: { value: percentile(reading[0]!, 0.5), unit: 'µs' },
    p99Reading16kB: { value: percentile(reading[0]!, 0.99), unit: 'µs' },
    p50Reading100kB: { value: percentile(reading[1]!, 0.5), unit: 'µs' },
    p99Reading100kB: { value: percentile(reading[1]!, 0.99), unit: 'µs' },
    p50Reading1MB: { value: percentile(reading[2]!, 0.5), unit: 'µs' },
    heapGrowthOverAMillion: { value: Math.round(bytes / 1024), unit: 'KB' },
  };
}

function situationOf50Models(rules: readonly Rule[]): Situation {
  const references = Array.from({ length: 50 }, (_, n): ModelReference => `p/model${n}`);
  const names = ['fast', 'quick', 'balanced', 'strong', 'reasoning'];
  const tiers = toTiers(
    Object.fromEntries(names.map((name, n) => [name, references.slice(10 * n, 10 * n + 10)])),
  );
  const catalog = references.map((reference, n) => {
    const price = { from: '2026-01-01', source: 'bench', input: (n + 1) * 1e8, output: n * 1e9 };
    return [reference, modelWith(reference, { prices: [price] })] as const;
  });
  return situationWith({ policy: policyWith({ tiers, rules }), catalog: new Map(catalog) });
}

/** Evidence: five hundred requests of each kind, two thirds of whose cheap answers passed. */
function evidenceForAll({ policy }: Situation): Map<TaskType, Evidence> {
  const [cheap, expensive] = [policy.tiers[0]!, policy.tiers.at(-1)!].map(
    ({ choices }) => choices[0]!.reference,
  );
  return new Map(
    taskTypes.map((taskType) => {
      const experiences = Array.from({ length: 500 }, (_, n): Experience => {
        const passed = n % 3 !== 0;
        const climbed = passed ? [] : [{ rung: expensive!, passed: true }];
        const answers = [{ rung: cheap!, passed }, ...climbed];
        return { taskType, answers, taken: answers.length - 1, wrong: n % 50 === 1 };
      });
      return [taskType, gatherEvidence(experiences, { taskType })];
    }),
  );
}

const text = 'const answer = 42;\n'.repeat(300);
const target = { startLine: 1, endLine: 300, text };
const tasks = taskTypes.map((type) => taskWith({ type, fileText: text, target }));

function time(situation: Situation): number[] {
  return Array.from({ length: decisions }, (_, index) => {
    const started = performance.now();
    decide(tasks[index % tasks.length]!, situation);
    return (performance.now() - started) * 1000;
  });
}

const readings = 300;

/** Microseconds for finding the words in a request of so many characters. */
function readingTimes(length: number): number[] {
  const line = '<div class="row"><span>one</span></div>\n';
  const file = line.repeat(Math.ceil(length / line.length));
  const attached = `<attachments>\n<attachment id="a" filePath="/w/a.html">\n${file}</attachment>\n</attachments>`;
  const request = `${attached}\n${agentWithRepository('explain the rows')}`;
  return Array.from({ length: readings }, () => {
    const started = performance.now();
    readRequest(request);
    return (performance.now() - started) * 1000;
  });
}

/** Bytes that are still in use after a million decisions. */
function growth(situation: Situation): number {
  const small = taskTypes.map((type) => taskWith({ type }));
  decide(small[0]!, situation);
  const before = heapInUse();
  for (let index = 0; index < manyDecisions; index += 1) {
    decide(small[index % small.length]!, situation);
  }
  return heapInUse() - before;
}
