/** Moments as the reader's own place and language write them; given in milliseconds since the epoch. */
export interface Clock {
  time(ms: number): string;
  dateAndTime(ms: number): string;
}

/** A clock for a language (BCP 47) and a time zone; both the reader's own when left out. */
export function clockFor(language?: string, timeZone?: string): Clock {
  const zone = timeZone ? { timeZone } : {};
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', ...zone });
  const full = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...zone,
  });
  return { time: (ms) => time.format(ms), dateAndTime: (ms) => full.format(ms) };
}
