import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Booking {
  readonly id: string;
  readonly room: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly guests: readonly string[];
}

export interface RoomPlan {
  readonly room: string;
  readonly bookings: readonly Booking[];
}

const minuteMs = 60_000;

/** Whether two bookings want the same room at the same time. */
export function overlaps(first: Booking, second: Booking): boolean {
  if (first.room !== second.room) {
    return false;
  }
  const startsBefore = first.startsAt.getTime() < second.endsAt.getTime();
  const endsAfter = first.endsAt.getTime() > second.startsAt.getTime();
  return startsBefore && endsAfter;
}

export function planRooms(bookings: readonly Booking[]): RoomPlan[] {
  const byRoom = new Map<string, Booking[]>();
  for (const booking of bookings) {
    const known = byRoom.get(booking.room);
    if (known === undefined) {
      byRoom.set(booking.room, [booking]);
    } else {
      known.push(booking);
    }
  }
  const plans: RoomPlan[] = [];
  for (const [room, own] of byRoom) {
    const sorted = [...own].toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
    plans.push({ room, bookings: sorted });
  }
  return plans.toSorted((a, b) => a.room.localeCompare(b.room));
}

export function freeMinutes(plan: RoomPlan, from: Date, until: Date): number {
  let cursor = from.getTime();
  let free = 0;
  for (const booking of plan.bookings) {
    const start = booking.startsAt.getTime();
    if (start > cursor) {
      free += Math.min(start, until.getTime()) - cursor;
    }
    cursor = Math.max(cursor, booking.endsAt.getTime());
    if (cursor >= until.getTime()) {
      break;
    }
  }
  // Whatever is left after the last booking is free as well.
  free += Math.max(0, until.getTime() - cursor);
  return Math.floor(free / minuteMs);
}

export async function loadBookings(folder: string, names: readonly string[]): Promise<Booking[]> {
  const loaded: Booking[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, `${name}.json`), 'utf8');
    const rows = JSON.parse(text) as { id: string; room: string; from: string; to: string }[];
    for (const row of rows) {
      loaded.push({
        id: row.id,
        room: row.room,
        startsAt: new Date(row.from),
        endsAt: new Date(row.to),
        guests: [],
      });
    }
  }
  return loaded;
}

export function describeBooking(booking: Booking, now: Date): string {
  const minutes = Math.round((booking.startsAt.getTime() - now.getTime()) / minuteMs);
  const others = booking.guests.slice(1);
  const who = others.length > 0 ? `${booking.guests[0]} and ${others.length} more` : 'one guest';
  if (minutes < 0) {
    return `${booking.room}: running since ${-minutes} min (${who})`;
  }
  if (minutes === 0) {
    return `${booking.room}: starts now (${who})`;
  }
  return `${booking.room}: in ${minutes} min, loading details... (${who})`;
}

type Listener<T> = (...args: readonly T[]) => void;

export class WaitingList<T extends { readonly id: string }> {
  private readonly waiting: T[] = [];
  private readonly listeners = new Set<Listener<T>>();

  add(entry: T, ...more: readonly T[]): number {
    const fresh = [entry, ...more].filter(({ id }) => !this.waiting.some((each) => each.id === id));
    this.waiting.push(...fresh);
    for (const listener of this.listeners) {
      listener(...fresh);
    }
    return this.waiting.length;
  }

  takeNext(accepts: (entry: T) => boolean): T | undefined {
    const index = this.waiting.findIndex((entry) => accepts(entry));
    if (index === -1) {
      return undefined;
    }
    const [taken] = this.waiting.splice(index, 1);
    if (this.waiting.length === 0) {
      this.listeners.clear();
    }
    return taken;
  }

  subscribe(listener: Listener<T>, signal?: AbortSignal): () => void {
    if (signal?.aborted) {
      return () => {};
    }
    this.listeners.add(listener);
    const leave = () => {
      this.listeners.delete(listener);
      signal?.removeEventListener('abort', leave);
    };
    signal?.addEventListener('abort', leave, { once: true });
    return leave;
  }
}
