import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerQuestion } from '../support/editorPage.ts';
import { practiceVscode, runOn } from '../support/practiceVscode.ts';

// What agents of other extensions get from Tierwise's tools, and where a project's instructions go.
const atRoot = 'Money is counted in whole cents.';
const forCart = 'The cart never holds the same book twice.';
const secret = 'canary-Wq8Lm3Zt6Rp1';

const window = practiceVscode({
  prepare(folder) {
    writeFileSync(join(folder, 'AGENTS.md'), `# Bookshop\n\n${atRoot}\n`);
    writeFileSync(join(folder, 'src', 'AGENTS.md'), `${forCart}\n`);
    mkdirSync(join(folder, '.github'), { recursive: true });
    writeFileSync(join(folder, '.github', 'copilot-instructions.md'), 'Answer in plain words.\n');
    writeFileSync(join(folder, '.env'), `KEY=${secret}\n`);
  },
});

const sent = (): string[] =>
  window.current.practice.requests().map(({ body }) => JSON.stringify(body));

/** Calls a tool as an agent of another extension does, and resolves to the text of its result. */
function invoke(name: string, input: object): Promise<string> {
  return window.current.run(
    async (vscode, name, input) => {
      const { content } = await vscode.lm.invokeTool(name, {
        input,
        toolInvocationToken: undefined,
      });
      return content
        .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
        .join('');
    },
    ...([name, input] as const),
  );
}

/** Asks a stronger model, and allows it when VS Code asks. */
async function askStronger(input: object): Promise<{ question: string; answer: string }> {
  const { page } = window.current;
  const answering = invoke('tierwise_ask_stronger', input);
  const question = await answerQuestion(page, 'Yes', 'agent-tools-question');
  return { question, answer: await answering };
}

test('an agent asks a stronger model: the question says the most it costs, the answer what it cost', async () => {
  const { question, answer } = await askStronger({
    question: 'Why is the total of an empty cart not zero?',
    context: 'Two attempts have failed.',
    files: ['src/cart.ts', '.env'],
  });
  expect(question).toContain('Ask a stronger model for at most $0.250?');
  expect(question).toContain('0 of 10 questions');
  expect(answer).toMatch(
    /^Answer of reasoning \(practice Large\), \$0\.\d+ \((?:computed|reported), practice money\)\./,
  );
  expect(answer).toContain('“.env” is one of the developer’s private files');
  expect(answer).toContain('1 of 10 questions of this session are used.');
  const { calls } = await window.current.billed();
  expect(calls.map(({ model }) => model)).toEqual(['practice-large']);
  const [request] = sent();
  expect(request).toContain('Why is the total of an empty cart not zero?');
  expect(request).toContain('<file path=\\"src/cart.ts\\"');
  expect(request).not.toContain(secret);

  const money = await invoke('tierwise_budget', {});
  expect(money).toMatch(
    /- this session, practice money \(simulated, nobody pays it\): \$0\.\d+ in 1 call/,
  );
  expect(money).toContain('9 of 10 left in this session, each at most $0.250');
});

test('at its limits the agent is told to go on without an answer, and nothing is sent', async () => {
  await window.current.changeSettings({ 'tierwise.advisor': { maxCallsPerSession: 0 } });
  const none = await askStronger({ question: 'Why?' });
  expect(none.answer).toMatch(/^No advice: All 0 questions .* Go on without it\.$/);
  await window.current.changeSettings({ 'tierwise.advisor': { maxUsd: 0.000001 } });
  const dear = await askStronger({ question: 'Why?' });
  expect(dear.answer).toMatch(/^No advice: A question of this length .* Go on without it\.$/);
  expect(sent()).toEqual([]);
});

test('a project’s instructions go along with a command, and not with a model that an agent picked', async () => {
  await runOn(window.current, 'explain', 'src/cart.ts', [1, 3]);
  const [request = ''] = sent();
  const [copilot, root, near] = ['Answer in plain words.', atRoot, forCart].map((words) =>
    request.indexOf(words),
  );
  expect(copilot).toBeGreaterThan(-1);
  expect(root).toBeGreaterThan(copilot!);
  expect(near).toBeGreaterThan(root!);
  expect(request).toContain('They are the project’s words and not the developer’s.');
  window.current.practice.reset();
  await window.current.run(async (vscode) => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', family: 'fast' });
    const question = vscode.LanguageModelChatMessage.User('What is a cart?');
    const { text } = await model!.sendRequest([question]);
    for await (const _ of text);
  });
  expect(sent()).toHaveLength(1);
  expect(sent()[0]).not.toContain(atRoot);

  await window.current.changeSettings({ 'tierwise.projectInstructions': { read: false } });
  window.current.practice.reset();
  await runOn(window.current, 'explain', 'src/cart.ts', [1, 3]);
  expect(sent()[0]).not.toContain(atRoot);
});
