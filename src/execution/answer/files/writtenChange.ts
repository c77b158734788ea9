/** What an answer writes about one file. */
export type WrittenChange =
  /** The whole text. `heading` is a first line that names the file and may not belong to it. */
  | { readonly kind: 'whole'; readonly text: string; readonly heading?: string }
  /** Lines to find and what comes in their place; `line` is where a diff says they begin, 1-based. */
  | {
      readonly kind: 'part';
      readonly search: string;
      readonly replace: string;
      readonly line?: number;
    }
  /** `why` is the end of a sentence about the file. */
  | { readonly kind: 'refused'; readonly why: string };

/** The changes that an answer writes for one file, in its order. */
export interface FileEdit {
  /** As the answer writes it, with forward slashes. */
  readonly path: string;
  readonly changes: readonly [WrittenChange, ...WrittenChange[]];
}

/** A change with the file that it names. */
export interface NamedChange {
  readonly path: string;
  readonly change: WrittenChange;
}
