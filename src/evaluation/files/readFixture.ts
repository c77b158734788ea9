import { defined } from '../../routing/input/objects.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { readShape } from '../../routing/input/readShape.ts';
import type { Fixture, FixtureSubject } from '../fixture.ts';
import type { ScorerSettings } from '../scorers/settings.ts';
import { isInside } from '../../execution/workflow/parse/readTemplate.ts';
import { evaluationHints } from './otherTools.ts';
import { toScorer } from './toScorer.ts';
import { fixtureShape, type WrittenFixture } from './shapes.ts';

/** A fixture and the scorers that are its own. */
export interface ReadFixture {
  readonly fixture: Fixture;
  readonly scorers: readonly ScorerSettings[];
}

/** Reads one fixture, from a list or from a line. The paths of problems begin at the fixture. */
export function readFixture(
  written: unknown,
  subject: FixtureSubject,
): { readonly read?: ReadFixture; readonly problems: readonly InputProblem[] } {
  const parsed = readShape(fixtureShape, written, [], { hints: evaluationHints });
  if (!parsed.success) return { problems: parsed.problems };
  const problems = [
    ...askedProblems(parsed.data, subject),
    ...fileProblems(parsed.data),
    ...tooManyFiles(parsed.data, subject),
  ];
  return problems.length > 0 ? { problems } : { read: toFixture(parsed.data, subject), problems };
}

function toFixture(
  { id, instruction, values, files, scorers, ...rest }: WrittenFixture,
  subject: FixtureSubject,
): ReadFixture {
  const fixture: Fixture = {
    id,
    subject,
    input: defined({ instruction, values, files: files?.map((each) => defined(each)) }),
    ...defined(rest),
  };
  return { fixture, scorers: (scorers ?? []).map(toScorer) };
}

function askedProblems(
  { instruction, values, files }: WrittenFixture,
  { kind }: FixtureSubject,
): InputProblem[] {
  if (kind === 'step') {
    return instruction === undefined
      ? []
      : [
          {
            path: ['instruction'],
            message: 'A step brings its own instructions. Write what it uses under `values`.',
          },
        ];
  }
  if (values !== undefined) {
    const message =
      'Only a workflow’s step uses `values`. Name `workflow` and `step`, or write an `instruction`.';
    return [{ path: ['values'], message }];
  }
  if (instruction !== undefined || (files ?? []).length > 0) return [];
  return [{ path: [], message: 'Nothing is asked here. Write an `instruction`, or add `files`.' }];
}

function fileProblems({ files = [] }: WrittenFixture): InputProblem[] {
  return files.flatMap(({ path }, place): InputProblem[] => {
    const at = ['files', place, 'path'];
    if (!isInside(path)) {
      const message = `"${path}" lies outside the workspace folder. Write a path in it, with forward slashes.`;
      return [{ path: at, message }];
    }
    const isTwice = files.findIndex((each) => each.path === path) !== place;
    const message = `The file ${path} is there twice. Take one out.`;
    return isTwice ? [{ path: at, message }] : [];
  });
}

/** A task shows its model the file that it is about and one related file, and no other. */
function tooManyFiles({ files = [] }: WrittenFixture, { kind }: FixtureSubject): InputProblem[] {
  if (kind === 'step') return [];
  const selected = files.flatMap(({ selection }, place) => (selection ? [place] : []));
  if (selected[1] !== undefined) {
    const message = 'Only one file can have a selection. Take this one out.';
    return [{ path: ['files', selected[1], 'selection'], message }];
  }
  const message = 'A task has the file that it is about and one more. Take the others out.';
  return files.length > 2 ? [{ path: ['files', 2], message }] : [];
}
