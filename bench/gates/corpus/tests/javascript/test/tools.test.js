import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as code from '../src/javascript.js';

test('withDefaults', () => {
  assert.deepEqual(code.withDefaults(), { retries: 2, delayMs: 50, tags: [] });
  assert.deepEqual(code.withDefaults({ retries: 0, tags: ['a', 'b'], more: 1 }), {
    retries: 0,
    delayMs: 50,
    tags: ['a', 'b'],
    more: 1,
  });
  for (const retries of [-1, 1.5, '2', null]) {
    assert.throws(() => code.withDefaults({ retries }), RangeError);
  }
  assert.throws(() => code.withDefaults({ delayMs: '5' }), TypeError);
  assert.deepEqual(code.withDefaults().tags, []);
});

test('retry succeeds at once, or after failures', async () => {
  const seen = [];
  const action = (failures) => async (attempt) => {
    seen.push(attempt);
    if (attempt < failures) throw new Error(`attempt ${attempt}`);
    return 'done';
  };
  assert.equal(await code.retry(action(0), { delayMs: 1 }), 'done');
  assert.deepEqual(seen.splice(0), [0]);
  assert.equal(await code.retry(action(2), { delayMs: 1 }), 'done');
  assert.deepEqual(seen.splice(0), [0, 1, 2]);
  await assert.rejects(code.retry(action(9), { delayMs: 1, retries: 1 }), { message: 'attempt 1' });
  assert.deepEqual(seen, [0, 1]);
});

test('retry waits twice as long each time', async (t) => {
  const waits = [];
  t.mock.method(globalThis, 'setTimeout', (done, ms) => {
    waits.push(ms);
    queueMicrotask(done);
  });
  await assert.rejects(
    code.retry(
      async () => {
        throw new Error('no');
      },
      { delayMs: 10, retries: 2 },
    ),
  );
  assert.deepEqual(waits.slice(0, 2), [10, 20]);
});

test('parseQuery', () => {
  const cases = [
    ['', {}],
    ['?', {}],
    ['a=1', { a: '1' }],
    ['?a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2', { a: ['1', '2'] }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['a', { a: '' }],
    ['a=', { a: '' }],
    ['&&a=1&', { a: '1' }],
    ['a=b=c', { a: 'b=c' }],
    ['a%20b=c%26d', { 'a b': 'c&d' }],
    ['=x', { '': 'x' }],
  ];
  for (const [text, expected] of cases) assert.deepEqual(code.parseQuery(text), expected, text);
});

test('etagOf', () => {
  const short = (body) => createHash('sha1').update(body).digest('base64').slice(0, 27);
  assert.equal(code.etagOf('one'), `"${short('one')}"`);
  assert.equal(code.etagOf('two', true), `W/"${short('two')}"`);
  assert.equal(code.etagOf('one'), `"${short('one')}"`);
});

test('etagOf keeps up to 501 tags', (t) => {
  const count = t.mock.method(Map.prototype, 'set');
  const cleared = t.mock.method(Map.prototype, 'clear');
  for (let each = 0; each < 499; each += 1) code.etagOf(`body ${each}`);
  assert.equal(cleared.mock.callCount(), 0);
  code.etagOf('body 3');
  assert.equal(count.mock.callCount(), 499);
  code.etagOf('one more');
  code.etagOf('and one more');
  assert.equal(cleared.mock.callCount(), 1);
  code.etagOf('body 3');
  assert.equal(count.mock.callCount(), 502);
});

test('diffKeys', () => {
  assert.deepEqual(code.diffKeys({ a: 1, b: 2, c: 3 }, { b: 2, c: 4, d: 5 }), {
    added: ['d'],
    removed: ['a'],
    changed: ['c'],
  });
  assert.deepEqual(code.diffKeys({}, {}), { added: [], removed: [], changed: [] });
  assert.deepEqual(code.diffKeys({ a: undefined }, { a: undefined }).changed, []);
});

test('chunk', () => {
  assert.deepEqual(code.chunk([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(code.chunk([1, 2, 3, 4], 2), [
    [1, 2],
    [3, 4],
  ]);
  assert.deepEqual(code.chunk([1, 2], 1), [[1], [2]]);
  assert.deepEqual(code.chunk([], 3), []);
  assert.deepEqual(code.chunk([1], 3), [[1]]);
  assert.throws(() => code.chunk([1], 0), RangeError);
});

test('TaskQueue runs no more than its limit, in order', async () => {
  const queue = new code.TaskQueue(2);
  const queued = [];
  let idle = 0;
  queue.on('queued', (length) => queued.push(length));
  queue.on('idle', () => (idle += 1));
  const started = [];
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers());
  const task = (index, text) => {
    started.push(index);
    return gates[index].promise.then(() => `${text} ${index}`);
  };
  const results = gates.map((_, index) => queue.push(task, index, 'task'));
  await settled();
  assert.deepEqual(started, [0, 1]);
  assert.equal(queue.running, 2);
  assert.deepEqual(queued, [1, 1, 1, 2]);
  gates[1].resolve();
  assert.equal(await results[1], 'task 1');
  await settled();
  assert.deepEqual(started, [0, 1, 2]);
  assert.equal(idle, 0);
  gates[2].reject(new Error('broken'));
  await assert.rejects(results[2], { message: 'broken' });
  gates[0].resolve();
  gates[3].resolve();
  assert.deepEqual(await Promise.all([results[0], results[3]]), ['task 0', 'task 3']);
  await settled();
  assert.equal(queue.running, 0);
  assert.equal(idle, 1);
  assert.deepEqual(queue.waiting, []);
});

function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
