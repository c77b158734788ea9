import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { merged } from '../../../../src/execution/plan/speculate.ts';

async function* saying(words: readonly string[], result: string): AsyncGenerator<string, string> {
  yield* words;
  return result;
}

/** Yields on each cue. */
function onCue(...cues: readonly Promise<string>[]): AsyncGenerator<string, string> {
  return (async function* cued() {
    for (const cue of cues) yield await cue;
    return 'done';
  })();
}

async function stepsOf(generators: readonly AsyncGenerator<string, string>[]) {
  const steps: [number, string, boolean][] = [];
  for await (const { index, result } of merged(generators)) {
    steps.push([index, result.value, result.done === true]);
  }
  return steps;
}

test('steps come in the order in which they happen', async () => {
  const [one, two, three] = [
    Promise.withResolvers<string>(),
    Promise.withResolvers<string>(),
    Promise.withResolvers<string>(),
  ];
  const words: string[] = [];
  const running = merged([onCue(one.promise, three.promise), onCue(two.promise)]);
  two.resolve('two');
  for await (const { result } of running) {
    words.push(result.value);
    if (result.value === 'two') one.resolve('one');
    if (result.value === 'one') three.resolve('three');
  }
  expect(words.filter((word) => word !== 'done')).toEqual(['two', 'one', 'three']);
});

test('what each says keeps its order, and what it returns is its last step', async () => {
  const steps = await stepsOf([saying(['a', 'b'], 'A'), saying(['c'], 'C'), saying([], 'E')]);
  const of = (index: number) => steps.filter(([each]) => each === index);
  expect(of(0)).toEqual([
    [0, 'a', false],
    [0, 'b', false],
    [0, 'A', true],
  ]);
  expect(of(1)).toEqual([
    [1, 'c', false],
    [1, 'C', true],
  ]);
  expect(of(2)).toEqual([[2, 'E', true]]);
});

test('a generator that never pauses does not hold back the others from a slow reader', async () => {
  const talker = saying(Array<string>(50).fill('more'), 'A');
  let steps = 0;
  for await (const { index } of merged([talker, saying([], 'B')])) {
    if (index === 1) break;
    steps += 1;
    // By the next turn of the event loop both have a step ready.
    await setImmediate();
  }
  expect(steps).toBeLessThan(3);
});

test('all start before the first step is yielded', async () => {
  const started: string[] = [];
  async function* starting(name: string): AsyncGenerator<string, string> {
    started.push(name);
    yield name;
    return name;
  }
  await merged([starting('a'), starting('b')]).next();
  expect(started).toEqual(['a', 'b']);
});

test('an error is thrown to the listener', async () => {
  const bug = new TypeError('bug');
  const broken = onCue(Promise.reject(bug));
  await expect(stepsOf([onCue(new Promise(() => {})), broken])).rejects.toBe(bug);
});

test('without generators there are no steps', async () => {
  expect(await stepsOf([])).toEqual([]);
});
