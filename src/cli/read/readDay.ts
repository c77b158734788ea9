import { UsageError } from '../command.ts';

/** Checks that a day exists, such as 2026-11-22. Throws `UsageError` when it does not. */
export function readDay(option: string, written: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(written) ? Date.parse(written) : NaN;
  const isInCalendar = !Number.isNaN(time) && new Date(time).toISOString().startsWith(written);
  if (isInCalendar) return written;
  throw new UsageError(`--${option} ${written} is not a day, such as 2026-11-22.`);
}
