import type { Interval } from '../../evaluation/statistics/interval.ts';
import type { Relative, Simulation } from '../../evaluation/simulation/simulate.ts';

/** A simulation as a table for people. */
export function describeSimulation(simulation: Simulation): string {
  const { planner, alwaysStrongest, bestFixed, oracle, fixed, chosen, regret } = simulation;
  const rows: [string, Relative][] = [
    ['planner', planner],
    ['always strongest', alwaysStrongest],
    [`best fixed: ${bestFixed.plan}`, bestFixed],
    ['oracle', oracle],
    ...fixed.map((each): [string, Relative] => [`  ${each.plan}`, each]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = [
    `${' '.repeat(width)}  ${'quality'.padEnd(24)}cost`,
    ...rows.map(
      ([name, { quality, cost }]) =>
        `${name.padEnd(width)}  ${describe(quality).padEnd(24)}${describe(cost)}`,
    ),
  ];
  const shares = Object.entries(chosen)
    .filter(([, share]) => share > 0)
    .toSorted(([, one], [, other]) => other - one)
    .map(([plan, share]) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${plan}`);
  return `Relative to always asking the strongest model, with 95 % intervals over the seeds

${table.join('\n')}

The planner chose
${shares.join('\n')}

In hindsight it spent ${describe(regret.failedTries)} on attempts that failed,
and ${describe(regret.needlessStrong)} on answers that a cheaper model would have given too.
`;
}

function describe({ mean, low, high }: Interval): string {
  return `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
