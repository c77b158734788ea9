import { expect, test } from 'vitest';
import { readInstruction } from '../../../../../src/execution/gates/complete/asked.ts';
import { lossesIn } from '../../../../../src/execution/gates/complete/losses.ts';
import type { TaskType } from '../../../../../src/routing/task.ts';
import { defaultInstructions } from '../../../../../src/routing/taskTypes.ts';

interface Asked {
  readonly type?: TaskType;
  readonly instruction?: string;
  readonly language?: string;
  readonly around?: string[];
}

/** What an answer loses, one message a line. */
function lost(
  target: string[],
  answer: string[],
  { type = 'debug', instruction = 'Repair it.', language = 'typescript', around = [] }: Asked = {},
): string {
  const edit = { language, instruction, before: around, target, after: [], answer };
  return lossesIn(edit, type, readInstruction(instruction, type))
    .map(({ message }) => message)
    .join('\n');
}

const [first, second] = [
  ['function first() {', '  return 1;', '}'],
  ['function second() {', '  return 2;', '}'],
];
test.each<[what: string, answer: string[], around: string[], missing: string]>([
  ['both are there', [...first!, ...second!], ['first(); second();'], ''],
  ['one that nobody calls is gone', first!, ['first();'], 'declare second,'],
  ['one that is called is gone', first!, ['second();'], 'declare second,'],
  ['all are gone', ['first();'], [], 'declare first, second,'],
])('of two functions %s', (_, answer, around, missing) => {
  const found = lost([...first!, ...second!], answer, { around });
  expect(/not (declare .*) which/.exec(found)?.[1] ?? '').toBe(missing);
});

test('what stands further inside has to stay, as what it is or as something else', () => {
  const cart = ['class Cart {', '  total() {', '    return 1;', '  }', '  size = 0;', '}'];
  expect(lost(cart, cart.toSpliced(1, 3, '  total = 1;'))).toBe('');
  expect(lost(cart, cart.toSpliced(1, 3))).toContain('declare total,');
  expect(lost(cart, cart.toSpliced(4, 1), { type: 'feature' })).toContain('declare size,');
});

const cart = ['class Cart {', '  total() {', '    return 1;', '  }', '}'];
const bill = cart.map((line) => line.replace('Cart', 'Bill'));
test.each([
  'Call it Bill.',
  'Change it to Bill.',
  'Nenne sie Bill.',
  'Renomme la classe en Bill.',
  'Cámbiale el nombre a Bill.',
  'Переименуй класс в Bill.',
  '把类改名为 Bill',
  'クラス名を Bill に変更して',
  'Nevezd át erre: Bill.',
])('a new name that stands in the instruction is the new name: %s', (instruction) => {
  expect(lost(cart, bill, { instruction })).toBe('');
});

test.each(['Add a class Bill.', 'Füge eine Klasse Bill hinzu.', '添加 Bill 类'])(
  'a new thing is no new name: %s',
  (instruction) => {
    expect(lost(cart, bill, { instruction, type: 'feature' })).toContain('declare Cart,');
  },
);

test.each<[instruction: string, gone: string[], missing: boolean]>([
  ['Get rid of dead code.', second!, false],
  ['Lösche alles, was niemand braucht.', second!, false],
  ['不要な関数を削除して', second!, false],
  ['Delete second.', second!, false],
  ['Delete second.', first!, true],
  ['Do not delete anything, but add a third.', second!, true],
])('%s may take away what it means', (instruction, gone, missing) => {
  const both = [...first!, ...second!];
  expect(lost(both, gone === second ? first! : second!, { instruction })).toBe(
    missing
      ? `The answer does not declare ${gone === second ? 'second' : 'first'}, which it should replace.`
      : '',
  );
});

test('what only the removed code called may go with it, and nothing else', () => {
  const total = (called: string) => ['function total() {', `  return ${called};`, '}'];
  const helper = ['function helper() {', '  return 1;', '}'];
  const instruction = 'Delete total.';
  expect(lost([...total('helper()'), ...helper, ...first!], first!, { instruction })).toBe('');
  expect(lost([...total('1'), ...helper, ...first!], first!, { instruction })).toContain(
    'declare helper,',
  );
  const around = ['helper();'];
  expect(
    lost([...total('helper()'), ...helper, ...first!], first!, { instruction, around }),
  ).toContain('declare helper,');
});

test('what nobody can read is a doubt', () => {
  const edit = {
    language: 'typescript',
    before: [],
    target: [...first!, ...second!],
    after: [],
    answer: first!,
  };
  const losses = (instruction: string) =>
    lossesIn({ ...edit, instruction }, 'feature', readInstruction(instruction, 'feature'));
  const [doubt] = losses('Kérlek, segíts.');
  expect(doubt).toMatchObject({ doubtful: true });
  const [sure] = losses('Kérlek, add a third.');
  expect(sure).not.toHaveProperty('doubtful');
});

