import { expect, test } from 'vitest';
import { noteTurn } from '../../../../src/editor/chat/noteTurn.ts';
import { createSaidTurns } from '../../../../src/editor/chat/memory/saidTurns.ts';
import type { Reporter } from '../../../../src/editor/platform/reporter.ts';
import { LedgerError } from '../../../../src/ledger/ledger.ts';
import { turnRecords } from '../../../../src/ledger/learning/turnRecords.ts';
import { recordTurnOutcome } from '../../../../src/ledger/write/recordFacts.ts';
import type { Message, ToolCall } from '../../../../src/routing/conversation.ts';
import { conversationTask } from '../../../../src/routing/task.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import { ledgerWith, recordAll } from '../../ledger/recordedRequests.ts';

// As VS Code's agent names them, seen in its sources on 2026-11-29.
const tools = ['read_file', 'replace_string_in_file', 'runTests'].map((name) => ({
  name,
  description: '',
  inputSchema: {},
}));
const cost = { source: 'reported', nanoUsd: 5 } as const;

/** A window whose ledger is a real one, and a loop that goes on in it turn by turn. */
function createWindow() {
  const database = ledgerWith();
  const warned: string[] = [];
  let told = 0;
  let failure: Error | undefined;
  const parts = {
    saidTurns: createSaidTurns(),
    ledger: {
      async recordTurnOutcome(fact: Parameters<typeof recordTurnOutcome>[1]) {
        if (failure) throw failure;
        told += 1;
        recordTurnOutcome(database, fact);
      },
    },
    report: {
      warnOnce: (message: string) => warned.push(message),
      bug: (bug: unknown) => warned.push(`bug: ${String(bug)}`),
    } as unknown as Reporter,
    news: { emitSpend: () => undefined },
  };
  const messages: Message[] = [];
  let requests = 0;

  /** Asks with what has been said so far; the model answers with these calls, or with a text. */
  async function turn(said: readonly ToolCall[] | string, isWhole = true): Promise<void> {
    const id = `r${(requests += 1)}`;
    const conversation = { system: '', messages: [...messages], tools };
    const found = readTurn(conversation)!;
    const instruction = messages.findLast(({ role }) => role === 'user')!.text;
    const head = { id, type: 'feature', instruction, turn: found } as const;
    recordAll(database, { id, turn: found.kind, attempts: [{ cost }] }, 1000 * requests);
    const toolCalls = typeof said === 'string' ? [] : said;
    const text = typeof said === 'string' ? said : '';
    await noteTurn(
      conversationTask(head, conversation),
      { requestId: id, ...(isWhole && { said: { text, toolCalls } }) },
      parts,
    );
    if (!isWhole) return;
    messages.push({ role: 'assistant', text, ...(toolCalls.length > 0 && { toolCalls }) });
  }

  return {
    warned,
    turn,
    /** How many outcomes the ledger was told, however often the same one. */
    told: () => told,
    /** The ledger fails from now on. */
    fail: (error: Error) => (failure = error),
    say: (text: string) => messages.push({ role: 'user', text }),
    gives: (call: ToolCall, text: string) => messages.push({ role: 'tool', callId: call.id, text }),
    outcomes: () =>
      database.prepare('SELECT request_id AS id, outcome FROM turn_outcome ORDER BY seq').all(),
    records: () => turnRecords(database),
  };
}

let ids = 0;
const call = (name: string, given: object = {}): ToolCall => ({
  id: `call-${(ids += 1)}`,
  name,
  argumentsJson: JSON.stringify(given),
});
const edited = 'The file was edited successfully.';

test('each request of a loop tells what became of the answers before it', async () => {
  const { say, turn, gives, outcomes, records, told } = createWindow();
  const read = call('read_file', { filePath: 'a.ts' });
  const edit = call('replace_string_in_file', { filePath: 'a.ts', oldString: 'a', newString: 'b' });
  const check = call('runTests');
  const repair = call('replace_string_in_file', {
    filePath: 'a.ts',
    oldString: 'b',
    newString: 'c',
  });
  const again = call('runTests', { again: true });
  say('Add the discount to the total.');
  await turn([read]);
  gives(read, 'const total = 1;');
  await turn([edit]);
  gives(edit, edited);
  await turn([check]);
  gives(check, '1 failed, 2 passed');
  expect(outcomes()).toEqual([]);
  await turn([repair]);
  expect(outcomes()).toEqual([
    { id: 'r2', outcome: 'failed' },
    { id: 'r3', outcome: 'worked' },
  ]);
  gives(repair, edited);
  await turn([again]);
  gives(again, 'Tests passed: 3, failed: 0');
  await turn('The total has the discount now.');
  say('Thanks, now add a test for the cart.');
  await turn([call('read_file', { filePath: 'cart.test.ts' })]);
  expect(outcomes()).toEqual([
    { id: 'r2', outcome: 'failed' },
    { id: 'r3', outcome: 'worked' },
    { id: 'r4', outcome: 'worked' },
    { id: 'r5', outcome: 'worked' },
    { id: 'r1', outcome: 'worked' },
    { id: 'r6', outcome: 'worked' },
  ]);
  expect(told()).toBe(6);
  expect(records().find(({ turn: kind }) => kind === 'repair')).toMatchObject({ worked: 1 });
});

test('an answer that is not whole is not remembered, and the request before it is judged once', async () => {
  const { say, turn, gives, outcomes } = createWindow();
  const [first, second] = [
    call('read_file', { filePath: 'a' }),
    call('read_file', { filePath: 'b' }),
  ];
  say('Add the discount to the total.');
  await turn([first]);
  gives(first, 'const total = 1;');
  await turn([second]);
  gives(second, 'const price = 1;');
  await turn([call('runTests')], false);
  await turn([call('runTests')]);
  expect(outcomes()).toEqual([{ id: 'r2', outcome: 'worked' }]);
});

test('a ledger that cannot be used is told once, and stops nothing', async () => {
  const { say, turn, gives, fail, warned } = createWindow();
  const [first, second] = [
    call('read_file', { filePath: 'a' }),
    call('read_file', { filePath: 'b' }),
  ];
  say('Add the discount to the total.');
  await turn([first]);
  gives(first, 'const total = 1;');
  await turn([second]);
  gives(second, 'const price = 1;');
  fail(new LedgerError('locked', 'The ledger is locked.'));
  await turn('Done.');
  expect(warned).toEqual(['The ledger is locked.']);
});

test('the oldest answers are forgotten first', () => {
  const kept = createSaidTurns(2);
  const said = (id: string) => ({ text: '', toolCalls: [{ id, name: 'read', argumentsJson: '' }] });
  for (const id of ['a', 'b', 'c']) kept.keep(said(id), { requestId: id, kind: 'read' });
  expect(['a', 'b', 'c'].map((id) => kept.find(said(id))?.requestId)).toEqual([
    undefined,
    'b',
    'c',
  ]);
});
