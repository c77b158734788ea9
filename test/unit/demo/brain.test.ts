import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promptFor } from '../../../src/execution/attempt/prompt.ts';
import type { Task } from '../../../src/routing/task.ts';
import { practiceAnswer, type Size, sizes } from './practiceCall.ts';
import { taskAbout, workspace } from './workspacePrompt.ts';

const run = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bookshop-'));
  cpSync(workspace, folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function answer(size: Size, task: Task, effort?: string): string {
  return practiceAnswer(size, promptFor(task), effort);
}

function blockIn(text: string): string {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)\n?```$/gm)];
  expect(blocks).toHaveLength(1);
  return blocks[0]?.[1] ?? '';
}

/** Puts an answer into a copy of the workspace and runs a check there; true when it passes. */
async function passes(task: Task, answered: string, check: string): Promise<boolean> {
  const file = join(folder, task.path);
  const original = readFileSync(join(workspace, task.path), 'utf8');
  writeFileSync(
    file,
    original.replace(task.target.text, () => blockIn(answered)),
  );
  const checkFile = join(folder, 'check.ts');
  writeFileSync(checkFile, check);
  try {
    await run(process.execPath, [checkFile], { cwd: folder });
    return true;
  } catch {
    return false;
  } finally {
    writeFileSync(file, original);
    rmSync(checkFile);
  }
}

const hiddenChecks = [
  {
    name: 'the race in reserve',
    task: () => taskAbout('debug', 'src/inventory.ts', 'reserve'),
    check: `
      import assert from 'node:assert/strict';
      import { setImmediate } from 'node:timers/promises';
      import { memoryStock, reserve } from './src/inventory.ts';
      const stock = memoryStock({ dune: 5, emma: 1 }, () => setImmediate());
      const orders = [3, 1, 2, 1].map((quantity) => reserve(stock, 'dune', quantity));
      assert.deepEqual(await Promise.all(orders), [true, true, false, true]);
      assert.equal(await stock.read('dune'), 0);
      const broken = { read: async () => { throw new Error('down'); }, write: async () => {} };
      await assert.rejects(() => reserve(broken, 'emma', 1), /down/);
      assert.equal(await reserve(stock, 'emma', 1), true);`,
    right: { small: false, medium: false, large: true },
  },
  {
    name: 'the lost cents in splitEvenly',
    task: () => taskAbout('debug', 'src/money.ts', 'splitEvenly'),
    check: `
      import assert from 'node:assert/strict';
      import { splitEvenly } from './src/money.ts';
      for (const total of [0, 1, 999, 1000, 1001]) for (const parts of [1, 2, 3, 7]) {
        const shares = splitEvenly(total, parts);
        assert.equal(shares.length, parts);
        assert.equal(shares.reduce((sum, share) => sum + share, 0), total);
        assert.ok(Math.max(...shares) - Math.min(...shares) <= 1);
      }`,
    right: { small: false, medium: true, large: true },
  },
  {
    name: 'the page too many in pageCount',
    task: () => taskAbout('debug', 'src/search.ts', 'pageCount'),
    check: `
      import assert from 'node:assert/strict';
      import { pageCount } from './src/search.ts';
      assert.deepEqual([0, 1, 9, 10, 11, 20].map((n) => pageCount(n, 10)), [1, 1, 1, 1, 2, 2]);`,
    right: { small: true, medium: true, large: true },
  },
  {
    name: 'the missing mergeLines',
    task: () => taskAbout('feature', 'src/cart.ts', 'mergeLines'),
    check: `
      import assert from 'node:assert/strict';
      import { mergeLines } from './src/cart.ts';
      const line = (isbn, quantity) => ({ isbn, title: isbn, price: 1, quantity });
      const merged = mergeLines([line('a', 1), line('b', 2)], [line('b', 3), line('c', 4)]);
      assert.deepEqual(merged, [line('a', 1), line('b', 5), line('c', 4)]);`,
    right: { small: false, medium: true, large: true },
  },
  {
    name: 'the missing groupByAuthor',
    task: () => taskAbout('feature', 'src/search.ts', 'groupByAuthor'),
    check: `
      import assert from 'node:assert/strict';
      import { groupByAuthor } from './src/search.ts';
      const books = ['a', 'b', 'a'].map((author, pages) => ({ author, pages }));
      assert.deepEqual([...groupByAuthor(books)], [['a', [books[0], books[2]]], ['b', [books[1]]]]);`,
    right: { small: false, medium: true, large: true },
  },
];

describe.each(hiddenChecks)('$name', ({ task, check, right }) => {
  test('is there before any answer', async () => {
    const asIs = task();
    expect(await passes(asIs, `\`\`\`ts\n${asIs.target.text}\n\`\`\``, check)).toBe(false);
  });

  test.each(sizes)('%s answers plausibly, right or wrong as its size says', async (size) => {
    const asked = task();
    const answered = answer(size, asked);
    expect(blockIn(answered)).not.toBe(asked.target.text);
    expect(await passes(asked, answered, check)).toBe(right[size]);
  });
});

