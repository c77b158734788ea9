/**
 * Replaces a browser language that does not exist. uPlot formats numbers as soon as it is loaded and
 * throws if the system reports an invalid language, such as `en-US@posix`.
 */
export function ensureValidLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en' });
  }
}
