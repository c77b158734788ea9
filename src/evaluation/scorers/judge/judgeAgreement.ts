import type { Fixture } from '../../fixture.ts';
import { type Agreement, agreementOf } from '../../statistics/agreement.ts';
import { type Estimate, shareEstimate, signTest } from '../../statistics/binomial.ts';
import type { JudgeOpinion } from './askJudge.ts';

/** An answer to a fixture with a person's word on it. */
export interface LabelledAnswer {
  readonly fixture: Fixture;
  readonly answer: string;
  readonly label: 'good' | 'bad';
  /** What is particular about the answer, such as `wrong by one detail`. */
  readonly tags?: readonly string[];
}

/** How far a judge agrees with the people who labelled answers. */
export interface JudgeAgreement {
  /** Of the answers on which the judge had an opinion. */
  readonly agreement: Agreement;
  /** The share of all answers with the label that people gave: no opinion does not agree. */
  readonly overall: Estimate;
  /** Of the bad answers with an opinion, the share that the judge passes. */
  readonly wrongPasses: Estimate;
  /** Of the good answers with an opinion, the share that it fails. */
  readonly wrongFails: Estimate;
  /** The share of answers on which its verdict depends on which text comes first. */
  readonly changedMinds: Estimate;
  /** Of the changed minds, the share that passes the answer where it comes first. */
  readonly favoursFirst: Estimate;
  /** The probability of so uneven a split for a judge that favours no place. */
  readonly placePValue: number;
  /** Why there was no score, with the number of answers, the most frequent reason first. */
  readonly withoutScore: readonly { readonly why: string; readonly answers: number }[];
  readonly byTag: readonly { readonly tag: string; readonly overall: Estimate }[];
}

/** Asks a judge about answers that people have labelled, one after the other. */
export async function judgeAgreement(
  pairs: readonly LabelledAnswer[],
  judge: (pair: LabelledAnswer) => Promise<JudgeOpinion>,
): Promise<JudgeAgreement> {
  const heard: HeardAnswer[] = [];
  for (const pair of pairs) heard.push({ pair, opinion: await judge(pair) });
  return agreementWith(heard);
}

/** An answer with what people and the judge say of it. */
export interface HeardAnswer {
  readonly pair: LabelledAnswer;
  readonly opinion: JudgeOpinion;
}

function agreementWith(heard: readonly HeardAnswer[]): JudgeAgreement {
  const cases = heard.flatMap(({ pair, opinion }) =>
    opinion.kind === 'opinion'
      ? [{ human: pair.label, judge: opinion.passed ? 'good' : 'bad' }]
      : [],
  );
  const wrongOf = (label: LabelledAnswer['label']) => {
    const own = cases.filter(({ human }) => human === label);
    return shareEstimate(own.filter((each) => each.judge !== label).length, own.length);
  };
  const changed = heard.flatMap(({ opinion }) => (opinion.kind === 'changedMind' ? opinion : []));
  const first = changed.filter((each) => each.first > each.last).length;
  return {
    agreement: agreementOf(cases),
    overall: overallOf(heard),
    wrongPasses: wrongOf('bad'),
    wrongFails: wrongOf('good'),
    changedMinds: shareEstimate(changed.length, heard.length),
    favoursFirst: shareEstimate(first, changed.length),
    placePValue: signTest(first, changed.length - first),
    withoutScore: reasons(heard),
    byTag: [...new Set(heard.flatMap(({ pair }) => pair.tags ?? []))].map((tag) => ({
      tag,
      overall: overallOf(heard.filter(({ pair }) => pair.tags?.includes(tag))),
    })),
  };
}

function overallOf(heard: readonly HeardAnswer[]): Estimate {
  const agreed = heard.filter(
    ({ pair, opinion }) => opinion.kind === 'opinion' && opinion.passed === (pair.label === 'good'),
  );
  return shareEstimate(agreed.length, heard.length);
}

function reasons(heard: readonly HeardAnswer[]): JudgeAgreement['withoutScore'] {
  const all = heard.flatMap(({ opinion }) => (opinion.kind === 'none' ? opinion.why : []));
  return [...Map.groupBy(all, (why) => why)]
    .map(([why, group]) => ({ why, answers: group.length }))
    .toSorted((a, b) => b.answers - a.answers);
}
