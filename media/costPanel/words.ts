const wholeNumber = new Intl.NumberFormat('en-US');

/** `1,204`. */
export function formatCount(n: number): string {
  return wholeNumber.format(n);
}

/** `1 call`, `1,204 calls`. */
export function count(n: number, noun: string): string {
  return `${wholeNumber.format(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** `1,204 in, 310 out`. */
export function describeTokens(input: number | undefined, output: number | undefined): string {
  if (input === undefined && output === undefined) return 'tokens unknown';
  const format = (n: number | undefined) => (n === undefined ? 'unknown' : wholeNumber.format(n));
  return `${format(input)} in, ${format(output)} out`;
}

/** `640 ms`, `2.1 s`, `1 min 5 s`. */
export function describeLatency(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export interface OutcomeWords {
  readonly text: string;
  readonly mood: 'good' | 'bad' | 'neutral';
}

const outcomes = new Map<string, OutcomeWords>([
  ['complete', { text: 'complete', mood: 'neutral' }],
  ['open', { text: 'not finished', mood: 'neutral' }],
  ['noCall', { text: 'no call made', mood: 'neutral' }],
  ['truncated', { text: 'truncated', mood: 'bad' }],
  ['cutOff', { text: 'cut off', mood: 'bad' }],
  ['refused', { text: 'refused', mood: 'bad' }],
  ['empty', { text: 'empty answer', mood: 'bad' }],
  ['failed', { text: 'failed', mood: 'bad' }],
  ['cancelled', { text: 'cancelled', mood: 'neutral' }],
  ['accepted', { text: 'accepted', mood: 'good' }],
  ['rejected', { text: 'rejected', mood: 'bad' }],
  ['undone', { text: 'undone', mood: 'bad' }],
  ['escalated', { text: 'escalated', mood: 'neutral' }],
  ['dismissed', { text: 'dismissed', mood: 'neutral' }],
]);

/** The words for an outcome. An unknown outcome is shown as it is. */
export function describeOutcome(outcome: string): OutcomeWords {
  return outcomes.get(outcome) ?? { text: outcome, mood: 'neutral' };
}

/** `15 %`, `0.4 %`. A share above 0 is never rounded to 0 %, nor one below 1 to 100 %. */
export function describeShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return percent < 0.1 ? 'under 0.1 %' : `${percent.toFixed(1)} %`;
  if (percent > 99 && percent < 100) return '99 %';
  return `${Math.round(percent)} %`;
}
