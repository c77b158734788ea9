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

/** One line on a run: what it found, what it took, and when. */
export function reportStatus({ result, endedAtMs }: Report): string {
  return [
    findingWords(result),
    `${result.calls} of ${result.gridCalls} calls`,
    describeAccounts(result.spent),
    new Date(endedAtMs).toLocaleString(),
  ].join(' · ');
}

export function findingWords({ smallest, likely }: FinderResult): string {
  if (smallest) return `${smallest.candidate.name} is the smallest that passes`;
  if (likely) return `${likely.candidate.name} looks good, but that is not proven`;
  return 'no candidate passes';
}

/** What the steps of a workflow say of a report: `fast passes 48 of 50, balanced 50 of 50`. */
export function countsWords({ result }: Report): string {
  const tried = result.rows.filter(({ scored }) => scored > 0);
  return tried
    .map(({ candidate, passRate }, place) => {
      const passed = Math.round((passRate.value ?? 0) * passRate.cases);
      return `${candidate.name} ${place === 0 ? 'passes ' : ''}${passed} of ${passRate.cases}`;
    })
    .join(', ');
}

/**
 * A report as Markdown; the plot is drawn beside it.
 * @param judge how far the judge agrees with people; undefined without a judge
 */
export function reportPage(report: Report, judge?: string): string {
  const { movedAfterRuns, result, thresholds } = report;
  const { rows } = result;
  const measured = rows.filter(({ scored, stuck }) => scored + stuck > 0);
  const moved =
    movedAfterRuns.length === 0
      ? []
      : [
          `**${movedSentence}** ${movedAfterRuns.length === 1 ? 'An earlier run' : `${movedAfterRuns.length} earlier runs`} with other thresholds had shown results before these were written.`,
        ];
  return [
    ...moved,
    // The page's status names the smallest that passes.
    escapeMarkdown(explainResult(result, { namesSmallest: false })),
    ...(judge === undefined ? [] : [escapeMarkdown(judge)]),
    ...batchLines(report),
    candidateTable(result),
    '## Thresholds',
    thresholdLines(thresholds).join('\n'),
    ...classSections(measured),
    ...failures(report),
    ...(rows.some(({ candidate }) => candidate.simulated)
      ? ['Practice models are not real models, and practice money is not real money.']
      : []),
  ].join('\n\n');
}

const columns = [
  'Candidate',
  'Verdict',
  'Passes',
  'Mean score',
  'Accuracy',
  'Cost a task',
  'First text p50 / p90',
  'Whole answer p50 / p90',
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
  const of = `${brought.length} of ${trials.length} answers`;
  return [
    `${of} came by a batch, at a lower price and without a latency. The cost a task is what it takes in daily work; the run itself cost ${describeAccounts(result.spent)}.`,
  ];
}

const verdicts: Readonly<Record<Row['verdict'], string>> = {
  passes: '✓ passes',
  fails: '✗ fails',
  unproven: 'not proven',
  unfinished: 'not finished',
  untried: 'not needed',
};

function cells(row: Row, smallest: string | undefined): string[] {
  const { candidate, verdict, passRate, score, classes, cost, firstText, latency } = row;
  const name = escapeMarkdown(candidate.name);
  const passed = Math.round((passRate.value ?? 0) * passRate.cases);
  return [
    candidate.id === smallest ? `**${name}**` : name,
    verdicts[verdict],
    passRate.value === undefined ? '–' : `${passed} of ${passRate.cases} (${rangeWords(passRate)})`,
    score.value === undefined
      ? '–'
      : `${score.value.toFixed(2)} (${score.low.toFixed(2)} to ${score.high.toFixed(2)})`,
    classes ? shareWords(classes.accuracy) : '–',
    costWords(row, cost),
    timesWords(firstText),
    timesWords(latency),
  ];
}

function shareWords({ value, low, high, cases }: Estimate): string {
  if (value === undefined) return '–';
  return `${Math.round(100 * value)} % (${rangeWords({ low, high })}, n = ${cases})`;
}

function rangeWords({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  return `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
}

function costWords({ candidate, scored }: Row, { value, low, high }: Estimate): string {
  if (scored === 0) return '–';
  if (value === undefined) return 'unknown';
  const range = Number.isFinite(high)
    ? ` (${formatUsd(Math.round(low))} to ${formatUsd(Math.round(high))})`
    : '';
  return `${formatMoney(moneyOfCandidate(candidate), Math.round(value))}${range}`;
}

function timesWords({ p50, p90 }: Times): string {
  const words = ({ value }: Estimate) => (value === undefined ? 'unknown' : seconds(value));
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
    ...line(minAccuracy, (share) => `at least ${percent(share)} of the classes right`),
    ...Object.entries(minRecall).map(
      ([label, share]) => `- at least ${percent(share)} of ${escapeMarkdown(label)} recognised`,
    ),
    ...line(minPassRate, (share) => `at least ${percent(share)} of the fixtures pass`),
    ...line(minScore, (score) => `a mean score of at least ${score}`),
    ...line(maxLatencyMs, (ms) => `${latencyPercentile} % of the answers within ${seconds(ms)}`),
    ...line(maxCostUsd, (usd) => `at most $${usd} a task on average`),
    ...(tolerance > 0 ? [`- a candidate may miss them by ${percent(tolerance)}`] : []),
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
  return ['## Classes', markdownTable(['Class', 'Candidate', 'Recall', 'Precision', 'F1'], sorted)];
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
    `## What does not pass on ${escapeMarkdown(candidate.name)}`,
    failed.slice(0, mostFailures).map(failureLine).join('\n'),
    ...(more > 0 ? [`${more} more are in the Test Explorer.`] : []),
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
          .flatMap(({ text }) => ['### The answer', answerBlock(text)]),
      ].join('\n\n'),
    );
  });
  if (sections.length > 0) return sections.join('\n\n');
  return 'No candidate was asked about this fixture in the last run: it was decided before.';
}

function scorerLines({ outcome }: Trial): string[] {
  if (outcome.kind === 'couldNotRun') return [];
  const lines = outcome.results.map(({ scorer, scored }) =>
    scored.kind === 'couldNotRun'
      ? `- ${escapeMarkdown(scorer)} could not run: ${escapeMarkdown(scored.why)}`
      : `- ${escapeMarkdown(scorer)}: ${scored.passed ? 'pass' : '**fail**'} with ${scored.score.toFixed(2)}. ${escapeMarkdown(scored.evidence)}`,
  );
  return [lines.join('\n')];
}
