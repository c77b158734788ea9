import { posix } from 'node:path';
import { LineCounter } from 'yaml';
import * as vscode from 'vscode';
import { newEvaluationText } from '../../../evaluation/collect/newEvaluation.ts';
import type { WrittenWithId } from '../../../evaluation/collect/newFixture.ts';
import { scrubbed } from '../../../evaluation/collect/scrub.ts';
import {
  type Imported,
  importPromptfoo,
} from '../../../evaluation/files/import/importPromptfoo.ts';
import { withFiles } from '../../../evaluation/files/import/promptfooFiles.ts';
import { evaluationLimits } from '../../../evaluation/files/limits.ts';
import { taskTypes, type TaskType } from '../../../routing/task.ts';
import { defined } from '../../../routing/input/objects.ts';
import { readSoundYaml } from '../../../routing/input/yaml.ts';
import { chooseFile, importedText, importedValue } from '../../importing/importedFile.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import { type CaseParts, marksNotes, newFile } from './addCases.ts';
import { filesBeside } from './filesBeside.ts';
import { type AskedEvaluation, askNewEvaluation } from './askEvaluation.ts';
import { confirmKeeping } from './confirmKeeping.ts';
import { hiddenHere } from './hiddenHere.ts';
import { casesWords, importPage } from './importPage.ts';
import { type ProposedFile, proposeFiles } from './proposeFile.ts';
import { say, taskTypeName } from '../../platform/say.ts';

const title = say('Tierwise: Import promptfoo File');
const filters = { promptfoo: ['yaml', 'yml', 'json'] };

/**
 * Reads a promptfoo file, shows what becomes of it, and writes it as an evaluation once the developer agrees.
 * Rejects with HumanError.
 */
export async function importFile(argument: unknown, parts: Services & CaseParts): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : await chooseFile(title, filters);
  if (!uri || !(await confirmKeeping([uri]))) return;
  const text = await importedText(uri, evaluationLimits.characters);
  const files = filesBeside(uri, new AbortController().signal);
  const read = importPromptfoo(await withFiles(importedValue(text), files));
  const { value: fixtures, marks } = scrubbed(read.fixtures, await hiddenHere(parts));
  const imported: Imported = { ...read, fixtures };
  showPage(uri, imported, parts);
  if (fixtures.length === 0) {
    throw new HumanError(
      say(
        'Nothing in this file can be an evaluation yet, so nothing was written. The page says why, and what to change.',
      ),
    );
  }
  if (!(await wantsIt(fixtures.length))) return;
  const taskType = await askTaskType();
  const asked = taskType && (await askNewEvaluation(title, parts.evaluations.files, 'imported'));
  if (taskType === undefined || !asked) return;
  await proposeFiles(
    say('New evaluation with {0}', casesWords(fixtures.length)),
    filesFor(asked, taskType, fixtures, marksNotes(marks)),
  );
}

function showPage(uri: vscode.Uri, { fixtures, notMapped }: Imported, { prose }: Services): void {
  const name = posix.basename(uri.path);
  prose.show({
    id: 'importPromptfoo',
    title: say('Import: {0}', name),
    status: () =>
      say(
        '{0} can be imported; {1} parts cannot. Nothing is written yet',
        casesWords(fixtures.length),
        notMapped.length,
      ),
    markdown: () => importPage(fixtures, notMapped),
    running: () => false,
  });
}

async function wantsIt(count: number): Promise<boolean> {
  const items = [
    { label: say('Write {0} to a new evaluation…', casesWords(count)), isWanted: true },
    { label: say('Write nothing'), isWanted: false },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: say('The page says what is mapped and what is not. Nothing is written yet.'),
    ignoreFocusOut: true,
  });
  return chosen?.isWanted === true;
}

async function askTaskType(): Promise<TaskType | undefined> {
  const chosen = await vscode.window.showQuickPick(
    taskTypes.toReversed().map((taskType) => ({ label: taskTypeName(taskType), taskType })),
    { title, placeHolder: say('Which kind of task do its prompts ask?'), ignoreFocusOut: true },
  );
  return chosen?.taskType;
}

/** Many cases are written as JSON Lines beside the evaluation, where they need not be read at once. */
function filesFor(
  { uri, thresholds }: AskedEvaluation,
  taskType: TaskType,
  fixtures: readonly WrittenWithId[],
  notes: readonly string[],
): readonly [ProposedFile, ...ProposedFile[]] {
  const haveScorers = fixtures.every(({ scorers }) => scorers) || undefined;
  const subject = { kind: 'taskType', taskType } as const;
  const given = { subject, thresholds, ...defined({ haveScorers }) };
  const inside = newEvaluationText({ ...given, fixtures: { kind: 'inside', all: fixtures } });
  if (!('problems' in readSoundYaml(inside, new LineCounter()))) {
    return [newFile(uri, inside, notes)];
  }
  const file = posix.basename(uri.path).replace(/\.yaml$/, '.jsonl');
  const text = newEvaluationText({ ...given, fixtures: { kind: 'beside', file } });
  const lines = fixtures.map((each) => `${JSON.stringify(each)}\n`).join('');
  return [newFile(uri, text, []), newFile(vscode.Uri.joinPath(uri, '..', file), lines, notes)];
}
