import { isDeepStrictEqual } from 'node:util';

/** What came of one input: the problems, none when what it says is right does hold. */
export interface Check {
  readonly name: string;
  readonly problems: readonly string[];
}

/** One problem when the two differ, none when they are equal. */
export function differing(what: string, right: unknown, got: unknown): readonly string[] {
  if (isDeepStrictEqual(right, got)) return [];
  return [`${what}: ${JSON.stringify(got)}, right is ${JSON.stringify(right)}`];
}
