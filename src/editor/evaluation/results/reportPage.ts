import { usualLatencyPercentile, type Thresholds } from '../../../evaluation/thresholds.ts';
import { explainResult } from '../../../evaluation/finder/explain.ts';
import type { FinderResult, Row, Times } from '../../../evaluation/finder/result.ts';
import { movedSentence, type Report } from '../../../evaluation/report.ts';
import type { KeptAnswer } from '../../../evaluation/run/judgedAnswers.ts';
import type { Estimate } from '../../../evaluation/statistics/binomial.ts';
import type { Trial } from '../../../evaluation/trial.ts';
import { moneyOfCandidate } from '../../../evaluation/candidate.ts';
import { describeAccounts, formatMoney } from '../../../routing/models/accounts.ts';
import { formatUsd } from '../../../routing/models/money.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { markdownTable } from '../../platform/markdownTable.ts';
import { seconds, shownCandidate, trialLine } from './fixtureStates.ts';
import { momentWords } from '../../platform/moments.ts';
import { say } from '../../platform/say.ts';

/** One line on a run: what it found, what it took, and when. */
export function reportStatus({ result, endedAtMs }: Report): string {
  return [
    findingWords(result),
    say('{0} of {1} calls', result.calls, result.gridCalls),
    describeAccounts(result.spent, say),
    momentWords(endedAtMs),
  ].join(' · ');
}

export function findingWords({ smallest, likely }: FinderResult): string {
  if (smallest) return say('{0} is the smallest that passes', smallest.candidate.name);
  if (likely) return say('{0} looks good, but that is not proven', likely.candidate.name);
  return say('no candidate passes');
}

/** What the steps of a workflow say of a report: `fast passes 48 of 50, balanced 50 of 50`. */
export function countsWords({ result }: Report): string {
  const tried = result.rows.filter(({ scored }) => scored > 0);
  const words = tried.map(({ candidate, passRate }, place) => {
    const passed = Math.round((passRate.value ?? 0) * passRate.cases);
    return place === 0
      ? say('{0} passes {1} of {2}', candidate.name, passed, passRate.cases)
      : say('{0} {1} of {2}', candidate.name, passed, passRate.cases);
  });
  return words.join(', ');
}

/**
 * A report as Markdown; the plot is drawn beside it.
 * @param judge how far the judge agrees with people; undefined without a judge
 */
export function reportPage(report: Report, judge?: string): string {
  const { movedAfterRuns, result, thresholds } = report;
  const measured = result.rows.filter(({ scored, stuck }) => scored + stuck > 0);
  const moved =
    movedAfterRuns.length === 0
      ? []
      : [
          `**${say(movedSentence)}** ${
            movedAfterRuns.length === 1
              ? say(
                  'An earlier run with other thresholds had shown results before these were written.',
                )
              : say(
                  '{0} earlier runs with other thresholds had shown results before these were written.',
                  movedAfterRuns.length,
                )
          }`,
        ];
  return [
    ...moved,
    // The page's status names the smallest that passes.
    escapeMarkdown(explainResult(result, { namesSmallest: false }, say)),
    ...(judge === undefined ? [] : [escapeMarkdown(judge)]),
    ...batchLines(report),
    candidateTable(result),
    say('## Thresholds'),
    thresholdLines(thresholds).join('\n'),
    ...classSections(measured),
    ...failures(report),
    ...(result.rows.some(({ candidate }) => candidate.simulated)
      ? [say('Practice models are not real models, and practice money is not real money.')]
      : []),
  ].join('\n\n');
}

const columns = [
  say('Candidate'),
  say('Verdict'),
  say('Passes'),
  say('Mean score'),
  say('Accuracy'),
  say('Cost a task'),
  say('First text p50 / p90'),
  say('Whole answer p50 / p90'),
];

