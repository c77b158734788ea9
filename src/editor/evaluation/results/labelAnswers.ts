import * as vscode from 'vscode';
import { labelsFile, readLabels } from '../../../evaluation/files/readLabels.ts';
import { withLabel } from '../../../evaluation/files/writeLabel.ts';
import {
  checkJudge,
  describeJudgeCheck,
  hasJudge,
  judgedAs,
  type KeptAnswer,
  keptAnswers,
} from '../../../evaluation/run/judgedAnswers.ts';
import type { LabelledAnswer } from '../../../evaluation/scorers/judge/judgeAgreement.ts';
import { currentText } from '../../platform/currentText.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import { editFile } from '../../writing/editFile.ts';
import type { EvaluationFile } from '../files/readEvaluations.ts';
import { factsFolder } from './evaluationHost.ts';
import { answerBlock } from './reportPage.ts';
import { say } from '../../platform/say.ts';

/** How far the judge of an evaluation agrees with people, in a sentence; undefined without a judge. */
export async function judgeWords(
  file: EvaluationFile,
  services: Pick<Services, 'storage'>,
): Promise<string | undefined> {
  const { evaluation } = file.parsed;
  if (!evaluation || !hasJudge(evaluation)) return undefined;
  const read = await labelsOf(file);
  if ('problem' in read) return read.problem;
  return checkWords(read.labels, await keptAnswers(factsFolder(services, file.folder), file.name));
}

function checkWords(labels: readonly LabelledAnswer[], answers: readonly KeptAnswer[]): string {
  return describeJudgeCheck(
    checkJudge(labels, answers),
    say('“Check the Judge…” shows its answers, one by one.'),
    say,
  );
}

/** Shows the next answer that the judge has scored and nobody has labelled, with a button for each label. */
export async function labelNext(
  file: EvaluationFile,
  services: Services,
  before?: string,
): Promise<void> {
  const read = await labelsOf(file);
  if ('problem' in read) throw new HumanError(read.problem);
  const judged = await keptAnswers(factsFolder(services, file.folder), file.name);
  const open = judged.filter(
    (each) => judgedAs(each)?.kind === 'scored' && !isLabelled(each, read.labels),
  );
  const [next] = open;
  const label = (word: 'good' | 'bad') => async () => {
    if (await write(file, next!, word)) await labelNext(file, services, saidOf(next!));
  };
  const action = (title: string, word: 'good' | 'bad') => ({
    label: title,
    run: () => void label(word)().catch(services.report.show),
  });
  services.prose.show({
    id: `labels:${file.id}`,
    title: say('Labels: {0}', file.name),
    status: () =>
      [say('{0} labelled, {1} to go', read.labels.length, open.length), before]
        .filter(Boolean)
        .join(' · '),
    markdown: () =>
      next ? answerPage(file, next) : escapeMarkdown(checkWords(read.labels, judged)),
    running: () => false,
    actions: () =>
      next ? [action(say('Good Answer'), 'good'), action(say('Bad Answer'), 'bad')] : [],
  });
}

function saidOf(answer: KeptAnswer): string {
  const said = judgedAs(answer);
  return said?.kind === 'scored' && said.passed
    ? say('on {0} the judge said good', answer.fixtureId)
    : say('on {0} the judge said bad', answer.fixtureId);
}

/** The judge's word is shown afterwards, so that it sways nobody. */
function answerPage({ parsed }: EvaluationFile, { fixtureId, text }: KeptAnswer): string {
  const fixture = parsed.evaluation?.fixtures.find(({ id }) => id === fixtureId);
  const { instruction, files = [] } = fixture?.input ?? {};
  return [
    say('## Is this a good answer to {0}?', escapeMarkdown(fixtureId)),
    ...(instruction === undefined ? [] : [escapeMarkdown(instruction)]),
    ...files.map(({ path, text: of }) => `${escapeMarkdown(path)}:\n\n${answerBlock(of)}`),
    say('### The answer'),
    answerBlock(text),
    say('What the judge said of it is shown after your word.'),
  ].join('\n\n');
}

type Labels = { readonly labels: readonly LabelledAnswer[] } | { readonly problem: string };

async function labelsOf({ uri, name, parsed }: EvaluationFile): Promise<Labels> {
  const text = await currentText(placeOf(uri, name));
  if (text === undefined || !parsed.evaluation) return { labels: [] };
  const { answers, problems } = readLabels(text, parsed.evaluation);
  if (answers) return { labels: answers };
  const [first] = problems;
  return {
    problem: first
      ? say('{0} has a problem in line {1}: {2}', labelsFile(name), first.line, first.message)
      : say('{0} has a problem.', labelsFile(name)),
  };
}

function placeOf(uri: vscode.Uri, name: string): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..', labelsFile(name));
}

function isLabelled({ fixtureId, text }: KeptAnswer, labels: readonly LabelledAnswer[]): boolean {
  return labels.some(({ fixture, answer }) => fixture.id === fixtureId && answer === text);
}

/** Writes a label into the file as it is now. Resolves to whether it was written. */
function write(
  { uri, name }: EvaluationFile,
  { fixtureId: fixture, text: answer }: KeptAnswer,
  label: 'good' | 'bad',
): Promise<boolean> {
  return editFile(placeOf(uri, name), (text) => withLabel(text, { fixture, label, answer }));
}
