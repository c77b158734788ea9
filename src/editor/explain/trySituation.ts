import * as vscode from 'vscode';
import { taskOfTest } from '../../evaluation/policyTests/situationOfTest.ts';
import type { GivenSituation } from '../../evaluation/policyTests/policyTest.ts';
import { type ReasoningLevel, reasoningLevels } from '../../routing/classify/reasoningLevel.ts';
import { languageOfPath } from '../../routing/reading/languageOfPath.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { say, taskTypeName } from '../platform/say.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { codeEditor } from '../selection/codeEditor.ts';
import { openDryRun } from '../tasks/door.ts';
import type { ExplainParts } from './explainParts.ts';

/** A situation that is tried out. */
export interface TriedSituation {
  readonly taskType: TaskType;
  /** Empty for no file. */
  readonly path: string;
  readonly language: string;
  readonly lines: number;
  /** Undefined when no words tell it, as with a command. */
  readonly reasoning?: ReasoningLevel | undefined;
  /** The developer's words; empty for a command alone. */
  readonly words: string;
}

/** Asks for a situation, field by field, and shows which rule takes it and why the others do not. */
export async function trySituation(
  parts: ExplainParts,
  start: TriedSituation = situationHere(),
): Promise<void> {
  const tried = await askSituation(start);
  if (!tried) return;
  const { situation, taskTypes: types, prose, report } = parts;
  const guess = await types.guess(tried.words, {});
  const task = taskOfTest(givenOf(tried), () => guess);
  const { dryRunPage } = await openDryRun();
  const again = () => void trySituation(parts, tried).catch(report.show);
  prose.show(
    dryRunPage(task, await situation.current(tried.language), {
      of: say('this situation'),
      actions: [{ label: say('Try Another Situation…'), run: again }],
    }),
  );
}

/** The situation of the code in front, or a usual one. */
function situationHere(): TriedSituation {
  const editor = codeEditor();
  if (!editor) return { taskType: 'refactor', path: '', language: '', lines: 20, words: '' };
  const { document, selection } = editor;
  return {
    taskType: 'refactor',
    path: shownPath(document.uri),
    language: document.languageId,
    lines: selection.end.line - selection.start.line + 1,
    words: '',
  };
}

/** The same as a policy test writes it. */
export function givenOf(tried: TriedSituation): GivenSituation {
  const { taskType, path, language, lines, reasoning, words } = tried;
  return {
    taskType,
    keywords: [],
    paths: path === '' ? [] : [path],
    lines,
    ...(words.trim() !== '' && { instruction: words.trim() }),
    ...(language !== '' && { language }),
    ...(reasoning && { reasoning }),
  };
}

interface Field extends vscode.QuickPickItem {
  /** Asks for another value; undefined when it was cancelled. */
  readonly ask?: () => Promise<Partial<TriedSituation> | undefined>;
}

/** A list of the fields with their values, again and again until the developer is content. */
async function askSituation(start: TriedSituation): Promise<TriedSituation | undefined> {
  let tried = start;
  for (;;) {
    const chosen = await vscode.window.showQuickPick(fieldsOf(tried), {
      title: vscode.l10n.t('Tierwise: Try a Situation'),
      placeHolder: vscode.l10n.t(
        'Change what you like, then see which rule takes it. No model is asked.',
      ),
      ignoreFocusOut: true,
    });
    if (!chosen) return undefined;
    if (!chosen.ask) return tried;
    tried = { ...tried, ...(await chosen.ask()) };
  }
}

function fieldsOf(tried: TriedSituation): Field[] {
  const { taskType, path, language, lines, reasoning, words } = tried;
  return [
    { label: vscode.l10n.t('$(play) Show What Would Happen') },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Task type'), description: taskTypeName(taskType), ask: askTaskType },
    {
      label: vscode.l10n.t('File'),
      description: path || vscode.l10n.t('none'),
      ask: () => askPath(path),
    },
    {
      label: vscode.l10n.t('Language'),
      description: language || vscode.l10n.t('none'),
      ask: () => askLanguage(language),
    },
    { label: vscode.l10n.t('Lines'), description: String(lines), ask: () => askLines(lines) },
    {
      label: vscode.l10n.t('Need for reasoning'),
      description: reasoning ?? vscode.l10n.t('not told'),
      ask: askReasoning,
    },
    {
      label: vscode.l10n.t('Words'),
      description: words || vscode.l10n.t('none'),
      ask: () => askWords(words),
    },
  ];
}

async function askTaskType(): Promise<Partial<TriedSituation> | undefined> {
  const chosen = await vscode.window.showQuickPick(
    taskTypes.map((taskType) => ({ label: taskTypeName(taskType), taskType })),
    { title: vscode.l10n.t('Tierwise: Task Type') },
  );
  return chosen && { taskType: chosen.taskType };
}

/** The language goes with the file, where its name tells one. */
async function askPath(value: string): Promise<Partial<TriedSituation> | undefined> {
  const path = await ask(
    vscode.l10n.t('File'),
    vscode.l10n.t('Its path in the workspace. Leave it empty for no file.'),
    value,
  );
  if (path === undefined) return undefined;
  const language = languageOfPath(path);
  return { path: path.trim(), ...(language !== undefined && { language }) };
}

async function askLanguage(value: string): Promise<Partial<TriedSituation> | undefined> {
  const known = await vscode.languages.getLanguages();
  const language = await vscode.window.showQuickPick(
    [...new Set([...(value === '' ? [] : [value]), ...known.toSorted()])],
    { title: vscode.l10n.t('Tierwise: Language') },
  );
  return language === undefined ? undefined : { language };
}

async function askLines(value: number): Promise<Partial<TriedSituation> | undefined> {
  const written = await ask(
    vscode.l10n.t('Lines'),
    vscode.l10n.t('How many lines are selected?'),
    String(value),
    (text) =>
      isLines(text) ? undefined : vscode.l10n.t('Write a whole number from 1 to {0}.', mostLines),
  );
  return written === undefined ? undefined : { lines: Number(written) };
}

// Chosen by judgement: more than any file that is worth asking about.
const mostLines = 100_000;

function isLines(text: string): boolean {
  return /^[1-9]\d*$/.test(text.trim()) && Number(text) <= mostLines;
}

async function askReasoning(): Promise<Partial<TriedSituation> | undefined> {
  const untold = vscode.l10n.t('not told, as with a command');
  const chosen = await vscode.window.showQuickPick([untold, ...reasoningLevels], {
    title: vscode.l10n.t('Tierwise: Need for Reasoning'),
  });
  if (chosen === undefined) return undefined;
  const reasoning = reasoningLevels.find((level) => level === chosen);
  return { reasoning };
}

async function askWords(value: string): Promise<Partial<TriedSituation> | undefined> {
  const words = await ask(
    vscode.l10n.t('Words'),
    vscode.l10n.t('What would you write? Leave it empty for a command.'),
    value,
  );
  return words === undefined ? undefined : { words };
}

async function ask(
  what: string,
  prompt: string,
  value: string,
  validateInput?: (text: string) => string | undefined,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: `Tierwise: ${what}`,
    prompt,
    value,
    ignoreFocusOut: true,
    ...(validateInput && { validateInput }),
  });
}
