import { expect, test } from 'vitest';
import type { About, Experience } from '../../../../src/routing/evidence/evidence.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';

const about: About = { taskType: 'debug' };
const experience = (fields: Partial<Experience> = {}): Experience => ({
  taskType: 'debug',
  answers: [{ rung: 'p/small', passed: true }],
  taken: 0,
  wrong: false,
  ...fields,
});
const other = experience({ answers: [{ rung: 'p/other', passed: true }] });
const times = (count: number, one: Experience) => Array.from({ length: count }, () => one);
const small = (experiences: readonly Experience[], asked = about) =>
  gatherEvidence(experiences, asked).figures.get('p/small')!;

test('alike experiences are counted together', () => {
  const { tallies } = gatherEvidence(
    [experience(), experience({ wrong: true }), experience()],
    about,
  );
  expect(tallies.map(({ weight }) => Math.round(weight))).toEqual([2, 1]);
});

test('an answer without a verdict is no try, one that failed no pass, one not taken no accept', () => {
  const answers = [{ rung: 'p/small' }, { rung: 'p/large', passed: true }];
  const failed = experience({ answers: [{ rung: 'p/small', passed: false }], taken: 0 });
  const notTaken = experience({ taken: undefined as never });
  const figures = small([experience({ answers, taken: 1 }), failed, notTaken]);
  expect(figures.tries).toBeCloseTo(2, 2);
  expect(figures.passes).toBeCloseTo(1, 2);
  expect(figures.accepts).toBe(0);
});

test('a wrong accept is one that passed, was taken and turned out wrong', () => {
  const failed = experience({ answers: [{ rung: 'p/small', passed: false }], wrong: true });
  const { accepts, wrongAccepts } = small([experience({ wrong: true }), experience(), failed]);
  expect([accepts, wrongAccepts].map(Math.round)).toEqual([2, 1]);
});

test('the cost of a climb is kept apart', () => {
  const answers = [
    { rung: 'p/small', passed: false, nanoUsd: 2 },
    { rung: 'p/large', passed: true, nanoUsd: 10 },
  ];
  const { figures } = gatherEvidence([experience({ answers, taken: 1 })], about);
  expect(figures.get('p/small')).toMatchObject({ firstCost: { mean: 2, weight: 1 } });
  expect(figures.get('p/large')).toMatchObject({ climbCost: { mean: 10, weight: 1 } });
  expect(figures.get('p/large')).not.toHaveProperty('firstCost');
});

test('an unknown cost is no cost of zero', () => {
  const priced = experience({ answers: [{ rung: 'p/small', passed: true, nanoUsd: 8 }] });
  expect(small([priced, experience()]).firstCost).toEqual({ mean: 8, weight: 1 });
});

test('an experience weighs half after 700 newer ones', () => {
  const old = experience({ answers: [{ rung: 'p/old', passed: true }] });
  const { figures } = gatherEvidence([...times(700, experience()), old], about);
  expect(figures.get('p/old')!.tries).toBeCloseTo(0.5);
});

test('older answers count for less even where no change is seen', () => {
  const failed = experience({ answers: [{ rung: 'p/small', passed: false }] });
  const [newer, older] = [
    [failed, experience(), experience()],
    [failed, failed, experience()],
  ];
  const stretch = (some: Experience[]) => Array.from({ length: 2 }, () => some).flat();
  const { passes, tries } = small([...stretch(newer), ...times(700, other), ...stretch(older)]);
  // Two in three of the newer ones pass, and one in three of the older ones, which count half.
  expect(passes / tries).toBeCloseTo((2 / 3 + 1 / 6) / 1.5, 2);
});

test('other task types count a tenth', () => {
  expect(small([experience({ taskType: 'test' })]).tries).toBeCloseTo(0.1);
});

const here = { language: 'rust', repository: 'shop' };
const places: [name: string, same: number, weight: number][] = [
  ['count in full while little is known here', 29, 1],
  ['count a third once enough is known here', 30, 1 / 3],
];
test.each(places)('other languages %s', (_, same, weight) => {
  const elsewhere = experience({ language: 'go', repository: 'shop' });
  const tries = small([elsewhere, ...times(same, experience(here))], { ...about, ...here }).tries;
  const alone = small([...times(same + 1, experience(here))].slice(1)).tries;
  expect(tries - alone * 2 ** (-1 / 700)).toBeCloseTo(weight, 6);
});
