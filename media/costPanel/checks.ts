import type { GateRow, PanelReport } from '../../src/protocol/costPanel.ts';
import { amount, bar, isWhollyUnknown, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { describeLatency, describeShare } from './words.ts';
import { formatCount, say } from '../tree/say.ts';

/** Shows escalations, speed, what judging, classifying and evaluating cost, and the pass rate of each gate. */
export function checksSection(report: PanelReport): TreeElement | undefined {
  const facts = [
    ...escalationFact(report),
    ...latencyFact(report),
    ...costFact(say('Judges'), report.judges, report.total.nanoUsd),
    ...costFact(say('Recognising the task type'), report.classifier, report.total.nanoUsd),
    ...costFact(say('Evaluation'), report.evaluation, report.total.nanoUsd),
  ];
  if (facts.length === 0 && report.gates.length === 0) return undefined;
  return element(
    'section',
    { class: 'checks', 'aria-labelledby': 'checks', 'data-key': 'checks' },
    element(
      'h2',
      { id: 'checks' },
      say('Checks and speed'),
      ' ',
      practiceBadge(report.total.simulated),
    ),
    facts.length > 0 && element('dl', { class: 'facts-list' }, facts),
    report.gates.length > 0 && gateTable(report.gates),
  );
}

function fact(term: string, ...words: TreeNode[]): TreeElement {
  return element('div', {}, element('dt', {}, term), element('dd', {}, words));
}

function escalationFact({ escalation: { requests, escalated } }: PanelReport): TreeElement[] {
  if (requests === 0) return [];
  const share = describeShare(escalated / requests);
  return [
    fact(
      say('Escalated'),
      say('{0}, {1} of {2}', share, formatCount(escalated), formatCount(requests)),
    ),
  ];
}

function latencyFact({ latency: { medianMs, p90Ms, answers } }: PanelReport): TreeElement[] {
  if (medianMs === undefined || p90Ms === undefined) return [];
  const [median, p90] = [describeLatency(medianMs), describeLatency(p90Ms)];
  return [
    fact(say('Median time'), answers > 1 ? say('{0}, 90 % within {1}', median, p90) : median),
  ];
}

function costFact(
  term: string,
  { attempts, nanoUsd, estimatedNanoUsd, unknownAttempts }: PanelReport['judges'],
  total: number,
): TreeElement[] {
  if (attempts === 0) return [];
  if (isWhollyUnknown({ nanoUsd, unknownAttempts })) {
    return [fact(term, say('cost unknown'))];
  }
  const share = total === 0 ? '' : say(', {0} of the cost', describeShare(nanoUsd / total));
  const unknown =
    unknownAttempts === 0
      ? ''
      : unknownAttempts === 1
        ? say(', 1 call unknown')
        : say(', {0} calls unknown', formatCount(unknownAttempts));
  return [fact(term, amount(nanoUsd, estimatedNanoUsd > 0 ? '≈ ' : ''), share + unknown)];
}

function gateTable(gates: readonly GateRow[]): TreeElement {
  const someDidNotRun = gates.some(({ couldNotRun }) => couldNotRun > 0);
  const head = (text: string) => element('th', { scope: 'col', class: 'number' }, text);
  return element(
    'table',
    { class: 'gates' },
    element('caption', { class: 'spoken' }, say('Pass rate of each check')),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, say('Check')),
        head(say('Judged')),
        someDidNotRun && head(say('Not run')),
        head(say('Passed')),
      ),
    ),
    element(
      'tbody',
      {},
      gates.map((row) => gateRow(row, someDidNotRun)),
    ),
  );
}

function gateRow({ gate, pass, fail, couldNotRun }: GateRow, someDidNotRun: boolean): TreeElement {
  const judged = pass + fail;
  const number = (text: string) => element('td', { class: 'number' }, text);
  return element(
    'tr',
    { 'data-label': gate },
    element(
      'th',
      { scope: 'row' },
      element('div', { class: 'label', title: gate }, gate),
      bar(judged === 0 ? 0 : pass / judged),
    ),
    number(formatCount(judged)),
    someDidNotRun && number(formatCount(couldNotRun)),
    number(judged === 0 ? '–' : describeShare(pass / judged)),
  );
}
