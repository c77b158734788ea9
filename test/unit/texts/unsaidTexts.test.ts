import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/tools.mjs';
import { unsaidIn } from '../../support/textRules.ts';

/** Files whose texts are in English for everybody, each with the reason. */
const english: Readonly<Record<string, string>> = {
  'src/editor/agentTools/adviceDecision.ts': 'An agent reads them.',
  'src/editor/agentTools/advisorTool.ts': 'An agent reads what the tool returns.',
  'src/editor/agentTools/askStronger.ts': 'An agent and a model read them.',
  'src/editor/agentTools/budgetTool.ts': 'An agent reads them.',
  'src/editor/agentTools/budgetWords.ts': 'An agent reads them.',
  'src/editor/agentTools/question.ts': 'An agent reads them.',
  'src/editor/agentTools/questionFiles.ts': 'An agent reads them.',
  'src/editor/addProvider/testCall.ts':
    'A model reads the prompt, and the ledger keeps what the call was for.',
  'src/editor/chat/messageParts.ts': 'A model reads them.',
  'src/editor/chat/plan.ts': 'A model reads them.',
  'src/editor/commands/policyCommands.ts': 'The first text of a policy file, which a team shares.',
  'src/editor/gates/canaries.ts': 'Code.',
  'src/editor/gates/copyWorkspace.ts': 'Verdicts are kept in traces.',
  'src/editor/gates/diagnosticsGate.ts': 'Verdicts are kept in traces.',
  'src/editor/gates/notInCells.ts': 'Verdicts are kept in traces.',
  'src/editor/practice/example.ts': 'Code.',
  'src/editor/reading/fileForGate.ts': 'Verdicts are kept in traces.',
  'src/editor/reading/reading.ts': 'A model reads them.',
  'src/editor/tasks/secondOpinion.ts': 'A model and the ledger.',
  'src/editor/workflows/pages/moveStep.ts': 'YAML.',
  'src/editor/workflows/tools/commandTool.ts': 'Failures are kept in traces.',
  'src/editor/workflows/tools/gitDiff.ts': 'Failures are kept in traces.',
  'src/editor/workflows/tools/lookupTool.ts': 'Failures are kept in traces.',
  'src/editor/workflows/tools/referencesTool.ts': 'Failures are kept in traces.',
  'src/editor/workflows/tools/workflowTools.ts': 'Failures are kept in traces.',
  'src/editor/workflows/workspaceFile.ts': 'Failures are kept in traces.',
};

/** Texts of other files that are in English for everybody, or no words at all, by their files. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'media/costPanel/baselines.ts': ['bar thick', 'bar thick other'],
  'media/costPanel/budgets.ts': ['bar thick spent', 'bar thick'],
  'media/costPanel/words.ts': ['{} ms', '{} min {} s'],
  // Paths and names.
  'src/editor/answers/editPreview.ts': ['/{}/{}/cell {}{}'],
  'src/editor/chat/offeredModels.ts': ['Tierwise Auto'],
  'src/editor/commands/taskCommands.ts': ['@tierwise {}'],
  'src/editor/spend/otlpSetting.ts': [
    'tierwise.otlp › endpoint: {}',
    'tierwise.otlp › headers › {}: {}',
  ],
  // A model reads them.
  'src/editor/chat/attachments.ts': ['{} {} bytes', 'and {} more', '(no files)', '{}\n(cut here)'],
  'src/editor/chat/question.ts': [
    'That answer was not good enough. Answer my last request again, better.',
  ],
  'src/editor/selection/taskFromEditor.ts': ['// Write tests for lines {}-{}'],
  'src/editor/tasks/taskRunner.ts': ['The developer asked for a stronger model.'],
  'src/editor/workflows/results/editAnswer.ts': ['Step “{}” of {}.'],
  // The ledger and other stores keep them.
  'src/editor/chat/chatModels.ts': [
    'chat model',
    'chat model, asked by {}',
    'an unknown extension',
  ],
  'src/editor/chat/extensionCaps.ts': ['{} per day for {}'],
  'src/editor/chat/followups.ts': ['to {}'],
  'src/editor/evaluation/watching/alarmNotice.ts': ['alarm {}'],
  'src/editor/evaluation/watching/experimentNotice.ts': ['experiment {}'],
  'src/editor/evaluation/watching/modelNotice.ts': ['model {} {} {}'],
  // VS Code's own models fail in English, as all providers do.
  'src/editor/situation/vscodeProvider.ts': ['There is no model {}.'],
  // A key of a map.
  'src/editor/situation/spend.ts': ['total {}'],
};

const found = globSync('{src/editor,media}/**/*.ts', { cwd: root }).flatMap((path) =>
  unsaidIn(path, readFileSync(join(root, path), 'utf8')).map((each) => ({ path, ...each })),
);

test('what the editor and its pages say to people is said in their language', () => {
  const unsaid = found.filter(
    ({ path, text }) => !(path in english) && !exceptions[path]?.includes(text),
  );
  expect(unsaid.map(({ path, line, text }) => `${path}:${line}: ${text}`)).toEqual([]);
});

test('each exception is needed', () => {
  const files = Object.keys(english).filter((path) => !found.some((each) => each.path === path));
  const texts = Object.entries(exceptions).flatMap(([path, all]) =>
    all.filter((text) => !found.some((each) => each.path === path && each.text === text)),
  );
  expect([...files, ...texts]).toEqual([]);
});

test.each([
  ['a sentence', "show('Nothing is there yet.')"],
  ['a heading', "const title = 'Budgets';"],
  ['a text with values', 'show(`${count} calls so far`)'],
  ['a value of a text', "say('{0} is ready.', 'the fast model')"],
])('%s that is not said is seen', (_, source) => {
  expect(unsaidIn('a.ts', source)).toHaveLength(1);
});

test.each([
  ['a text that is said', "say('Nothing is there yet.')"],
  ['a text of a table', "const all = toSay('All of it')"],
  ['a name of a class', "element('p', { class: 'note practice' })"],
  ['a line of the log', "report.log.info('The window was opened.')"],
  ['a comparison', "kind === 'Some kind of it'"],
])('%s is no unsaid text', (_, source) => {
  expect(unsaidIn('a.ts', source)).toEqual([]);
});