const greenAnswers = [
  { type: 'refactor', path: 'src/shipping.ts', symbol: 'shippingCost' },
  { type: 'refactor', path: 'src/receipt.ts', symbol: 'formatReceipt' },
  { type: 'boilerplate', path: 'src/book.ts', symbol: 'Book' },
  { type: 'docs', path: 'src/money.ts', symbol: 'parseCents' },
] as const;

describe.each(greenAnswers)('$type of $symbol', ({ type, path, symbol }) => {
  test.each(sizes)('by %s parses and keeps the suite of the workspace green', async (size) => {
    const task = taskAbout(type, path, symbol);
    const answered = answer(size, task);
    const { diagnostics } = ts.transpileModule(blockIn(answered), { reportDiagnostics: true });
    expect(diagnostics).toEqual([]);
    const file = { 'src/shipping.ts': 'shipping' }[path as string] ?? 'shop';
    expect(await passes(task, answered, `import './test/${file}.test.ts';`)).toBe(true);
  });
});

test('the large model flattens nested conditions, the small one does not', () => {
  const task = taskAbout('refactor', 'src/shipping.ts', 'shippingCost');
  expect(blockIn(answer('large', task))).not.toContain('else');
  expect(blockIn(answer('small', task))).toContain('else');
});

test('boilerplate compiles against the real type', async () => {
  const task = taskAbout('boilerplate', 'src/book.ts', 'Book');
  const check = `
    import assert from 'node:assert/strict';
    import { changeBook, createBook, equalBooks } from './src/book.ts';
    const emma = createBook({ title: 'Emma', price: 850, tags: ['romance'] });
    assert.ok(equalBooks(emma, { ...emma, tags: ['romance'] }));
    assert.ok(!equalBooks(emma, changeBook(emma, { tags: ['sea'] })));`;
  expect(await passes(task, answer('small', task), check)).toBe(true);
});

test('a review finds more with more skill, each time at the true line', () => {
  const task = taskAbout('review', 'src/orders.ts', 'placeOrder');
  const lines = task.fileText.split('\n');
  const found = sizes.map((size) => {
    const findings: { line: number }[] = JSON.parse(blockIn(answer(size, task)));
    return findings.map(({ line }) => lines[line - 1]?.trim());
  });
  expect(found).toEqual([
    ['if (total != 0) {'],
    ['if (total != 0) {', '} catch {}', 'orders.save(order);'],
    ['if (total != 0) {', '} catch {}', 'orders.save(order);', 'cart.lines.length = 0;'],
  ]);
});

