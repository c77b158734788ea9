import { expect, test } from 'vitest';
import {
  countsWords,
  fixturePage,
  reportPage,
  reportStatus,
} from '../../../../src/editor/evaluation/results/reportPage.ts';
import { reportPlot } from '../../../../src/editor/evaluation/results/reportPlot.ts';
import { renderMarkdown } from '../../../../src/editor/platform/renderMarkdown.ts';
import { candidateOf } from '../../../support/trials.ts';
import { playedReport } from './playedReport.ts';

const balanced = { fast: (place: number) => place % 2 === 0 };

test('the page says what was found: verdicts, rates with intervals, cost, times, classes and failures', () => {
  const report = playedReport(balanced, { labelled: true });
  const page = reportPage(report);
  expect(reportStatus(report)).toMatch(
    /^balanced is the smallest that passes · \d+ of 90 calls · practice \$/,
  );
  expect(page).toMatch(
    /\| fast \| ✗ fails \| \d+ of \d+ \(\d+ to \d+ %\) \| \S+ \(\S+ to \S+\) \| \d+ % \(\d+ to \d+ %, n = \d+\) \|/,
  );
  expect(page).toMatch(/\| \*\*balanced\*\* \| ✓ passes \| (\d+) of \1 \(/);
  expect(page).toContain('| reasoning | not needed | – | – | – | – | – | – |');
  expect(page).toMatch(/practice \$0\.0+1\S* \(\$0\.0+1\S* to/);
  expect(page).toContain('0.01 s / 0.01 s | 0.10 s / 0.10 s');
  expect(page).toContain('- at least 80 % of the fixtures pass');
  expect(page).toMatch(/\| calm \| fast \| .* \| 0\.\d+ \|/);
  expect(page).toContain('practice money is not real money');
  expect(page).not.toContain('moved after the run');
  expect(countsWords(report)).toMatch(/^fast passes \d+ of \d+, balanced (\d+) of \1$/);
  expect(renderMarkdown(page)).toContain('<table>');
});

test('a column that nothing is known for is left out, and what the status says is not said again', () => {
  const report = playedReport(balanced);
  expect(reportPage(report)).toContain(
    '| Candidate | Verdict | Passes | Mean score | Cost a task |',
  );
  expect(reportPage(playedReport(balanced, { labelled: true }))).toContain('| Accuracy |');
  expect(report.explanation).toContain('balanced is the smallest that passes.');
  expect(reportPage(report)).not.toContain('smallest that passes');
});

test('thresholds that were moved after a run are named first', () => {
  const first = playedReport(balanced);
  const second = playedReport(balanced, { thresholds: { minPassRate: 0.4 }, earlier: [first] });
  expect(second.movedAfterRuns).toEqual([first.runId]);
  const page = reportPage(second, 'The judge was not checked against people.');
  expect(page).toMatch(/^\*\*The thresholds were moved after the run\.\*\* An earlier run/);
  expect(page.split('moved after the run')).toHaveLength(2);
  expect(page).toContain('The judge was not checked against people.');
});

test('what a model or a file says stays text', () => {
  const name = '<img src=x> [click](command:x) | more';
  const report = playedReport(balanced, { fast: name });
  const page = reportPage(report);
  expect(page).toContain(String.raw`| \<img src=x\> \[click\](command:x) \| more | ✗ fails |`);
  const html = renderMarkdown(page);
  expect(html).not.toMatch(/<img|<a /);
  expect(html).toContain('&lt;img src=x&gt; [click](command:x) | more');
});

test('the plot has a point for each measured candidate, with its intervals and the threshold', () => {
  const report = playedReport(balanced);
  const plot = reportPlot(report)!;
  expect(plot.points.map(({ label, kind }) => [label, kind])).toEqual([
    ['fast', 'front'],
    ['balanced', 'chosen'],
  ]);
  const [fast, chosen] = plot.points;
  expect(fast!.y.at).toBe(report.result.rows[0]!.passRate.value);
  expect(fast!.y.low).toBeLessThan(fast!.y.at);
  expect(fast!.y.high).toBeGreaterThan(fast!.y.at);
  expect(chosen!.x.at).toBeCloseTo(1 / 1.05, 2);
  expect(fast!.x.at).toBeCloseTo(chosen!.x.at / 10, 2);
  expect(plot.threshold).toEqual({ at: 0.8, label: 'threshold 80 %' });
  expect(plot.xTitle).toBe('Practice money a task');
  expect(plot.description).toContain('balanced: 100 % pass, for practice $');
});

test('where only some money is practice money, the points say so', () => {
  const paid = [candidateOf('fast', 1_000), candidateOf('balanced', 10_000, { simulated: true })];
  const plot = reportPlot(playedReport(balanced, { candidates: paid }))!;
  expect(plot.points.map(({ label }) => label)).toEqual(['fast', 'balanced (practice)']);
  expect(plot.xTitle).toBe('Cost of a task');
});

test('a run without a measured candidate has no plot, and says what came of it', () => {
  const report = playedReport({ fast: 'stuck', balanced: 'stuck', reasoning: 'stuck' });
  expect(reportPlot(report)).toBeUndefined();
  expect(reportPage(report)).toContain('The server is away.');
});

test('a fixture’s page has its trial on each candidate, with what each scorer says', () => {
  const report = playedReport(balanced, { labelled: true });
  const fixture = report.trials.find(
    ({ outcome }) => outcome.kind === 'scored' && !outcome.passed,
  )!;
  const { fixtureId, candidateId } = fixture;
  const text = 'Calm.\n```\n<b>';
  const page = fixturePage(report, fixtureId, [{ fixtureId, candidateId, text }]);
  expect(page).toContain('### The answer\n\n````text\nCalm.\n```\n<b>\n````');
  expect(page).toMatch(
    /## fast\n\nfast, f\d+: failed with 0\.00; practice \$\S+, first text 0\.01 s/,
  );
  expect(page).toContain('- label: **fail** with 0.00. It names another class.');
  expect(fixturePage(report, 'no such', [])).toContain('decided before');
});
