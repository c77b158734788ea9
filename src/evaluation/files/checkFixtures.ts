import type { WorkflowProblem } from '../../execution/workflow/definition.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import type { Fixture } from '../fixture.ts';
import type { Thresholds } from '../thresholds.ts';
import type { ScorerSettings } from '../scorers/settings.ts';
import type { PlacedFixture } from './fixtureLines.ts';
import { evaluationLimits } from './limits.ts';

/** What holds for fixtures, scorers and thresholds together. */
interface Around {
  /** The scorers of all fixtures. */
  readonly scorers: readonly ScorerSettings[];
  readonly thresholds: Thresholds;
  /** For problems of the file itself. */
  place(problem: InputProblem): WorkflowProblem;
}

/** Finds before the first call what would leave trials without a score. */
export function checkFixtures(
  fixtures: readonly PlacedFixture[],
  { scorers, thresholds, place }: Around,
): WorkflowProblem[] {
  const { fixtures: most } = evaluationLimits;
  if (fixtures.length > most) {
    const message = `An evaluation has at most ${most} fixtures, and this has ${fixtures.length}. Split it up.`;
    return [place({ path: ['fixtures'], message })];
  }
  return [
    ...sameIds(fixtures),
    ...fixtures.flatMap((each) => unscorable(each, scorers).map(each.place)),
    ...unseenClasses(fixtures, thresholds).map(place),
  ];
}

function sameIds(fixtures: readonly PlacedFixture[]): WorkflowProblem[] {
  const seen = new Set<string>();
  return fixtures.flatMap(({ fixture: { id }, place }) => {
    const isTwice = seen.has(id);
    seen.add(id);
    const message = `Two fixtures have the id ${id}. Give one of them another.`;
    return isTwice ? [place({ path: ['id'], message })] : [];
  });
}

function unscorable(
  { fixture, scorers: own }: PlacedFixture,
  scorers: readonly ScorerSettings[],
): InputProblem[] {
  const all = [...scorers, ...own];
  if (all.length === 0) {
    const message =
      'No scorer checks the answer. Write `scorers` for all fixtures, or for this one.';
    return [{ path: [], message }];
  }
  return all.flatMap((each) => missingPart(each, fixture) ?? []).slice(0, 1);
}

/** What a scorer needs of a fixture and does not find. */
function missingPart(scorer: ScorerSettings, fixture: Fixture): InputProblem | undefined {
  const { expected, label } = fixture;
  switch (scorer.kind) {
    case 'exact':
    case 'similar':
      return needs(
        typeof (scorer.expected ?? expected) === 'string',
        scorer.kind,
        'text',
        expected,
      );
    case 'contains': {
      const hasTexts = (scorer.all ?? scorer.any ?? scorer.none) !== undefined;
      return needs(hasTexts || typeof expected === 'string', scorer.kind, 'text', expected);
    }
    case 'number':
      return needs(typeof (scorer.expected ?? expected) === 'number', scorer.kind, 'number');
    case 'json':
      return needs(
        (scorer.expected === undefined ? expected : scorer.expected) !== undefined,
        scorer.kind,
        'value',
      );
    case 'label': {
      const words = scorer.labels.flatMap(({ name, also = [] }) => [name, ...also]);
      if (label === undefined) {
        return { path: [], message: 'The scorer `label` needs the class. Write it as `label`.' };
      }
      const message = `The scorer knows no class "${label}". Add it to \`labels\`, or correct it.`;
      return words.includes(label) ? undefined : { path: ['label'], message };
    }
    default:
      return undefined;
  }
}

function needs(
  isThere: boolean,
  kind: string,
  what: string,
  written?: unknown,
): InputProblem | undefined {
  const isUnquoted = typeof written === 'number' || typeof written === 'boolean';
  const hint = isUnquoted ? `Put it in quotes: "${written}".` : 'Write it as `expected`.';
  const message = `The scorer \`${kind}\` needs an expected ${what}. ${hint}`;
  return isThere ? undefined : { path: ['expected'], message };
}

function unseenClasses(
  fixtures: readonly PlacedFixture[],
  { minAccuracy, minRecall = {} }: Thresholds,
): InputProblem[] {
  if (fixtures.length === 0) return [];
  const labels = new Set(fixtures.flatMap(({ fixture: { label } }) => label ?? []));
  const unseen = Object.keys(minRecall).filter((label) => !labels.has(label));
  const noLabel: InputProblem[] =
    minAccuracy !== undefined && labels.size === 0
      ? [
          {
            path: ['thresholds', 'minAccuracy'],
            message: 'Accuracy needs fixtures with a `label`. Add labels, or take it out.',
          },
        ]
      : [];
  return [
    ...noLabel,
    ...unseen.map((label) => ({
      path: ['thresholds', 'minRecall', label],
      message: `No fixture has the label "${label}". Add some, or take it out.`,
    })),
  ];
}