test.each(['src/prices.ts', 'src/shipping.ts', 'src/money.ts', 'src/cart.ts'])(
  'the tests written for %s pass in the workspace',
  async (path) => {
    const text = readFileSync(join(workspace, path), 'utf8');
    const task: Task = {
      ...taskAbout('test', path, '\\w+'),
      path: 'test/written.test.ts',
      fileText: '',
      target: { startLine: 1, endLine: 1, text: '' },
      related: { path, text },
    };
    const written = blockIn(answer('large', task));
    expect(written.match(/assert\.\w+\(/g)?.length).toBeGreaterThan(2);
    const file = join(folder, task.path);
    writeFileSync(file, written);
    await expect(run(process.execPath, [file], { cwd: folder })).resolves.toBeDefined();
    rmSync(file);
  },
);

test('tests are written for the lines that are asked for, next to the ones there are', () => {
  const { fileText, target } = taskAbout('test', 'src/prices.ts', 'discounted');
  const lines = `${target.startLine}-${target.startLine + 2}`;
  const there = "import { test } from 'node:test';\n\ntest('there', () => {});\n";
  const task: Task = {
    ...taskAbout('test', 'src/prices.ts', 'discounted'),
    path: 'test/prices.test.ts',
    fileText: there,
    target: { startLine: 1, endLine: 4, text: there },
    related: { path: 'src/prices.ts', text: `// Write tests for lines ${lines}\n${fileText}` },
  };
  expect(blockIn(answer('medium', task)).trim().split('\n')).toEqual([
    "import { test } from 'node:test';",
    "import assert from 'node:assert/strict';",
    "import { discounted } from '../src/prices.ts';",
    '',
    "test('there', () => {});",
    '',
    "test('discounted gives what each case asks for', () => {",
    '  assert.equal(discounted(100, 1), 99);',
    '});',
  ]);
});

const race = () => taskAbout('debug', 'src/inventory.ts', 'reserve');

test('a model that can think answers better with more effort', () => {
  const [small, medium, large] = sizes.map((size) => answer(size, race()));
  expect(answer('medium', race(), 'medium')).toBe(medium);
  for (const effort of ['high', 'xhigh', 'max']) {
    expect(blockIn(answer('medium', race(), effort))).toBe(blockIn(large!));
    expect(answer('large', race(), effort)).toBe(large);
    expect(answer('small', race(), effort)).toBe(small);
  }
});

test.each([
  ['small', undefined, 60],
  ['medium', undefined, 75],
  ['medium', 'high', 90],
  ['large', undefined, 90],
] as const)('%s at effort %s says how sure it is when asked: %d %%', (size, effort, percent) => {
  const task = race();
  const stated = practiceAnswer(size, promptFor(task, { statesConfidence: true }), effort);
  const plain = answer(size, task, effort);
  expect(stated).toBe(`${plain}\n\nConfidence: ${percent}%`);
  expect(plain).not.toContain('Confidence:');
});

test('prose says that it comes from a practice model and names what is there', () => {
  const text = answer('medium', taskAbout('explain', 'src/prices.ts', 'bulkDiscountPercent'));
  expect(text).toMatch(/^Practice model \(practice-medium\)/);
  expect(text).toContain('`quantity`');
  expect(text).toContain('RangeError');
});

test('after an earlier answer the large model says what it missed', () => {
  const first = answer('small', taskAbout('debug', 'src/inventory.ts', 'reserve'));
  const earlier = [
    { modelName: 'practice-small', tier: 'fast', text: first, shortcoming: 'Still sells twice.' },
  ];
  const second = answer('large', taskAbout('debug', 'src/inventory.ts', 'reserve', earlier));
  expect(second).toMatch(/```\n\n.*The earlier answer \(practice-small\) left this: .*`level`/);
});

test('code in another language is given back with a plain statement', () => {
  const python: Task = {
    ...taskAbout('refactor', 'src/money.ts', 'parseCents'),
    language: 'python',
    path: 'total.py',
    fileText: 'def total(a, b):  \n    return a + b',
    target: { startLine: 1, endLine: 2, text: 'def total(a, b):  \n    return a + b' },
  };
  const answered = answer('large', python);
  expect(blockIn(answered)).toBe('def total(a, b):\n    return a + b');
  expect(answered).toContain('read TypeScript and JavaScript only');
});
