import { type Report } from '../../../evaluation/report.ts';
import { type BatchOrder, openOrders } from '../../../evaluation/run/batches/batchOrder.ts';
import { factsPath, readReports } from '../../../evaluation/run/readReports.ts';
import { leasePathOf } from '../../../execution/workflow/journal/leasePath.ts';
import { isRunLeased } from '../../../execution/workflow/journal/runLease.ts';
import { keptAnswers } from '../../../evaluation/run/judgedAnswers.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import type { EvaluationFile } from '../files/readEvaluations.ts';
import { factsFolder } from './evaluationHost.ts';
import { judgeWords, labelNext } from './labelAnswers.ts';
import { fixturePage, reportPage, reportStatus } from './reportPage.ts';
import { reportPlot } from './reportPlot.ts';
import { say } from '../../platform/say.ts';

/** The newest report of an evaluation; undefined before its first run. */
export async function newestReport(
  { folder, name }: EvaluationFile,
  services: Pick<Services, 'storage'>,
): Promise<Report | undefined> {
  return (await readReports(factsFolder(services, folder), name)).at(-1);
}

/** The batch that a run of the developer has left; undefined when there is none, or a window has it. */
export async function leftBatch(
  { folder, name }: EvaluationFile,
  services: Pick<Services, 'storage'>,
): Promise<BatchOrder | undefined> {
  const facts = factsFolder(services, folder);
  const orders = await openOrders(facts, name);
  if (orders.length === 0 || isRunLeased(leasePathOf(factsPath(facts, name)))) return undefined;
  return orders.findLast(({ options }) => options.batch === 'developer');
}

/** What the pages of a report do beside showing it. */
export interface ReportActions {
  applyToPolicy(report: Report, file: EvaluationFile): void;
  open(file: EvaluationFile): void;
}

/** Opens the newest report of an evaluation. Rejects with HumanError before its first run. */
export async function showReport(
  file: EvaluationFile,
  services: Services,
  { applyToPolicy, open }: ReportActions,
): Promise<void> {
  const report = found(await newestReport(file, services), file);
  const { smallest } = report.result;
  const judge = await judgeWords(file, services);
  const label = () => void labelNext(file, services).catch(services.report.show);
  const apply = { label: say('Apply to Policy…'), run: () => applyToPolicy(report, file) };
  services.prose.show({
    id: `evaluation:${file.id}`,
    title: say('Evaluation: {0}', file.name),
    status: () => reportStatus(report),
    markdown: () => reportPage(report, judge),
    running: () => false,
    actions: () => [
      ...(smallest ? [apply] : []),
      ...(judge === undefined ? [] : [{ label: say('Check the Judge…'), run: label }]),
      { label: say('Open Evaluation'), run: () => open(file) },
    ],
    plot: () => reportPlot(report),
  });
}

/** Opens what the newest report knows of one fixture. Rejects with HumanError before the first run. */
export async function showFixture(
  file: EvaluationFile,
  fixtureId: string,
  services: Services,
): Promise<void> {
  const report = found(await newestReport(file, services), file);
  const answers = await keptAnswers(factsFolder(services, file.folder), file.name, fixtureId);
  services.prose.show({
    id: `evaluation:${file.id}#${fixtureId}`,
    title: say('Fixture: {0}', fixtureId),
    status: () => reportStatus(report),
    markdown: () => fixturePage(report, fixtureId, answers),
    running: () => false,
  });
}

function found(report: Report | undefined, { name }: EvaluationFile): Report {
  if (report) return report;
  throw new HumanError(say('The evaluation “{0}” has not run here yet. Run it first.', name), [
    { label: say('Evaluate…'), command: 'tierwise.evaluate' },
  ]);
}
