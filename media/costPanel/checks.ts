import type { GateRow, PanelReport } from '../../src/protocol/costPanel.ts';
import { amount, bar, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { count, describeLatency, describeShare, formatCount } from './words.ts';

/** Shows escalations, speed, what judging, classifying and evaluating cost, and the pass rate of each gate. */
export function checksSection(report: PanelReport): TreeElement | undefined {
  const facts = [
    ...escalationFact(report),
    ...latencyFact(report),
    ...costFact('Judges', report.judges, report.total.nanoUsd),
    ...costFact('Recognising the task type', report.classifier, report.total.nanoUsd),
    ...costFact('Evaluation', report.evaluation, report.total.nanoUsd),
  ];
  if (facts.length === 0 && report.gates.length === 0) return undefined;
  return element(
    'section',
    { class: 'checks', 'aria-labelledby': 'checks', 'data-key': 'checks' },
    element('h2', { id: 'checks' }, 'Checks and speed ', practiceBadge(report.total.simulated)),
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
  return [fact('Escalated', `${share}, ${formatCount(escalated)} of ${formatCount(requests)}`)];
}

function latencyFact({ latency: { medianMs, p90Ms, answers } }: PanelReport): TreeElement[] {
  if (medianMs === undefined || p90Ms === undefined) return [];
  const p90 = answers > 1 ? `, 90 % within ${describeLatency(p90Ms)}` : '';
  return [fact('Median time', `${describeLatency(medianMs)}${p90}`)];
}

function costFact(
  term: string,
  { attempts, nanoUsd, estimatedNanoUsd, unknownAttempts }: PanelReport['judges'],
  total: number,
): TreeElement[] {
  if (attempts === 0) return [];
  if (unknownAttempts === attempts) return [fact(term, 'cost unknown')];
  const share = total === 0 ? '' : `, ${describeShare(nanoUsd / total)} of the cost`;
  const unknown = unknownAttempts === 0 ? '' : `, ${count(unknownAttempts, 'call')} unknown`;
  return [fact(term, amount(nanoUsd, estimatedNanoUsd > 0 ? '≈ ' : ''), share + unknown)];
}

function gateTable(gates: readonly GateRow[]): TreeElement {
  const someDidNotRun = gates.some(({ couldNotRun }) => couldNotRun > 0);
  const head = (text: string) => element('th', { scope: 'col', class: 'number' }, text);
  return element(
    'table',
    { class: 'gates' },
    element('caption', { class: 'spoken' }, 'Pass rate of each check'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'Check'),
        head('Judged'),
        someDidNotRun && head('Not run'),
        head('Passed'),
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
