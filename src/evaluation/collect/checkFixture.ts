import { evaluationLimits } from '../files/limits.ts';
import { readFixture } from '../files/readFixture.ts';
import type { FixtureSubject } from '../fixture.ts';
import { type NewFixture, withId } from './newFixture.ts';

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
export function freeId(
  fixture: NewFixture,
  subject: FixtureSubject,
  used: ReadonlySet<string>,
): string {
  const path = fixture.files?.[0]?.path ?? '';
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  const about = file === '' ? (subject.kind === 'step' ? subject.step : subject.taskType) : file;
  const name =
    about
      .replaceAll(/[^\w-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60) || 'case';
  let count = 1;
  while (used.has(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}
