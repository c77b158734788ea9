import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { playCells, type Cell } from '../../../bench/routing/cells.ts';
import { playGrid, seeds } from '../../../bench/routing/grid.ts';
import { gridFigures } from '../../../bench/routing/gridFigures.ts';
import { describeGrid } from '../../../bench/routing/gridReport.ts';
import { originOf, readOutcomes } from '../../../bench/routing/outcomesFile.ts';
import { allWorlds, judgingIn, twists, type World } from '../../../bench/routing/worlds.ts';
import type { Relative } from '../../../src/evaluation/simulation/simulate.ts';
import { aimNames, shippedAim } from '../../../src/routing/policy/aims.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-grid-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The cheap model solves every second task, the strong one all but every tenth. */
const rows = Array.from({ length: 50 }, (_, task) => [
  `t${task},cheap,${1 - (task % 2)},0.01`,
  `t${task},strong,${task % 10 === 3 ? 0 : 1},0.1`,
]).flat();
const text = ['task_id,model,quality,cost_usd', ...rows].join('\n');
writeFileSync(join(folder, 'outcomes-ours.csv'), text);

const home: World = { feedback: 0.5, sensitivity: 0.9, falseAccept: 0.05, twist: 'none' };
const harsh: World = { feedback: 0, sensitivity: 0.7, falseAccept: 0.5, twist: 'none' };
/** The worst is neither the first nor the last. */
const worlds = [home, harsh, { ...home, twist: 'late feedback' } as const];

const files = [readOutcomes(folder, 'ours')];
const grid = await playGrid(folder, files, worlds);

const shipped = grid.cells.filter(({ aim }) => aim === shippedAim);
const qualityOf = ({ simulation }: Cell) => simulation.planner.quality.mean;

test('the worst cell comes first, and is the least of all', () => {
  const least = shipped.reduce((one, other) => (qualityOf(other) < qualityOf(one) ? other : one));
  expect(least.world).toEqual(harsh);
  expect(qualityOf(least)).toBeLessThan(0.97);
  const [first, second] = describeGrid(grid).split('\n');
  expect(first).toContain(
    `Worst of 3 cells with the aim balanced (simulated): ${qualityOf(least).toFixed(3)}`,
  );
  expect(second).toContain('cheap > strong (ours), feedback 0, sensitivity 0.7, false accepts 0.5');
  const [name, figure] = Object.entries(gridFigures(grid))[0]!;
  expect([name, figure]).toEqual([
    'worst.quality',
    { value: Number(qualityOf(least).toFixed(3)), unit: '(simulated)' },
  ]);
});

test('what was played again has the same world and other seeds', () => {
  const [{ cell, again }] = grid.worst as [(typeof grid.worst)[0]];
  expect(again).toMatchObject({ world: cell.world, ladder: cell.ladder, file: 'ours' });
  expect(again.simulation).not.toEqual(cell.simulation);
});

test('the same is played again, here as in the workers', () => {
  const ladder = ['cheap', 'strong'];
  const play = { file: 'ours', ladder, worlds, aim: shippedAim, firstSeed: 0, seeds };
  expect(playCells(files[0]!, play)).toEqual(shipped);
});

test('each aim has a table of the usual worlds and a line of sums, beside other ways to choose', () => {
  const report = describeGrid(grid);
  for (const aim of aimNames) {
    expect(report).toMatch(new RegExp(`^${aim} +Tierwise +[\\d.]+ .* 1$`, 'm'));
    expect(report).toMatch(new RegExp(`^${aim} +random +[\\d.]+ .* 1$`, 'm'));
    expect(report).toContain(`Aim ${aim} (floor`);
  }
  const [own] = shipped;
  expect(gridFigures(grid)['balanced.Tierwise.quality.worst']!.value).toBeCloseTo(
    qualityOf(own!),
    3,
  );
  expect(Object.keys(gridFigures(grid))).toContain('careful.fixedCascade.cost.highest');
});

