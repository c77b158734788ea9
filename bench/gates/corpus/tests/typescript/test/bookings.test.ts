import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as code from '../src/typescript.ts';

const at = (time: string): Date => new Date(`2026-03-01T${time}:00Z`);
const booking = (room: string, from: string, to: string, guests: string[] = []): code.Booking => ({
  id: `${room} ${from}`,
  room,
  startsAt: at(from),
  endsAt: at(to),
  guests,
});

test('overlaps', () => {
  const own = booking('Elm', '10:00', '11:00');
  const cases: [other: code.Booking, expected: boolean][] = [
    [booking('Elm', '10:30', '11:30'), true],
    [booking('Elm', '09:30', '10:30'), true],
    [booking('Elm', '10:15', '10:45'), true],
    [booking('Elm', '09:00', '12:00'), true],
    [booking('Oak', '10:30', '11:30'), false],
    [booking('Elm', '11:00', '12:00'), false],
    [booking('Elm', '09:00', '10:00'), false],
    [booking('Elm', '12:00', '13:00'), false],
    [booking('Elm', '08:00', '09:00'), false],
  ];
  for (const [other, expected] of cases) {
    assert.equal(code.overlaps(own, other), expected, other.id);
    assert.equal(code.overlaps(other, own), expected, `${other.id}, the other way round`);
  }
});

test('planRooms', () => {
  const late = booking('Oak', '15:00', '16:00');
  const early = booking('Oak', '08:00', '09:00');
  const middle = booking('Oak', '12:00', '13:00');
  const other = booking('Elm', '10:00', '11:00');
  const given = [late, other, early, middle];
  assert.deepEqual(code.planRooms(given), [
    { room: 'Elm', bookings: [other] },
    { room: 'Oak', bookings: [early, middle, late] },
  ]);
  assert.deepEqual(given, [late, other, early, middle]);
  assert.deepEqual(code.planRooms([]), []);
});

test('freeMinutes', () => {
  const free = (from: string, until: string, ...bookings: code.Booking[]) =>
    code.freeMinutes({ room: 'Elm', bookings }, at(from), at(until));
  const ten = booking('Elm', '10:00', '11:00');
  const noon = booking('Elm', '12:00', '12:30');
  assert.equal(free('09:00', '10:00'), 60);
  assert.equal(free('09:00', '13:00', ten, noon), 60 + 60 + 30);
  assert.equal(free('10:30', '12:15', ten, noon), 60);
  assert.equal(free('09:00', '09:30', ten), 30);
  assert.equal(free('09:00', '11:00', ten, noon), 60);
  assert.equal(free('10:00', '11:00', ten), 0);
  assert.equal(free('10:15', '10:45', ten), 0);
  const long = booking('Elm', '09:00', '12:00');
  assert.equal(free('08:00', '13:00', long, ten), 60 + 60);
});

test('freeMinutes rounds down', () => {
  const until = new Date(at('09:00').getTime() + 119_999);
  assert.equal(code.freeMinutes({ room: 'Elm', bookings: [] }, at('09:00'), until), 1);
});

test('loadBookings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bookings-'));
  const row = (id: string) => ({
    id,
    room: 'Elm',
    from: at('10:00').toISOString(),
    to: at('11:00').toISOString(),
  });
  const loaded = (id: string) => ({ ...booking('Elm', '10:00', '11:00'), id });
  try {
    await writeFile(join(folder, 'monday.json'), JSON.stringify([row('a'), row('b')]));
    await writeFile(join(folder, 'friday.json'), JSON.stringify([row('c')]));
    const all = await code.loadBookings(folder, ['monday', 'friday']);
    assert.deepEqual(all, [loaded('a'), loaded('b'), loaded('c')]);
    assert.deepEqual(await code.loadBookings(folder, []), []);
    await assert.rejects(code.loadBookings(folder, ['sunday']), { code: 'ENOENT' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('describeBooking', () => {
  const describe = (now: string, guests: string[]) =>
    code.describeBooking(booking('Elm', '10:00', '11:00', guests), at(now));
  assert.equal(describe('09:30', ['Ann']), 'Elm: in 30 min, loading details... (one guest)');
  assert.equal(describe('09:59', []), 'Elm: in 1 min, loading details... (one guest)');
  assert.equal(describe('10:00', ['Ann', 'Bo']), 'Elm: starts now (Ann and 1 more)');
  assert.equal(
    describe('10:20', ['Ann', 'Bo', 'Cy']),
    'Elm: running since 20 min (Ann and 2 more)',
  );
  const soon = new Date(at('10:00').getTime() - 20_000);
  assert.equal(
    code.describeBooking(booking('Elm', '10:00', '11:00'), soon),
    'Elm: starts now (one guest)',
  );
});

test('WaitingList adds each id once and tells its listeners', () => {
  const list = new code.WaitingList<{ id: string }>();
  const heard: string[][] = [];
  list.subscribe((...entries) => heard.push(entries.map(({ id }) => id)));
  assert.equal(list.add({ id: 'a' }), 1);
  assert.equal(list.add({ id: 'a' }, { id: 'b' }, { id: 'c' }), 3);
  assert.deepEqual(heard, [['a'], ['b', 'c']]);
});

test('WaitingList hands out the first that is accepted', () => {
  const list = new code.WaitingList<{ id: string }>();
  list.add({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' });
  assert.equal(
    list.takeNext(() => false),
    undefined,
  );
  assert.deepEqual(
    list.takeNext(({ id }) => id > 'a'),
    { id: 'b' },
  );
  assert.deepEqual(
    list.takeNext(() => true),
    { id: 'a' },
  );
  assert.deepEqual(
    list.takeNext(({ id }) => id === 'd'),
    { id: 'd' },
  );
  assert.equal(list.add({ id: 'e' }), 2);
});

test('WaitingList forgets its listeners when it becomes empty', () => {
  const list = new code.WaitingList<{ id: string }>();
  const heard: string[] = [];
  list.subscribe(({ id }) => heard.push(id));
  list.add({ id: 'a' }, { id: 'b' });
  list.takeNext(() => true);
  list.add({ id: 'c' });
  list.takeNext(() => true);
  list.takeNext(() => true);
  list.add({ id: 'd' });
  assert.deepEqual(heard, ['a', 'c']);
});

test('WaitingList listeners leave when they want or are aborted', () => {
  const list = new code.WaitingList<{ id: string }>();
  const heard: string[] = [];
  const stop = new AbortController();
  let watched = 0;
  const watch = (change: number) => (watched += change);
  const signal = new Proxy(stop.signal, {
    get(target, key) {
      const value = Reflect.get(target, key, target) as unknown;
      if (key === 'addEventListener') watch(1);
      if (key === 'removeEventListener') watch(-1);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const leave = list.subscribe(({ id }) => heard.push(`first ${id}`), signal);
  list.subscribe(({ id }) => heard.push(`second ${id}`), stop.signal);
  list.subscribe(({ id }) => heard.push(`late ${id}`), AbortSignal.abort())();
  list.add({ id: 'a' });
  leave();
  assert.equal(watched, 0);
  list.add({ id: 'b' });
  stop.abort();
  list.add({ id: 'c' });
  assert.deepEqual(heard, ['first a', 'second a', 'second b']);
});
