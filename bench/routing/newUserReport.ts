import { aimNames } from '../../src/routing/policy/aims.ts';
import { align } from '../gates/align.ts';
import { percentile } from '../measuring/percentile.ts';
import type { Figures } from '../run.ts';
import { firstTasks, type NewUser, starts } from './newUser.ts';

/** One aim with one start: over all rows by seed, and the worst row over its seeds. */
interface Summary {
  readonly quality: Spread;
  readonly cost: Spread;
  readonly worstRow: NewUser;
}

/** For costs, the worst is the highest. */
interface Spread {
  readonly median: number;
  readonly worst: number;
}

export function describeNewUsers(users: readonly NewUser[]): string {
  const header = [
    'aim',
    'start',
    'quality: median',
    'worst',
    'cost: median',
    'worst',
    'worst row',
    '',
  ];
  const rows = summaries(users).map(([aim, start, { quality, cost, worstRow }]) => [
    aim,
    start,
    ...[quality.median, quality.worst, cost.median, cost.worst].map(fixed),
    fixed(qualityOf(worstRow)),
    `${worstRow.ladder.join(' > ')} (${worstRow.file}), false accepts ${worstRow.world.falseAccept}`,
  ]);
  return [
    `A new user's first ${firstTasks} tasks, simulated; means over the rows, median and worst over the seeds.`,
    'As shipped: the shipped rules decide until the planner knows enough. Planner at once: it decides from the first',
    'task on, by the shipped priors.\n',
    align([header, ...rows]),
  ].join('\n');
}

export function newUserFigures(users: readonly NewUser[]): Figures {
  const figure = (value: number) => ({ value: Number(value.toFixed(3)), unit: '(simulated)' });
  return Object.fromEntries(
    summaries(users).flatMap(([aim, start, { quality, cost, worstRow }]) => {
      const name = `newUser.${aim}.${start === 'as shipped' ? 'asShipped' : 'plannerAtOnce'}`;
      return [
        [`${name}.quality.median`, figure(quality.median)],
        [`${name}.quality.worst`, figure(quality.worst)],
        [`${name}.quality.worstRow`, figure(qualityOf(worstRow))],
        [`${name}.cost.median`, figure(cost.median)],
        [`${name}.cost.worst`, figure(cost.worst)],
      ];
    }),
  );
}

function summaries(users: readonly NewUser[]): [string, string, Summary][] {
  return aimNames.flatMap((aim) =>
    starts.flatMap((start): [string, string, Summary][] => {
      const own = users.filter((user) => user.aim === aim && user.start === start);
      const [first, ...others] = own;
      if (!first) return [];
      const bySeed = (of: 'quality' | 'cost') =>
        first.bySeed.map((_, seed) => mean(own.map((user) => user.bySeed[seed]![of])));
      const [qualities, costs] = [bySeed('quality'), bySeed('cost')];
      const worstRow = others.reduce(
        (worst, user) => (qualityOf(user) < qualityOf(worst) ? user : worst),
        first,
      );
      const quality = { median: percentile(qualities, 0.5), worst: Math.min(...qualities) };
      const cost = { median: percentile(costs, 0.5), worst: Math.max(...costs) };
      return [[aim, start, { quality, cost, worstRow }]];
    }),
  );
}

function qualityOf({ bySeed }: NewUser): number {
  return mean(bySeed.map(({ quality }) => quality));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function fixed(value: number): string {
  return value.toFixed(3);
}