test('every figure says that it is simulated, and in-sample where the file was looked at', () => {
  const cells = grid.cells.map((cell) => ({ ...cell, file: 'swebench-verified' }));
  const known = { cells, worst: [{ cell: cells[1]!, again: cells[1]! }] };
  const units = (figures: object) => Object.values(figures).map(({ unit }) => unit as string);
  expect(units(gridFigures(grid)).filter((unit) => !unit.endsWith('(simulated)'))).toEqual([]);
  expect(
    units(gridFigures(known)).filter((unit) => !unit.endsWith('(simulated, in-sample)')),
  ).toEqual([]);
  expect(describeGrid(known)).toMatch(
    /^Worst of 3 cells with the aim balanced \(simulated, in-sample\)/,
  );
  expect(originOf(['ours', 'swebench-verified'])).toBe('simulated, partly in-sample');
});

test('the report says that ladders are picked in hindsight', () => {
  expect(describeGrid(grid)).toContain('The ladders are picked in hindsight');
});

const relativeAt = (quality: number, cost: number): Relative => ({
  quality: { mean: quality, low: quality, high: quality },
  cost: { mean: cost, low: cost, high: cost },
});
const cellOf = (falseAccept: number, quality: number, cost: number): Cell => ({
  file: 'ours',
  ladder: ['a', 'b'],
  world: { ...home, falseAccept },
  aim: shippedAim,
  simulation: { ...shipped[0]!.simulation, planner: relativeAt(quality, cost) },
});

test('an axis has the median and the worst of its cells', () => {
  const cells = [
    cellOf(0.2, 0.9, 1.2),
    cellOf(0.2, 0.99, 0.5),
    cellOf(0.2, 1, 0.4),
    cellOf(0.5, 0.8, 0.3),
  ];
  const figures = gridFigures({ cells, worst: [{ cell: cells[3]!, again: cells[3]! }] });
  const valueOf = (name: string) => figures[name]!.value;
  expect(valueOf('falseAccept.0.2.quality.median')).toBe(0.99);
  expect(valueOf('falseAccept.0.2.quality.worst')).toBe(0.9);
  expect(valueOf('falseAccept.0.2.cost.median')).toBe(0.5);
  expect(valueOf('falseAccept.0.2.cost.worst')).toBe(1.2);
  expect(valueOf('falseAccept.0.5.quality.worst')).toBe(0.8);
  expect(valueOf('feedback.0.5.quality.worst')).toBe(0.8);
  expect(valueOf('balanced.Tierwise.quality.mean')).toBe(0.923);
});

test('the grid reaches from good gates and much feedback to bad ones and little', () => {
  const all = allWorlds();
  const spanOf = (of: (world: World) => number) => {
    return [Math.min(...all.map(of)), Math.max(...all.map(of))];
  };
  expect(spanOf(({ feedback }) => feedback)).toEqual([0.05, 0.5]);
  expect(spanOf(({ sensitivity }) => sensitivity)).toEqual([0.7, 0.95]);
  expect(spanOf(({ falseAccept }) => falseAccept)).toEqual([0.05, 0.5]);
  expect(new Set(all.map(({ twist }) => twist))).toEqual(new Set(twists));
  expect(new Set(all.map((world) => JSON.stringify(world))).size).toBe(all.length);
});

test('gates that are kind to a rung stay as they are on the whole', () => {
  const world = { ...home, sensitivity: 0.8, falseAccept: 0.4 };
  const kind = judgingIn({ ...world, twist: 'gates kind to the cheapest' }, 3);
  expect(kind.falseAccept).toEqual([expect.closeTo(0.6), expect.closeTo(0.4), expect.closeTo(0.2)]);
  expect(kind.sensitivity).toEqual([expect.closeTo(0.9), expect.closeTo(0.8), expect.closeTo(0.7)]);
  const other = judgingIn({ ...world, twist: 'gates kind to the strongest' }, 2);
  expect(other.falseAccept).toEqual([expect.closeTo(0.2), expect.closeTo(0.6)]);
});
