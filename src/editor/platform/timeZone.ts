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
