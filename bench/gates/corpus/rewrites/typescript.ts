import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Booking, RoomPlan } from '../typescript.ts';

const minuteMs = 60_000;

export function overlaps(first: Booking, second: Booking): boolean {
  return (
    first.room === second.room && first.startsAt < second.endsAt && first.endsAt > second.startsAt
  );
}

export function planRooms(bookings: readonly Booking[]): RoomPlan[] {
  const byRoom = Map.groupBy(bookings, ({ room }) => room);
  return [...byRoom]
    .map(([room, own]) => ({
      room,
      bookings: own.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime()),
    }))
    .toSorted((a, b) => a.room.localeCompare(b.room));
}

export async function loadBookings(folder: string, names: readonly string[]): Promise<Booking[]> {
  const lists = await Promise.all(names.map((name) => loadOne(join(folder, `${name}.json`))));
  return lists.flat();
}

async function loadOne(path: string): Promise<Booking[]> {
  const text = await readFile(path, 'utf8');
  const rows = JSON.parse(text) as { id: string; room: string; from: string; to: string }[];
  return rows.map(({ id, room, from, to }) => ({
    id,
    room,
    startsAt: new Date(from),
    endsAt: new Date(to),
    guests: [],
  }));
}

export const describeBooking = (booking: Booking, now: Date): string => {
  const minutes = Math.round((booking.startsAt.getTime() - now.getTime()) / minuteMs);
  const others = booking.guests.slice(1);
  const who = others.length > 0 ? `${booking.guests[0]} and ${others.length} more` : 'one guest';
  const when =
    minutes < 0
      ? `running since ${-minutes} min`
      : minutes === 0
        ? 'starts now'
        : `in ${minutes} min, loading details...`;
  return `${booking.room}: ${when} (${who})`;
};
