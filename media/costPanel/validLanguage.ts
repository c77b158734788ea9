/**
 * uPlot formats numbers in the browser's language as soon as it is loaded, and throws where the
 * system names one that there is not, such as `en-US@posix`.
 */
export function ensureValidLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en' });
  }
}
