import { expect, test } from 'vitest';
import { classify } from '../../../../src/routing/classify/classify.ts';
import type { PromptContext } from '../../../../src/routing/classify/promptContext.ts';
import { promptLines } from '../../../../src/routing/classify/promptLines.ts';
import { ruleHints } from '../../../../src/routing/classify/promptRules.ts';
import type { TaskType } from '../../../../src/routing/task.ts';
import { shippedWeights as weights } from '../../../support/shippedClassifier.ts';

const typeOf = (prompt: string, context?: PromptContext): TaskType =>
  classify(prompt, { weights, context }).taskType;

const prompts: [prompt: string, type: TaskType][] = [
  ['TypeError: cart.lines is undefined\n    at sum (/srv/cart.js:10:4)', 'debug'],
  ['the export button does nothing since yesterday', 'debug'],
  ['please write unit tests for the invoice parser', 'test'],
  ['refactor the billing module into smaller functions', 'refactor'],
  ['rename getUsr to loadUser', 'refactor'],
  ['add docstrings to the public methods', 'docs'],
  ['review my pull request for mistakes', 'review'],
  ['what is the difference between a thread and a process?', 'explain'],
  ['let users upload several pictures at once and show a preview', 'feature'],
  ['java bubble sort', 'boilerplate'],
  ['good morning', 'other'],
  ['should we use events or rest calls between our services? pros and cons', 'design'],
  ['Behebe den Fehler in der Schleife', 'debug'],
  ['schreib bitte Tests für diese Klasse', 'test'],
  ['Translate: the function of the heart is to move the blood', 'other'],
  ['translate this function to kotlin', 'boilerplate'],
  ['翻译 A queue holds what has to wait until there is room', 'other'],
  ["<class 'ssl.SSLCertVerificationError'>", 'debug'],
  ['Exercise 2\na) State the law of Ohm. (1 mark)\nb) Find the current. (2 marks)', 'other'],
];
test.each(prompts)('%s → %s', (prompt, type) => {
  expect(typeOf(prompt)).toBe(type);
});

test('an explicit command decides, whatever the words', () => {
  const prompt = 'why does it fail?';
  expect(typeOf(prompt, { command: 'docs' })).toBe('docs');
  expect(classify('/tests for this', { weights })).toMatchObject({
    taskType: 'test',
    confidence: 1,
    signals: ['command: test'],
  });
});

const surroundings: [what: string, prompt: string, context: PromptContext, type: TaskType][] = [
  ['diagnostics under the cursor', 'this', { diagnosticsUnderCursor: 2 }, 'debug'],
  ['a document', 'improve', { language: 'markdown' }, 'docs'],
  ['a test file', 'add one for empty input', { fileKind: 'test' }, 'test'],
];
test.each(surroundings)('%s can settle a short prompt', (_what, prompt, context, type) => {
  const probability = (given?: PromptContext): number =>
    classify(prompt, { weights, context: given }).likely.find((it) => it.taskType === type)!
      .probability;
  expect(probability(context)).toBeGreaterThan(probability() * 1.5);
});

test('surroundings do not overrule a clear prompt', () => {
  const context: PromptContext = { diagnosticsUnderCursor: 3, fileKind: 'test', earlier: ['docs'] };
  expect(typeOf('what is the difference between let and const in javascript?', context)).toBe(
    'explain',
  );
});

test('probabilities add up and come with the likeliest first', () => {
  const { likely, taskType, confidence } = classify('make it faster', { weights });
  expect(likely.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
  expect(likely[0]).toEqual({ taskType, probability: confidence });
  expect(likely.map((it) => it.probability)).toEqual(
    likely.map((it) => it.probability).toSorted((a, b) => b - a),
  );
});

test('harder work needs more reasoning', () => {
  const reasoning = (prompt: string): number => classify(prompt, { weights }).reasoning;
  const easy = reasoning('thanks');
  const usual = reasoning('add a filter by date to the order list and keep it on reload');
  const hard = reasoning(
    'Design a distributed lock service that survives partitions and prove that no two clients hold it',
  );
  expect(easy).toBeLessThan(usual);
  expect(usual).toBeLessThan(hard);
});

test('of a long paste both ends are looked at', () => {
  const paste = 'The hall was full and the choir sang until late.\n'.repeat(400);
  expect(typeOf(`fix the failing import in loader.ts\n${paste}`)).toBe(
    typeOf(`fix the failing import in loader.ts\n${paste.slice(0, 6_000)}`),
  );
  const { likely } = classify(`${paste}write unit tests for the parser`, { weights });
  expect(likely.slice(0, 2).map(({ taskType }) => taskType)).toContain('test');
});

test('signals say why', () => {
  expect(classify('refactor this class', { weights }).signals).toContain('asks to refactor');
  const { signals } = classify('NameError: name "x" is not defined', { weights });
  expect(signals).toContain('nothing but an error');
});

test.each(['', ' \n\t', '```', '\u0000', '😀😀', '?'.repeat(30_000), 'a'.repeat(30_000)])(
  'odd prompts are classified too (%#)',
  (prompt) => {
    const { confidence, reasoning } = classify(prompt, { weights });
    expect(confidence).toBeGreaterThan(0);
    expect(reasoning).toBeGreaterThanOrEqual(0);
  },
);

const rules: [prompt: string, signal: string, fires: boolean][] = [
  ['write a test for the empty file', 'asks for tests', true],
  ['write a test server that answers with the time', 'asks for tests', false],
  ['please translate: the boat left at noon', 'asks for a translation', true],
  ['翻译 A queue holds what has to wait until there is room', 'asks for a translation', true],
  ['translate this function to kotlin', 'asks for a translation', false],
];
test.each(rules)('%s: %s %s', (prompt, signal, fires) => {
  const hints = ruleHints(promptLines(prompt)).map((hint) => hint.signal);
  expect(hints.includes(signal)).toBe(fires);
});
