import { defined } from '../../routing/input/objects.ts';
import type { ScorerSettings } from '../files/evaluation.ts';
import { evaluationLimits } from '../files/limits.ts';
import { readFixture } from '../files/readFixture.ts';
import type { FixtureFile, FixtureSubject } from '../fixture.ts';
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
export function contentHash({ tags: _, ...content }: NewFixture): string {
  return hashOf(withId('', content));
}

/**
 * Why a fixture cannot be written, with the next step; undefined when it can. It is read in the same way as
 * those of a file.
 */
export function fixtureProblem(fixture: NewFixture, subject: FixtureSubject): string | undefined {
  const { length } = JSON.stringify(withId('case', fixture));
  const { lineLength } = evaluationLimits;
  if (length > lineLength) {
    return `This case has ${length.toLocaleString('en-US')} characters with its files, and a fixture has at most ${lineLength.toLocaleString('en-US')}. Run the task on a smaller file, and add that answer.`;
  }
  const [problem] = readFixture(withId('case', fixture), subject).problems;
  return problem?.message;
}

/** Ids that are unique beside `used`: the name of what the case is about, and a number. */
export function freeId(fixture: NewFixture, subject: FixtureSubject, used: ReadonlySet<string>): string {
  const path = fixture.files?.[0]?.path ?? '';
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  const about = file === '' ? (subject.kind === 'step' ? subject.step : subject.taskType) : file;
  const name = about.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'case';
  let count = 1;
  while (used.has(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}
