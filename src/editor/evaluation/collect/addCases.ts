import * as vscode from 'vscode';
import {
  type Added,
  appendToLines,
  appendToYaml,
  fixturePlace,
} from '../../../evaluation/collect/appendFixtures.ts';
import { freeId } from '../../../evaluation/collect/checkFixture.ts';
import { newEvaluationText } from '../../../evaluation/collect/newEvaluation.ts';
import {
  type NewFixture,
  withId,
  type WrittenWithId,
} from '../../../evaluation/collect/newFixture.ts';
import type { FixtureSubject } from '../../../evaluation/fixture.ts';
import { hashOf } from '../../../evaluation/hash.ts';
import { visiblePath } from '../../../execution/safety/visiblePath.ts';
import { HumanError } from '../../platform/humanError.ts';
import { shownPath } from '../../platform/workspacePaths.ts';
import type { WorkflowFiles } from '../../workflows/files/workflowFiles.ts';
import type { EvaluationFiles } from '../files/evaluationFiles.ts';
import type { EvaluationFile } from '../files/readEvaluations.ts';
import { askNewEvaluation, stepForm, subjectWords } from './askEvaluation.ts';
import { casesWords } from './importPage.ts';
import { documentNow } from '../../writing/documentNow.ts';
import { type ProposedFile, proposeFiles } from './proposeFile.ts';
import { say } from '../../platform/say.ts';

export interface CaseParts {
  readonly evaluations: { readonly files: EvaluationFiles };
  readonly workflows: { readonly files: WorkflowFiles };
}

/** Fixtures that are free of secrets and can be written, all of one subject. */
export interface NewCases {
  readonly subject: FixtureSubject;
  readonly fixtures: readonly [NewFixture, ...NewFixture[]];
  /** What to know before they are written, each a sentence without its point. */
  readonly notes: readonly string[];
}

/**
 * Lets the developer choose an evaluation, or makes a new one, and adds cases to it once they agree to the diff.
 * Resolves to whether the cases are in a file now. Rejects with HumanError.
 */
export async function addCases(title: string, cases: NewCases, parts: CaseParts): Promise<boolean> {
  const chosen = await chooseFile(title, cases.subject, parts.evaluations.files);
  if (chosen === undefined) return false;
  return chosen === 'new' ? addToNew(title, cases, parts) : addToFile(chosen, cases, parts);
}

async function chooseFile(
  title: string,
  subject: FixtureSubject,
  evaluations: EvaluationFiles,
): Promise<EvaluationFile | 'new' | undefined> {
  const files = (await evaluations.list()).filter(
    ({ parsed }) => parsed.evaluation && hashOf(parsed.evaluation.subject) === hashOf(subject),
  );
  const items: (vscode.QuickPickItem & { readonly file: EvaluationFile | 'new' })[] = [
    ...files.map((file) => ({
      label: file.name,
      description: casesWords(file.parsed.evaluation?.fixtures.length ?? 0),
      detail: file.parsed.evaluation?.description ?? shownPath(file.uri),
      file,
    })),
    { label: say('$(add) New Evaluation…'), file: 'new' },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: say('To which evaluation of {0}?', subjectWords(subject)),
  });
  return chosen?.file;
}

async function addToFile(
  { uri, name }: EvaluationFile,
  { subject, fixtures, notes }: NewCases,
  { evaluations }: CaseParts,
): Promise<boolean> {
  const text = (await documentNow(uri))?.getText() ?? '';
  const place = fixturePlace(text);
  if ('problem' in place) throw cannotAdd(uri, place.problem);
  const isInside = place.kind === 'inside';
  const target = isInside ? uri : vscode.Uri.joinPath(uri, '..', place.file);
  const append = isInside ? appendToYaml : appendToLines;
  const added = (now: string): Added => append(now, fixtures, subject);
  const first = soundly(added((await documentNow(target))?.getText() ?? ''), target);
  if (first.added.length === 0) {
    tellDuplicates(name, first.duplicates);
    return true;
  }
  const afterwards = isInside
    ? (await evaluations.files.parse(uri, first.text)).problems[0]
    : undefined;
  const isWritten = await proposeFiles(`${name}: ${addedWords(first.added)}`, [
    {
      uri: target,
      text: (now) => soundly(added(now ?? ''), target).text,
      notes: [
        ...notes,
        ...(afterwards
          ? [say('the evaluation then has a problem: {0}', withoutPoint(afterwards.message))]
          : []),
      ],
    },
  ]);
  if (isWritten && first.duplicates.length > 0) tellDuplicates(name, first.duplicates);
  return isWritten;
}

function soundly(added: Added, uri: vscode.Uri): Exclude<Added, { readonly problem: string }> {
  if ('problem' in added) throw cannotAdd(uri, added.problem);
  return added;
}

function cannotAdd(uri: vscode.Uri, problem: string): HumanError {
  return new HumanError(say('Nothing was added to {0}. {1}', visiblePath(shownPath(uri)), problem));
}

function tellDuplicates(name: string, ids: readonly string[]): void {
  const [first, ...others] = ids;
  const message =
    others.length === 0
      ? say('{0} has this case already, as {1}. It was not added again.', name, first ?? '')
      : say(
          '{0} has {1} of these cases already, such as {2}. They were not added again.',
          name,
          ids.length,
          first ?? '',
        );
  void vscode.window.showInformationMessage(message);
}

async function addToNew(
  title: string,
  { subject, fixtures, notes }: NewCases,
  { evaluations, workflows }: CaseParts,
): Promise<boolean> {
  const suggested = subject.kind === 'step' ? subject.step : subject.taskType;
  const asked = await askNewEvaluation(title, evaluations.files, suggested);
  if (!asked) return false;
  const step = await stepForm(subject, workflows.files);
  const all = withIds(fixtures, subject);
  const text = newEvaluationText({
    subject,
    thresholds: asked.thresholds,
    ...(step && { step }),
    fixtures: { kind: 'inside', all },
  });
  return proposeFiles(say('New evaluation with {0}', addedWords(all)), [
    newFile(asked.uri, text, notes),
  ]);
}

/** Each case once, with an id of its own. */
function withIds(
  fixtures: readonly NewFixture[],
  subject: FixtureSubject,
): readonly WrittenWithId[] {
  const used = new Set<string>();
  return fixtures.map((fixture) => {
    const id = freeId(fixture, subject, used);
    used.add(id);
    return withId(id, fixture);
  });
}

/** A file that must not be there yet. */
export function newFile(uri: vscode.Uri, text: string, notes: readonly string[]): ProposedFile {
  return {
    uri,
    notes,
    text(now) {
      if (now === undefined) return text;
      throw new HumanError(
        say(
          '{0} is there already, so nothing was written. Choose another name.',
          visiblePath(shownPath(uri)),
        ),
      );
    },
  };
}

export function marksNotes(marks: number): readonly string[] {
  if (marks === 0) return [say('nothing in it looks like a key; look through it yourself as well')];
  return [
    marks === 1
      ? say(
          'one place that looked like a key or a private value was taken out; look through it yourself as well',
        )
      : say(
          '{0} places that looked like a key or a private value were taken out; look through it yourself as well',
          marks,
        ),
  ];
}

function addedWords(added: readonly WrittenWithId[]): string {
  return added.length === 1
    ? say('new case {0}', added[0]!.id)
    : say('{0} new cases', added.length);
}

function withoutPoint(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
