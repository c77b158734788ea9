/** Formats moments for the reader's language and time zone. Moments are milliseconds since the epoch. */
export interface Clock {
  time(ms: number): string;
  /** `21 Nov`. */
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
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', ...zone });
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', ...zone });
  const full = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...zone,
  });
  return {
    time: (ms) => time.format(ms),
    day: (ms) => day.format(ms),
    dateAndTime: (ms) => full.format(ms),
    isMonday: (ms) => weekday.format(ms) === 'Mon',
    moment: (ms) => {
      const isToday = day.format(ms) === day.format(now());
      return isToday ? time.format(ms) : `${day.format(ms)}, ${time.format(ms)}`;
    },
  };
}
