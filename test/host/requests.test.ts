import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReadOnly } from '../../src/ledger/database/openReadOnly.ts';
import { command } from '../support/hostActs.ts';
import { ledgerFileOf } from '../support/ledgerFile.ts';
import { practiceVscode, runOn } from '../support/practiceVscode.ts';

// One path for every kind of request, so the ledger records the same of each.
const window = practiceVscode({
  settings: (settings) => ({
    ...settings,
    'tierwise.rules': [{ name: 'the planner decides', when: {}, use: 'auto' }],
  }),
  prepare(folder) {
    const workflows = join(folder, '.tierwise', 'workflows');
    mkdirSync(workflows, { recursive: true });
    writeFileSync(
      join(workflows, 'say.yaml'),
      'description: Says something\nsteps:\n  say: { taskType: explain, prompt: What is a cart? }\n',
    );
  },
});

type Row = Readonly<Record<string, unknown>>;

/** The newest request of which this is the subject. */
function requestAbout(subject: string): Row {
  const database = openReadOnly(ledgerFileOf(window.current));
  try {
    const sql = 'SELECT * FROM request WHERE subject LIKE ? ORDER BY seq DESC LIMIT 1';
    return { ...database.prepare(sql).get(subject) };
  } finally {
    database.close();
  }
}

/** The columns that have a value. What the strongest would cost is known of checked plans only. */
function columnsOf(row: Row): string[] {
  return Object.keys(row).filter(
    (name) => row[name] !== null && name !== 'planned_strongest_nano_usd',
  );
}

/** Asks Tierwise’s own model, as another extension does. */
function askModel(text: string): Promise<string> {
  return window.current.run(async (vscode, text) => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', id: 'auto' });
    const answer = await model!.sendRequest([vscode.LanguageModelChatMessage.User(text)]);
    let whole = '';
    for await (const part of answer.text) whole += part;
    return whole;
  }, text);
}

test('a command, a chat turn and a workflow step leave the same columns, planned and language included', async () => {
  await runOn(window.current, 'explain', 'src/search.ts', [9, 15]);
  const ofCommand = requestAbout('src/search.ts%');
  expect(ofCommand).toMatchObject({ task_type: 'explain', language: 'typescript' });
  expect(ofCommand.reason).toContain('fast');
  expect(columnsOf(ofCommand)).toEqual(expect.arrayContaining(['planned_loss']));

  await askModel('Explain what a cart is.');
  const ofChat = requestAbout('chat model%');
  expect(ofChat).toMatchObject({ origin: 'tierwise-test.companion', language: 'markdown' });
  expect(columnsOf({ ...ofChat, origin: null })).toEqual(columnsOf(ofCommand));

  await command(window.current, 'tierwise.runWorkflow', 'repository/say');
  const ofStep = requestAbout('workflow say › say');
  expect(ofStep).toMatchObject({ task_type: 'explain', language: 'markdown' });
  expect(columnsOf(ofStep)).toEqual(columnsOf(ofCommand));
});

test('a second opinion about the task type takes the same path, to the tier that the user named', async () => {
  await window.current.changeSettings({ 'tierwise.classifyWithModel': 'fast' });
  await askModel('make it right');
  const opinion = requestAbout('task type');
  expect(opinion).toMatchObject({ task_type: 'other', language: 'markdown' });
  const ofChat = requestAbout('chat model%');
  const planned = columnsOf(ofChat).filter((name) => name.startsWith('planned'));
  expect(columnsOf(opinion)).toEqual(
    columnsOf({ ...ofChat, origin: null }).filter((name) => !planned.includes(name)),
  );
});
