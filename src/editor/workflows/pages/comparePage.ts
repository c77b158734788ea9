import type { TierTrial } from '../../../execution/workflow/compare/compareTiers.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { describeVerdict, modelWords, secondsWords, spentWords } from './describeTrace.ts';
import { valueBlock } from './valueBlock.ts';
import { say } from '../../platform/say.ts';

/** Characters of an answer that fit into the table. Chosen by judgement. */
const longestAnswer = 160;

/** The answers of several tiers to one step, as Markdown: a column for each, then the answers that do not fit in it. */
export function comparePage(trials: readonly TierTrial[]): string {
  const row = (label: string, cell: (trial: TierTrial) => string): string =>
    `| ${[label, ...trials.map(cell)].join(' | ')} |`;
  return [
    [
      row('', ({ tier }) => escapeMarkdown(tier)),
      row('---', () => '---'),
      row(
        say('Model'),
        ({ trace }) => escapeMarkdown(modelWords(trace)) || say('no model was asked'),
      ),
      row(say('Answer'), shortAnswer),
      row(say('Gates'), gates),
      row(say('Tokens'), tokens),
      row(say('Cost'), ({ spent }) => spentWords(spent) || say('nothing')),
      row(say('Time'), ({ ms }) => secondsWords(ms)),
    ].join('\n'),
    ...trials.flatMap(section),
  ].join('\n\n');
}

function shortAnswer({ answer, problem }: TierTrial): string {
  if (answer === undefined) return escapeMarkdown(problem ?? say('none'));
  const line = textOf(answer).replaceAll(/\s+/g, ' ').trim();
  const short = line.length > longestAnswer ? `${line.slice(0, longestAnswer)}…` : line;
  return escapeMarkdown(short);
}

function textOf(answer: unknown): string {
  return typeof answer === 'string' ? answer : JSON.stringify(answer);
}

function gates({ trace }: TierTrial): string {
  const verdicts = trace.calls.flatMap((call) => call.verdicts);
  return verdicts.length > 0 ? verdicts.map(describeVerdict).join('; ') : say('the step has none');
}

/** The tokens of all calls, including those of judges. */
function tokens({ trace }: TierTrial): string {
  const used = trace.calls.map(({ ended }) => ended?.usage);
  if (used.length === 0) return '';
  if (used.some((usage) => usage === undefined)) return say('not reported');
  const sum = (key: 'inputTokens' | 'outputTokens') =>
    used.reduce((total, usage) => total + usage![key], 0);
  return say('{0} in, {1} out', sum('inputTokens'), sum('outputTokens'));
}

/** Nothing for an answer that the table shows whole. */
function section({ tier, answer }: TierTrial): string[] {
  if (answer === undefined) return [];
  const text = textOf(answer).trim();
  if (text.length <= longestAnswer && !/\n|\s{2}/.test(text)) return [];
  return [`## ${escapeMarkdown(tier)}`, valueBlock(answer)];
}
