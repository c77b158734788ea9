import { inEnglish, type Say } from '../../routing/say.ts';
import type { LabelledAnswer } from '../scorers/judge/judgeAgreement.ts';
import { type Evaluation, scorersOf } from '../files/evaluation.ts';
import { type Agreement, agreementOf } from '../statistics/agreement.ts';
import type { Scored, Trial } from '../trial.ts';
import { factIn, linesIn } from './readFacts.ts';
import { factsPath } from './readReports.ts';

/** An answer that is kept, with what was said of it. */
export interface KeptAnswer {
  readonly fixtureId: string;
  readonly candidateId: string;
  readonly text: string;
  /** Undefined until it was scored. */
  readonly trial?: Trial;
}

/** The newest answer of each candidate to each fixture, or to one; in the order in which they came. */
export async function keptAnswers(
  folder: string,
  evaluation: string,
  fixtureId?: string,
): Promise<readonly KeptAnswer[]> {
  const byKey = new Map<string, KeptAnswer>();
  for await (const { text } of linesIn(factsPath(folder, evaluation))) {
    if (!text.startsWith('{"kind":"answered"') && !text.startsWith('{"kind":"tried"')) continue;
    const fact = factIn(text);
    if (fact?.kind === 'answered' && (fixtureId ?? fact.fixtureId) === fact.fixtureId) {
      const { fixtureId: of, candidateId, answer } = fact;
      byKey.set(fact.key, { fixtureId: of, candidateId, text: answer.text });
    }
    const before = fact?.kind === 'tried' ? byKey.get(fact.key) : undefined;
    if (fact?.kind === 'tried' && before) byKey.set(fact.key, { ...before, trial: fact.trial });
  }
  const newest = new Map(
    [...byKey.values()].map((each) => [`${each.candidateId}\n${each.fixtureId}`, each]),
  );
  return [...newest.values()];
}

/** What the judge says of an answer; undefined when none was asked. */
export function judgedAs({ trial }: KeptAnswer): Scored | undefined {
  if (trial?.outcome.kind !== 'scored') return undefined;
  return trial.outcome.results.find(({ scorer }) => scorer === 'judge')?.scored;
}

/** How far the judge of an evaluation agrees with people's labels. */
export interface JudgeCheck {
  /** On the labelled answers that it has judged. */
  readonly agreement: Agreement;
  readonly labelled: number;
}

export function hasJudge(evaluation: Evaluation): boolean {
  return evaluation.fixtures.some(({ id }) =>
    scorersOf(evaluation, id).some(({ kind }) => kind === 'judge'),
  );
}

/** Compares labels with what the judge said of the same answers in runs; makes no call. */
export function checkJudge(
  labels: readonly LabelledAnswer[],
  answers: readonly KeptAnswer[],
): JudgeCheck {
  const cases = labels.flatMap(({ fixture, answer, label: human }) => {
    const same = answers.find((each) => each.fixtureId === fixture.id && each.text === answer);
    const judged = same && judgedAs(same);
    if (judged?.kind !== 'scored') return [];
    return [{ human, judge: judged.passed ? 'good' : 'bad' }];
  });
  return { agreement: agreementOf(cases), labelled: labels.length };
}

/** The check in a sentence. @param labelling how to label answers, as a sentence */
export function describeJudgeCheck(
  check: JudgeCheck | undefined,
  labelling: string,
  say: Say = inEnglish,
): string {
  if (!check || check.labelled === 0) {
    return say('The judge was not checked against people. {0}', labelling);
  }
  const { value, low, high, cases } = check.agreement.raw;
  if (value === undefined) {
    return say(
      'Of {0} labelled answers, the judge has judged none in a run, so it is not checked. {1}',
      check.labelled,
      labelling,
    );
  }
  const percent = (share: number) => Math.round(100 * share);
  const agreed = say(
    'The judge agrees with people on {0} of {1} labelled answers: {2} % ({3} to {4} %, n = {1}).',
    Math.round(value * cases),
    cases,
    percent(value),
    percent(low),
    percent(high),
  );
  const unjudged = check.labelled - cases;
  return unjudged === 0 ? agreed : say('{0} It has not judged {1} more.', agreed, unjudged);
}