/** Without the columns that nothing is known for. */
function candidateTable({ rows, smallest }: FinderResult): string {
  const table = rows.map((row) => cells(row, smallest?.candidate.id));
  const isKnown = columns.map((_, column) => table.some((row) => row[column] !== '–'));
  const known = (row: readonly string[]) => row.filter((_, column) => isKnown[column]);
  return markdownTable(known(columns), table.map(known));
}

/** What batches have brought, which cost less than the same in daily work. */
function batchLines({ trials, result }: Report): string[] {
  const brought = trials.filter(({ atOnce }) => atOnce !== undefined);
  if (brought.length === 0) return [];
  return [
    say(
      '{0} of {2} answers came by a batch, at a lower price and without a latency. The cost a task is what it takes in daily work; the run itself cost {1}.',
      brought.length,
      describeAccounts(result.spent, say),
      trials.length,
    ),
  ];
}

const verdicts: Readonly<Record<Row['verdict'], string>> = {
  passes: `✓ ${say('passes')}`,
  fails: `✗ ${say('fails')}`,
  unproven: say('not proven'),
  unfinished: say('not finished'),
  untried: say('not needed'),
};

function cells(row: Row, smallest: string | undefined): string[] {
  const { candidate, verdict, passRate, score, classes, cost, firstText, latency } = row;
  const name = escapeMarkdown(candidate.name);
  const passed = Math.round((passRate.value ?? 0) * passRate.cases);
  return [
    candidate.id === smallest ? `**${name}**` : name,
    verdicts[verdict],
    passRate.value === undefined
      ? '–'
      : say('{0} of {1} ({2})', passed, passRate.cases, rangeWords(passRate)),
    score.value === undefined
      ? '–'
      : say(
          '{0} ({1} to {2})',
          score.value.toFixed(2),
          score.low.toFixed(2),
          score.high.toFixed(2),
        ),
    classes ? shareWords(classes.accuracy) : '–',
    costWords(row, cost),
    timesWords(firstText),
    timesWords(latency),
  ];
}

function shareWords({ value, low, high, cases }: Estimate): string {
  if (value === undefined) return '–';
  return say('{0} % ({1}, n = {2})', Math.round(100 * value), rangeWords({ low, high }), cases);
}

