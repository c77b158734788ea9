import { defined } from '../../routing/input/objects.ts';
import type { ScorerSettings } from '../scorers/settings.ts';
import type { FixtureFile } from '../fixture.ts';
import { hashOf } from '../hash.ts';

/*
 * This folder makes fixtures of work that was done. An answer or a step of a run comes in; out come fixtures
 * as files have them, without secrets (`scrub.ts`), and the change to a file that adds them
 * (`appendFixtures.ts`). `collected.ts` keeps samples of live work on disk until somebody reviews them.
 */

/** A fixture as a file has it, before it has an id. */
export interface NewFixture {
  readonly instruction?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly files?: readonly FixtureFile[];
  readonly expected?: unknown;
  readonly label?: string;
  readonly reference?: string;
  readonly tags?: readonly string[];
  readonly scorers?: readonly ScorerSettings[];
}

/** What became of an answer, as a tag of its fixture. */
export type OutcomeTag = 'accepted' | 'undone' | 'escalated';

export interface WrittenWithId extends NewFixture {
  readonly id: string;
}

/** In the order in which people read a case. */
export function withId(id: string, fixture: NewFixture): WrittenWithId {
  const { instruction, values, files, expected, label, reference, tags, scorers } = fixture;
  return defined({
    id,
    instruction,
    values,
    files,
    expected,
    label,
    reference,
    tags,
    scorers,
  }) as WrittenWithId;
}

/** Identifies what a fixture asks and expects, whatever its id and its tags. */
export function contentHash(fixture: NewFixture): string {
  return hashOf(withId('', { ...fixture, tags: [] }));
}
