import { newEvaluationText } from '../../../evaluation/collect/newEvaluation.ts';
import { type CaseParts, newFile } from './addCases.ts';
import { askNewEvaluation, askSubject, stepForm } from './askEvaluation.ts';
import { proposeFiles } from './proposeFile.ts';
import { say } from '../../platform/say.ts';

const title = say('Tierwise: New Evaluation');

/** Asks what is evaluated and what a model must reach, and writes a file that explains itself. */
export async function newEvaluation({ evaluations, workflows }: CaseParts): Promise<void> {
  const placeHolder = say(
    'For which work do you want to know the smallest model that is good enough?',
  );
  const subject = await askSubject(workflows.files, { title, placeHolder });
  if (!subject) return;
  const suggested = subject.kind === 'step' ? subject.step : subject.taskType;
  const asked = await askNewEvaluation(title, evaluations.files, suggested);
  if (!asked) return;
  const step = await stepForm(subject, workflows.files);
  const { thresholds, uri } = asked;
  const text = newEvaluationText({
    subject,
    thresholds,
    ...(step && { step }),
    fixtures: { kind: 'example' },
  });
  await proposeFiles(say('New evaluation'), [newFile(uri, text, [])]);
}
