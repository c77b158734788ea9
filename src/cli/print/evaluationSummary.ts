import type { Row } from '../../evaluation/finder/result.ts';
import type { ScorerResult, Trial } from '../../evaluation/trial.ts';
import type { Evaluated, RunTotals } from '../evaluated.ts';
import { describeTotals, figuresOf, figureTitles } from './evaluationFigures.ts';

/** Failed fixtures that are shown for each candidate. GitHub takes 1 MiB of summary for a step. */
const shownFailures = 10;
/** Characters of one text. Chosen by judgement. */
const mostCharacters = 1_000;

/** What runs found, as Markdown for the page of a CI job. */
export function summaryOfEvaluations(evaluated: readonly Evaluated[], totals: RunTotals): string {
  return [
    '## Tierwise evaluations',
    '',
    ...evaluated.flatMap((each) => [...sectionOf(each), '']),
    `In all: ${inline(describeTotals(totals))}.`,
    '',
  ].join('\n');
}

const signs: Readonly<Record<Evaluated['end'], string>> = {
  proven: '✅',
  missed: '❌',
  undecided: '❔',
  interrupted: '⏹',
};

function sectionOf({ evaluation, end, why, leftOut, report, judge }: Evaluated): string[] {
  const head = [`### ${signs[end]} ${inline(evaluation.name)}`, '', inline(why)];
  const others = leftOut.map((each) => `- ${inline(each.name)} was left out: ${inline(each.why)}`);
  if (!report) return [...head, ...(others.length > 0 ? ['', ...others] : [])];
  const { rows } = report.result;
  return [
    ...head,
    '',
    inline(report.explanation),
    ...(judge ? ['', inline(judge.words)] : []),
    '',
    rowOf(Object.values(figureTitles)),
    rowOf(Object.values(figureTitles).map(() => '---')),
    ...rows.map((row) => rowOf(Object.values(figuresOf(row)).map(inline))),
    ...(others.length > 0 ? ['', ...others] : []),
    ...rows.flatMap((row) => failuresOf(row, report.trials)),
  ];
}

function failuresOf({ candidate }: Row, trials: readonly Trial[]): string[] {
  const failed = trials.flatMap(({ candidateId, fixtureId, outcome }) =>
    candidateId === candidate.id && outcome.kind === 'scored' && !outcome.passed
      ? [{ fixtureId, evidence: evidenceIn(outcome.results) }]
      : [],
  );
  if (failed.length === 0) return [];
  const more = failed.length - shownFailures;
  const what = failed.length === 1 ? '1 fixture fails' : `${failed.length} fixtures fail`;
  return [
    '',
    `<details><summary>${inline(candidate.name)}: ${what}</summary>`,
    '',
    rowOf(['fixture', 'why']),
    rowOf(['---', '---']),
    ...failed
      .slice(0, shownFailures)
      .map(({ fixtureId, evidence }) => rowOf([inline(fixtureId), inline(evidence)])),
    ...(more > 0 ? ['', `… and ${more} more.`] : []),
    '',
    '</details>',
  ];
}

function evidenceIn(results: readonly ScorerResult[]): string {
  const found = results.flatMap(({ scored }) =>
    scored.kind === 'scored' && !scored.passed ? [scored.evidence] : [],
  );
  return found[0] ?? 'It does not pass.';
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A text that Markdown and HTML leave as it is, on one line. It may quote what a model wrote. */
function inline(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim();
  const short = line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
  return short
    .replaceAll(/[\\`*_{}[\]#|~$@]/g, (sign) => `\\${sign}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
