import { type Estimate, shareEstimate } from './binomial.ts';

/** How far a judge agrees with people. */
export interface Agreement {
  /** The share of cases with the same label. */
  readonly raw: Estimate;
  /**
   * Cohen's kappa: agreement beyond chance, 1 at most. Its value is undefined when both give one and the
   * same label to everything, because then chance explains all.
   */
  readonly kappa: Estimate;
}

/**
 * The interval of kappa is the exact one of the raw agreement, seen from the observed agreement by chance.
 * The usual one from a standard error has no width when all cases agree, however few they are.
 */
export function agreementOf(
  cases: readonly { readonly judge: string; readonly human: string }[],
): Agreement {
  const count = cases.length;
  const agreed = cases.filter(({ judge, human }) => judge === human).length;
  const raw = shareEstimate(agreed, count);
  const labels = new Set(cases.flatMap(({ judge, human }) => [judge, human]));
  const chance = [...labels].reduce((sum, label) => {
    const byJudge = cases.filter(({ judge }) => judge === label).length;
    const byHuman = cases.filter(({ human }) => human === label).length;
    return sum + (byJudge / count) * (byHuman / count);
  }, 0);
  if (raw.value === undefined || chance === 1) {
    return { raw, kappa: { low: -1, high: 1, cases: count } };
  }
  const beyond = (share: number) => Math.max(-1, (share - chance) / (1 - chance));
  return {
    raw,
    kappa: {
      value: beyond(raw.value),
      low: beyond(raw.low),
      high: beyond(raw.high),
      cases: count,
    },
  };
}
