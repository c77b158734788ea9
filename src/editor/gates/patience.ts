/** How long a language server may take, in milliseconds. Chosen by judgement. */
const usualMs = 30_000;
/** The same for one that said nothing the last time. Most answers take less than two seconds. Chosen by judgement. */
const shortMs = 5_000;

/**
 * How long to wait for VS Code's language servers. Some judge nothing at all, such as TypeScript behind
 * `@ts-nocheck`; nobody should wait half a minute for each answer there.
 */
export class Patience {
  // Languages that have been judged in this window, and files and languages whose last wait was in vain.
  readonly #judged = new Set<string>();
  readonly #silent = new Set<string>();

  /** In milliseconds. A language that was judged before is so again, if the file is not an exception. */
  for(language: string, file: string): number {
    const isSilent = this.#silent.has(language) && !this.#judged.has(language);
    return isSilent || this.#silent.has(file) ? shortMs : usualMs;
  }

  /** Notes whether a server judged a file. */
  note(language: string, file: string, wasJudged: boolean): void {
    for (const each of [language, file]) {
      if (wasJudged) this.#silent.delete(each);
      else this.#silent.add(each);
    }
    if (wasJudged) this.#judged.add(language);
  }
}