const steps = ['open(file);', 'read(file);', 'show(text);', 'close(file);'];
test.each<[what: string, answer: string[], stops: boolean]>([
  ['at a whole line', steps.slice(0, 2), true],
  ['in a line', ['open(file);', 'read'], true],
  ['in a line, after three letters', ['open(file);', 'rea'], false],
  ['with one line left', steps.slice(0, 3), false],
  ['at a bracket', [...steps.slice(0, 1), '}'], false],
  ['at a line that is not of the target', [...steps.slice(0, 1), 'other();'], false],
  ['with half of the rest before it', ['close(file);', 'read(file);'], true],
  ['with all of the rest before it', ['show(text);', 'close(file);', 'read(file);'], false],
])('an answer that ends %s stops too early: %s', (_, answer, stops) => {
  expect(lost(steps, answer).includes('The answer stops at')).toBe(stops);
});

test('where its last line stands more than once, the line above decides which one it is', () => {
  const twice = ['a(1);', 'next();', 'b(2);', 'c(3);', 'd(4);', 'next();'];
  const type = 'refactor';
  expect(lost(twice, ['a(1);', 'next();'], { type })).toContain('leaves out the 4 lines after it');
  const rewritten = ['all(1, 2, 3);', 'more(4, 5, 6);', 'd(4);', 'next();'];
  expect(lost(twice, rewritten, { type })).toBe('');
});

const long = Array.from({ length: 10 }, (_, at) => `step${at}(a, b);`);
const other = (count: number) => Array.from({ length: count }, (_, at) => `other${at}(a, b);`);
test.each<[type: TaskType, answer: string[], instruction: string, tooSmall: boolean]>([
  ['debug', other(3), 'Repair it.', false],
  ['debug', other(2), 'Repair it.', true],
  ['refactor', other(1), 'Make it simpler.', false],
  ['test', other(5), 'Test it.', false],
  ['test', other(4), 'Test it.', true],
  ['docs', other(9), 'Say what it does, in German.', false],
  ['docs', other(8), 'Say what it does, in German.', true],
  ['refactor', long.slice(6), 'Make it simpler.', false],
  ['refactor', long.slice(7), 'Make it simpler.', true],
  ['debug', other(2), 'Remove what is not used.', false],
])(
  '%s: %j for ten lines, asked to "%s", is too small: %s',
  (type, answer, instruction, tooSmall) => {
    expect(lost(long, answer, { type, instruction }).includes('holds only')).toBe(tooSmall);
  },
);

test('of less than six lines any share will do', () => {
  expect(lost(long.slice(0, 5), other(1))).toBe('');
  expect(lost(long.slice(0, 6), other(1))).toBe(
    'The answer holds only 17 % of the code it should replace.',
  );
});

const docs: Asked = { type: 'docs', instruction: defaultInstructions.docs };
test.each<[what: string, answer: string[], isKept: boolean]>([
  ['is only documented', ['/** Greets. */', "greet('you', 1);"], true],
  ['has another layout and other quotes', ['greet(', '  "you",', '  1,', ')'], true],
  ['has another number', ["greet('you', 2);"], false],
  ['has more code', ["greet('you', 1);", 'leave();'], false],
  ['has less code', ["greet('you');"], false],
  ['has another string', ["greet('them', 1);"], false],
])('code that %s while it was to be documented', (_, answer, isKept) => {
  const found = lost(["greet('you', 1);"], answer, docs);
  expect(found.includes('that it should only document')).toBe(!isKept);
});

test('strings keep their order while they are documented', () => {
  const target = ['a("one", "two", "one")'];
  const python = { ...docs, language: 'python' };
  expect(lost(target, ['"""Says it."""', ...target], python)).toBe('');
  expect(lost(target, ['a("two", "one", "one")'], python)).toContain('only document');
});

test('two losses are reported, not more', () => {
  const target = ['function run() {', ...long, '}'];
  expect(lost(target, ['step0(a, b);'], { type: 'debug' }).split('\n')).toHaveLength(2);
});

test('comments alone have no size that could be lost', () => {
  const notes = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((each) => `# ${each}`);
  expect(lost(notes, ['# one to seven'], { language: 'ruby' })).not.toContain('%');
});

test('braces of a component come in pairs, whatever its text says', () => {
  const page = ['{#if a}', "  <p>don't</p>", '{/if}', '<p>{b}</p>'];
  const odd = 'too few closing brackets';
  expect(lost(page, page.with(3, '<p>{b</p>'), { language: 'svelte' })).toContain(odd);
  expect(lost(page, page.with(3, "<p>(it's {b}</p>"), { language: 'svelte' })).not.toContain(odd);
});
