import { didYouMean } from '../../routing/input/didYouMean.ts';
import type { InputProblem, ProblemPath } from '../../routing/input/problems.ts';
import { parseModelChoice } from '../../routing/models/model.ts';
import { namesAModel } from '../../routing/policy/repositoryLaw.ts';
import { defaultGates } from '../../routing/taskTypes.ts';
import type { GateName } from '../../routing/verdict.ts';
import type { FixtureSubject } from '../fixture.ts';
import type { NamedCandidate } from './evaluation.ts';
import type { WrittenEvaluation } from './shapes.ts';

/** Which names a file may use for what answers and judges. */
export interface NamesInUse {
  /** The user's tiers, from the cheapest. */
  readonly tierNames: readonly string[];
  /** The file is the user's own, so that it may name models as well. A repository may not. */
  readonly isOwnFile?: boolean;
}

type Written = NonNullable<WrittenEvaluation['candidates']>[number];

/** The candidates of a file, or the user's tiers when it names none. */
export function readCandidates(
  written: readonly Written[] | undefined,
  subject: FixtureSubject,
  names: NamesInUse,
): { readonly candidates: readonly NamedCandidate[]; readonly problems: readonly InputProblem[] } {
  const read = (written ?? names.tierNames).map((each, place) =>
    typeof each === 'string'
      ? readSingle(each, ['candidates', place], names)
      : readCascade(each, ['candidates', place], { subject, names }),
  );
  const candidates = read.flatMap(({ candidate }) => candidate ?? []);
  const twice = read.flatMap(({ candidate }, place): InputProblem[] => {
    const first = read.findIndex((each) => each.candidate?.id === candidate?.id);
    if (candidate === undefined || first === place) return [];
    const message = `The candidate ${candidate.name} is named twice. Take one out.`;
    return [{ path: ['candidates', place], message }];
  });
  return { candidates, problems: [...read.flatMap(({ problems }) => problems), ...twice] };
}

interface Read {
  readonly candidate?: NamedCandidate;
  readonly problems: readonly InputProblem[];
}

function readSingle(written: string, path: ProblemPath, names: NamesInUse): Read {
  const problems = nameProblems(written, path, names);
  if (problems.length > 0) return { problems };
  const choice = names.tierNames.includes(written) ? undefined : parseModelChoice(written);
  const subject = choice
    ? ({ kind: 'model', choice } as const)
    : ({ kind: 'tier', tier: written } as const);
  return { candidate: { id: written, name: written, subject }, problems };
}

function readCascade(
  { cascade, gates }: Exclude<Written, string>,
  path: ProblemPath,
  { subject, names }: { readonly subject: FixtureSubject; readonly names: NamesInUse },
): Read {
  const problems = cascade.flatMap((tier, place) =>
    nameProblems(tier, [...path, 'cascade', place], { tierNames: names.tierNames }),
  );
  const used = gates ?? usualGates(subject);
  if (used === undefined) {
    const message = 'A step has no usual gates. Write the `gates` of the cascade.';
    return { problems: [...problems, { path: [...path, 'cascade'], message }] };
  }
  if (problems.length > 0) return { problems };
  const candidate: NamedCandidate = {
    id: `${cascade.join(' > ')} (${used.join(', ')})`,
    name: cascade.join(', then '),
    subject: { kind: 'cascade', tiers: cascade, gates: used },
  };
  return { candidate, problems };
}

function usualGates(subject: FixtureSubject): readonly GateName[] | undefined {
  return subject.kind === 'taskType' ? defaultGates[subject.taskType] : undefined;
}

/** What is wrong with the name of a tier, or of a model where the file may name one. */
export function nameProblems(
  written: string,
  path: ProblemPath,
  { tierNames, isOwnFile = false }: NamesInUse,
): InputProblem[] {
  if (tierNames.includes(written)) return [];
  if (parseModelChoice(written)) {
    const tiers = `The tiers are ${tierNames.join(', ')}.`;
    return isOwnFile ? [] : [{ path, message: namesAModel(written, tiers) }];
  }
  return [{ path, message: `There is no tier "${written}".${didYouMean(written, tierNames)}` }];
}
