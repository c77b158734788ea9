/** What a name stands for, in the words that are shown. */
export type NameKind =
  | 'function'
  | 'type'
  | 'field'
  | 'test'
  | 'export'
  | 'key'
  | 'section'
  | 'rule'
  | 'route'
  | 'heading'
  | 'element';

/** Something that a text names, so that it can be missed. */
export interface Named {
  readonly kind: NameKind;
  readonly name: string;
  /** Index of its line. */
  readonly line: number;
  /** How it is shown; the name when omitted. */
  readonly shown?: string;
  /** Nothing outside can know it: it is local to a function, or private. */
  readonly hidden: boolean;
}
