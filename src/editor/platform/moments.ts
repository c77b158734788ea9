import { localeOr } from './say.ts';
import { userSetting } from './setting.ts';

/** The IANA time zone in which days begin: the one in the settings, else this machine's. */
export function timeZone(): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const written = userSetting('tierwise.timeZone');
  if (typeof written !== 'string' || written === '') return own;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions().timeZone;
  } catch {
    return own;
  }
}

interface Formats {
  readonly moment: Intl.DateTimeFormat;
  readonly date: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
}

const formats = new Map<string, Formats>();

/** Made when the first moment is shown: the first format of a process takes tens of milliseconds. */
function formatsIn(zone: string): Formats {
  const locale = localeOr('en-GB');
  const key = `${locale} ${zone}`;
  const known = formats.get(key);
  if (known) return known;
  const of = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...style, timeZone: zone });
  const made = {
    moment: of({ dateStyle: 'medium', timeStyle: 'short' }),
    date: of({ dateStyle: 'medium' }),
    time: of({ timeStyle: 'short' }),
  };
  formats.set(key, made);
  return made;
}

/**
 * A moment (milliseconds since the epoch) in the language of the texts beside it, in the time zone of the
 * settings if no other (IANA name) is given: `30 Nov 2026, 14:05`.
 */
export function momentWords(ms: number, zone = timeZone()): string {
  return formatsIn(zone).moment.format(ms);
}

/** The time alone where it is of today: `14:05`. */
export function recentMoment(ms: number): string {
  const { date, time, moment } = formatsIn(timeZone());
  return date.format(ms) === date.format(Date.now()) ? time.format(ms) : moment.format(ms);
}
