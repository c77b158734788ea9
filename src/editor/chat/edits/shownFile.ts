import type { Shown } from '../../../execution/answer/files/editedText.ts';

/** A file whose text a turn sends to the model. */
export interface ShownFile {
  /** As tasks write it. */
  readonly path: string;
  /** The whole file as it was then. */
  readonly text: string;
  readonly shown: Shown;
}