function rangeWords({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  return say('{0} to {1} %', Math.round(100 * low), Math.round(100 * high));
}

function costWords({ candidate, scored }: Row, { value, low, high }: Estimate): string {
  if (scored === 0) return '–';
  if (value === undefined) return say('unknown');
  const range = Number.isFinite(high)
    ? ' ' + say('({0} to {1})', formatUsd(Math.round(low)), formatUsd(Math.round(high)))
    : '';
  return `${formatMoney(moneyOfCandidate(candidate), Math.round(value), say)}${range}`;
}

function timesWords({ p50, p90 }: Times): string {
  const words = ({ value }: Estimate) => (value === undefined ? say('unknown') : seconds(value));
  return p50.cases === 0 ? '–' : `${words(p50)} / ${words(p90)}`;
}

function thresholdLines(thresholds: Thresholds): string[] {
  const {
    minAccuracy,
    minRecall = {},
    minPassRate,
    minScore,
    maxLatencyMs,
    maxCostUsd,
  } = thresholds;
  const { latencyPercentile = usualLatencyPercentile, tolerance = 0 } = thresholds;
  const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
  const line = (value: number | undefined, words: (value: number) => string) =>
    value === undefined ? [] : [`- ${words(value)}`];
  return [
    ...line(minAccuracy, (share) => say('at least {0} of the classes right', percent(share))),
    ...Object.entries(minRecall).map(([label, share]) =>
      say('- at least {0} of {1} recognised', percent(share), escapeMarkdown(label)),
    ),
    ...line(minPassRate, (share) => say('at least {0} of the fixtures pass', percent(share))),
    ...line(minScore, (score) => say('a mean score of at least {0}', score)),
    ...line(maxLatencyMs, (ms) =>
      say('{0} % of the answers within {1}', latencyPercentile, seconds(ms)),
    ),
    ...line(maxCostUsd, (usd) => say('at most {0} a task on average', `$${usd}`)),
    ...(tolerance > 0 ? [say('- a candidate may miss them by {0}', percent(tolerance))] : []),
  ];
}

function classSections(rows: readonly Row[]): string[] {
  const lines = rows.flatMap(({ candidate, classes }) =>
    (classes?.classes ?? []).map(({ label, recall, precision, f1 }) => [
      escapeMarkdown(label),
      escapeMarkdown(candidate.name),
      shareWords(recall),
      shareWords(precision),
      f1 === undefined ? '–' : f1.toFixed(2),
    ]),
  );
  if (lines.length === 0) return [];
  const sorted = lines.toSorted(([one = ''], [other = '']) => one.localeCompare(other));
  return [
    say('## Classes'),
    markdownTable([say('Class'), say('Candidate'), say('Recall'), say('Precision'), 'F1'], sorted),
  ];
}

/** Chosen by judgement: more are in the Test Explorer. */
const mostFailures = 20;

/** The fixtures that do not pass on the candidate that the run chose. */
function failures({ result, trials, candidates }: Report): string[] {
  const shown = shownCandidate(result);
  const candidate = candidates.find(({ id }) => id === shown);
  const failed = trials.filter(
    ({ candidateId, outcome }) =>
      candidateId === shown && (outcome.kind === 'couldNotRun' || !outcome.passed),
  );
  if (!candidate || failed.length === 0) return [];
  const more = failed.length - mostFailures;
  return [
    say('## What does not pass on {0}', escapeMarkdown(candidate.name)),
    failed.slice(0, mostFailures).map(failureLine).join('\n'),
    ...(more > 0 ? [say('{0} more are in the Test Explorer.', more)] : []),
  ];
}

function failureLine({ fixtureId, outcome }: Trial): string {
  const why =
    outcome.kind === 'couldNotRun'
      ? outcome.why
      : outcome.results
          .flatMap(({ scored }) =>
            scored.kind === 'scored' && !scored.passed ? [scored.evidence] : [],
          )
          .join(' ');
  return `- ${escapeMarkdown(fixtureId)}: ${escapeMarkdown(why.replaceAll(/\s+/g, ' '))}`;
}

/** A text as it is, whatever fences it has. */
export function answerBlock(text: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return `${fence}text\n${text}\n${fence}`;
}

/**
 * Everything that the newest report knows of one fixture, as Markdown.
 * @param answers those to the fixture that are kept
 */
export function fixturePage(
  { trials, candidates }: Report,
  fixtureId: string,
  answers: readonly KeptAnswer[],
): string {
  const sections = candidates.flatMap((candidate) => {
    const own = trials.filter(
      (each) => each.candidateId === candidate.id && each.fixtureId === fixtureId,
    );
    return own.map((trial) =>
      [
        `## ${escapeMarkdown(candidate.name)}`,
        escapeMarkdown(trialLine(trial, candidate)),
        ...scorerLines(trial),
        ...answers
          .filter(({ candidateId }) => candidateId === candidate.id)
          .flatMap(({ text }) => [say('### The answer'), answerBlock(text)]),
      ].join('\n\n'),
    );
  });
  if (sections.length > 0) return sections.join('\n\n');
  return say('No candidate was asked about this fixture in the last run: it was decided before.');
}

function scorerLines({ outcome }: Trial): string[] {
  if (outcome.kind === 'couldNotRun') return [];
  const lines = outcome.results.map(({ scorer, scored }) =>
    scored.kind === 'couldNotRun'
      ? say('- {0} could not run: {1}', escapeMarkdown(scorer), escapeMarkdown(scored.why))
      : say(
          '- {0}: {1} with {2}. {3}',
          escapeMarkdown(scorer),
          scored.passed ? say('pass') : say('**fail**'),
          scored.score.toFixed(2),
          escapeMarkdown(scored.evidence),
        ),
  );
  return [lines.join('\n')];
}
