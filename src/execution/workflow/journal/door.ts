/** Journals, with SQLite, which locks them, are loaded for the first run that is listed. */
export const openJournals = () => import('./journal.ts');
