/** Formats moments for the reader's language and time zone. Moments are milliseconds since the epoch. */
export interface Clock {
  time(ms: number): string;
  /** `21 Nov`; with the year, unless it is this one. */
  day(ms: number): string;
  dateAndTime(ms: number): string;
  /** The time; with the day, unless it is today. */
  moment(ms: number): string;
  isMonday(ms: number): boolean;
}

/** Makes a clock for a language (BCP 47) and a time zone; each defaults to the reader's own. */
export function clockFor(language?: string, timeZone?: string, now = Date.now): Clock {
  const zone = timeZone ? { timeZone } : {};
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', ...zone });
  const dayOfYear = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', ...zone });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone });
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', ...zone });
  const day = (ms: number) =>
    (year.format(ms) === year.format(now()) ? dayOfYear : date).format(ms);
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', ...zone });
  const full = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...zone,
  });
  return {
    time: (ms) => time.format(ms),
    day,
    dateAndTime: (ms) => full.format(ms),
    isMonday: (ms) => weekday.format(ms) === 'Mon',
    moment: (ms) => {
      const isToday = day(ms) === day(now());
      return isToday ? time.format(ms) : `${day(ms)}, ${time.format(ms)}`;
    },
  };
}
