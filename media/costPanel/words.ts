import { toSay } from '../../src/routing/say.ts';
import { formatCount, say } from '../tree/say.ts';

const nouns = {
  answer: [toSay('1 answer'), toSay('{0} answers')],
  call: [toSay('1 call'), toSay('{0} calls')],
  callOfUnknownCost: [toSay('1 call of unknown cost'), toSay('{0} calls of unknown cost')],
  request: [toSay('1 request'), toSay('{0} requests')],
} as const;

/** `1 call`, `1,204 calls`. */
export function count(n: number, noun: keyof typeof nouns): string {
  const [one, many] = nouns[noun];
  return n === 1 ? say(one) : say(many, formatCount(n));
}

/** `1,204 in, 310 out`. */
export function describeTokens(input: number | undefined, output: number | undefined): string {
  if (input === undefined && output === undefined) return say('tokens unknown');
  const format = (n: number | undefined) => (n === undefined ? say('unknown') : formatCount(n));
  return say('{0} in, {1} out', format(input), format(output));
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
  ['complete', { text: toSay('complete'), mood: 'neutral' }],
  ['open', { text: toSay('not finished'), mood: 'neutral' }],
  ['noCall', { text: toSay('no call made'), mood: 'neutral' }],
  ['truncated', { text: toSay('truncated'), mood: 'bad' }],
  ['cutOff', { text: toSay('cut off'), mood: 'bad' }],
  ['refused', { text: toSay('refused'), mood: 'bad' }],
  ['empty', { text: toSay('empty answer'), mood: 'bad' }],
  ['failed', { text: toSay('failed'), mood: 'bad' }],
  ['cancelled', { text: toSay('cancelled'), mood: 'neutral' }],
  ['accepted', { text: toSay('accepted'), mood: 'good' }],
  ['rejected', { text: toSay('rejected'), mood: 'bad' }],
  ['undone', { text: toSay('undone'), mood: 'bad' }],
  ['escalated', { text: toSay('escalated'), mood: 'neutral' }],
  ['dismissed', { text: toSay('dismissed'), mood: 'neutral' }],
]);

/** The words for an outcome. An unknown outcome is shown as it is. */
export function describeOutcome(outcome: string): OutcomeWords {
  const { text, mood } = outcomes.get(outcome) ?? { text: outcome, mood: 'neutral' };
  return { text: say(text), mood };
}

/** `15 %`, `0.4 %`. A share above 0 is never rounded to 0 %, nor one below 1 to 100 %. */
export function describeShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1)
    return percent < 0.1 ? say('under 0.1 %') : `${percent.toFixed(1)} %`;
  if (percent > 99 && percent < 100) return '99 %';
  return `${Math.round(percent)} %`;
}
