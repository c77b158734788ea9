import { expect, test } from 'vitest';
import { mutated } from '../../../../scripts/mutate/mutant.ts';
import { mutantsOf, operators } from '../../../../scripts/mutate/operators.ts';

const made: [operator: string, text: string, changed: readonly string[]][] = [
  ['boundary', 'f(a < b, a >= b);', ['f(a <= b, a >= b);', 'f(a < b, a > b);']],
  ['boundary', 'f(a <= b, a > b);', ['f(a < b, a > b);', 'f(a <= b, a >= b);']],
  ['equality', 'f(a === b);', ['f(a !== b);']],
  ['equality', 'f(a !== b);', ['f(a === b);']],
  ['arithmetic', 'f(a + b, a * b);', ['f(a - b, a * b);', 'f(a + b, a / b);']],
  ['arithmetic', 'f(a - b, a / b);', ['f(a + b, a / b);', 'f(a - b, a * b);']],
  ['arithmetic', 'a += b;', ['a -= b;']],
  ['arithmetic', "f('a' + b, `${a}` + b, 'c' + a + b);", []],
  ['logic', 'f(a && b, a || b);', ['f(a || b, a || b);', 'f(a && b, a && b);']],
  ['logic', 'f({ ...(a && { b }) });', []],
  ['condition', 'f({ ...(a && { b }) });', ['f({ ...(!(a) && { b }) });']],
  ['nullish', 'f(a ?? b);', ['f(a);']],
  ['condition', 'if (a < b) f();', ['if (!(a < b)) f();']],
  ['condition', 'while (a()) f();', ['while (!(a())) f();']],
  ['condition', 'f(a ? b : c);', ['f(!(a) ? b : c);']],
  ['condition', 'if (!a) f();', ['if (a) f();']],
  [
    'constant',
    'f(1, 20, true, false);',
    [
      'f(0, 20, true, false);',
      'f(1, 21, true, false);',
      'f(1, 20, false, false);',
      'f(1, 20, true, true);',
    ],
  ],
  ['constant', 'type A = 1 | true; let a: 2 | false; f(a as 3);', []],
  ['constant', 'f(5_000);', ['f(5001);']],
  ['method', 'a.some(f);', ['a.every(f);']],
  ['method', 'Math.max(a, b);', ['Math.min(a, b);']],
  ['method', 'a.constructor(b);', []],
  ['drop call', 'f(a.filter(g).map(h));', ['f(a.map(h));']],
  ['drop await', 'async () => { g(await f()); };', ['async () => { g(f()); };']],
  ['delete statement', 'f(); g();', ['; g();', 'f(); ;']],
  ['return undefined', '() => { return f(); };', ['() => { return undefined as never; };']],
  ['return undefined', '() => { return a; };', []],
  ['return undefined', '() => { return false; };', []],
  [
    'return early',
    '() => { f(); g(); };',
    ['() => { if (1 as number) return undefined as never; f(); g(); };'],
  ],
  ['return early', '() => { f(); };', []],
];

test.each(made)('%s of %s', (operator, text, changed) => {
  const mutants = mutantsOf('a.ts', text).filter((mutant) => mutant.operator === operator);
  expect(mutants.map((mutant) => mutated(text, mutant))).toEqual(changed);
});

test('each operator is shown to change something', () => {
  const shown = new Set(made.filter(([, , changed]) => changed.length > 0).map(([name]) => name));
  expect([...shown].toSorted()).toEqual(Object.keys(operators).toSorted());
});

test('imports, types and declared shapes have no mutants', () => {
  const text = `import a from 'a' with { type: 'json' };\ninterface B { c: 1 }\ntype D = true;`;
  expect(mutantsOf('a.ts', text)).toEqual([]);
});

test('a mutant says its place, its lines before and after, and which of several alike it is', () => {
  const text = 'const a = 2;\nif (a < 3)\n  f();\nif (a < 3)\n  f();\n';
  const mutants = mutantsOf('a.ts', text).filter(({ operator }) => operator === 'boundary');
  expect(mutants).toMatchObject([
    { file: 'a.ts', line: 2, change: 'if (a < 3) → if (a <= 3)', nth: 1 },
    { file: 'a.ts', line: 4, change: 'if (a < 3) → if (a <= 3)', nth: 2 },
  ]);
});

test('long statements are cut in the middle, so that both ends are seen', () => {
  const text = `f(\n${'  longArgument,\n'.repeat(20)});\n`;
  const [mutant] = mutantsOf('a.ts', text);
  expect(mutant?.change).toMatch(/^f\( longArgument,.*….*longArgument, \); → ;$/);
});
