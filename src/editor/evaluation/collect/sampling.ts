import { fixtureProblem } from '../../../evaluation/collect/checkFixture.ts';
import type {
  Collected,
  CollectedFiles,
  Collection,
} from '../../../evaluation/collect/collected.ts';
import { scrubbed } from '../../../evaluation/collect/scrub.ts';
import type { Answer } from '../../answers/answer.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { WorkflowRun } from '../../workflows/workflowRuns.ts';
import { answerCase, betterAnswer, outcomeTag } from './answerCase.ts';
import type { Case } from './case.ts';
import type { CollectingParts } from './collectingParts.ts';
import { privateAmong } from './confirmKeeping.ts';
import { hiddenHere } from './hiddenHere.ts';
import { askedSteps, stepCase } from './stepCase.ts';

export interface SamplingParts extends CollectingParts {
  readonly files: CollectedFiles;
}

/** What the collection holds afterwards; undefined when no sample was taken, `gone` when its file was deleted. */
type Taken = Collected | 'gone' | undefined;

/** Keeps what became of an answer, and gives earlier answers to the same question the better one. */
export async function sampleAnswer(
  answer: Answer,
  { id }: Collection,
  parts: SamplingParts,
): Promise<Taken> {
  const { all } = parts.answers;
  const earlier = all.filter((each) => betterAnswer(each, all) === answer);
  const isRead = answer.task.answerKind !== 'edit';
  const known = (await parts.files.read(id))?.samples.map(({ key }) => key) ?? [];
  let taken: Taken;
  for (const each of [...earlier.filter((one) => known.includes(one.id)), answer]) {
    if (outcomeTag(each) === undefined && !isRead) continue;
    taken = (await keep(each.id, answerCase(each, all, false), { id, parts })) ?? taken;
    if (taken === 'gone') return taken;
  }
  return taken;
}

/** Keeps what a step of a run was given and what it gave; a run that cannot tell is passed over. */
export async function sampleRun(
  run: WorkflowRun,
  { id, subject }: Collection,
  parts: SamplingParts,
): Promise<Taken> {
  let taken: Taken;
  for (const step of askedSteps(run)) {
    if (subject.kind !== 'step' || step.name !== subject.step) continue;
    try {
      const found = await stepCase(run, step, { isGood: true, parts });
      // Nobody has said yet that it is good.
      const untagged = { ...found, fixture: { ...found.fixture, tags: [] } };
      taken = (await keep(`${run.trace.runId}#${step.id}`, untagged, { id, parts })) ?? taken;
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      parts.report.log.info(`No case was collected of ${step.id}. ${error.message}`);
    }
    if (taken === 'gone') return taken;
  }
  return taken;
}

/** Private files are never collected, and nothing touches the disk before it is scrubbed. */
async function keep(
  key: string,
  { subject, fixture: written, files }: Case,
  { id, parts }: { readonly id: string; readonly parts: SamplingParts },
): Promise<Taken> {
  if ((await privateAmong(files)).length > 0) return undefined;
  const { value: fixture } = scrubbed(written, await hiddenHere(parts));
  const problem = fixtureProblem(fixture, subject);
  if (problem !== undefined) {
    parts.report.log.info(`A case was not collected. ${problem}`);
    return undefined;
  }
  return (await parts.files.add(id, { key, atMs: Date.now(), fixture })) ?? 'gone';
}
