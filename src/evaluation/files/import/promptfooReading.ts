import { isRecord } from '../../../routing/input/objects.ts';

/** Where something stands in a configuration: keys and, counted from 0, places in lists. */
export type ConfigPath = readonly (string | number)[];
export type Fields = Readonly<Record<string, unknown>>;

/** A configuration that is read, and who hears what is left out of it. */
export interface Reading {
  readonly config: Fields;
  leaveOut(where: ConfigPath, what: string, why: string): void;
}

export function recordOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
