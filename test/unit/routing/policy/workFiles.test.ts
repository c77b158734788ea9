import { describe, expect, test } from 'vitest';
import type { Attachment } from '../../../../src/routing/attachment.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { isCritical, matchRule } from '../../../../src/routing/policy/matchRule.ts';
import type { When } from '../../../../src/routing/policy/policy.ts';
import { askedIn } from '../../../../src/routing/reading/asked.ts';
import { relativeToFolders } from '../../../../src/routing/reading/attachments.ts';
import { conversationTask, type Task } from '../../../../src/routing/task.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import type { Conversation } from '../../../../src/routing/conversation.ts';
import { agentLoop, calls } from '../../../support/agentLoops.ts';
import { policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

/** A request of VS Code's agent as a task, with its files written from the folder `/w`. */
function taskOf(conversation: Conversation): Task {
  const inFolder = (files: readonly Attachment[]) =>
    files.map((file) => ({ ...file, path: relativeToFolders(file.path, [{ path: '/w' }]) }));
  const { words, attachments } = askedIn(conversation.messages).request;
  const turn = readTurn(conversation)!;
  const { attached, read, edited } = turn.loop.files;
  const files = { attached: inFolder(attached), read: inFolder(read), edited: inFolder(edited) };
  return conversationTask(
    {
      id: 'task',
      type: 'feature',
      instruction: words,
      attachments: inFolder(attachments),
      turn: { ...turn, loop: { ...turn.loop, files } },
    },
    conversation,
  );
}

const invoice = '/w/src/billing/invoice.ts';
const attaching = (lines?: string): Conversation => {
  const loop = agentLoop([]);
  const tag =
    lines === undefined ? `filePath="${invoice}"` : `filePath="${invoice}" lines="${lines}"`;
  const text = `<attachments>\n<attachment id="a" ${tag}>\ncode\n</attachment>\n</attachments>\n<userRequest>\nround it\n</userRequest>`;
  return { ...loop, messages: [{ role: 'user', text }] };
};
const reading = agentLoop([[calls.read(invoice)]]);
const editing = agentLoop([[calls.edit(invoice)]]);
const elsewhere = agentLoop([[calls.edit('/w/docs/guide.md')]]);

function matches(when: When, task: Task): boolean {
  const rule = { name: 'r', when, use: 'fast', origin: 'settings' } as const;
  return matchRule(policyWith({ rules: [rule], critical: ['src/billing/**'] }), task) === rule;
}

describe('a critical path reaches an agent turn about its file', () => {
  const rules = [
    { name: 'money', when: { critical: true }, use: 'reasoning', origin: 'repository' },
    { name: 'rest', when: {}, use: 'fast', origin: 'settings' },
  ] as const;
  const situation = situationWith({ policy: policyWith({ rules, critical: ['src/billing/**'] }) });
  const tierOf = (conversation: Conversation) => {
    const { plan } = decide(taskOf(conversation), situation);
    return plan.kind === 'direct' ? plan.choice.tier : plan.kind;
  };

  test.each([
    ['attached', attaching(), 'reasoning'],
    ['read', reading, 'reasoning'],
    ['edited', editing, 'reasoning'],
    ['about another file', elsewhere, 'fast'],
    ['about no file yet', agentLoop([]), 'fast'],
  ])('%s', (_, conversation, tier) => {
    expect(tierOf(conversation)).toBe(tier);
  });

  test('and stays with the loop at the next words', () => {
    const messages = [...editing.messages, { role: 'user', text: 'and now the tests' } as const];
    expect(isCritical(situation.policy, taskOf({ ...editing, messages }))).toBe(true);
  });
});

test.each([
  ['attached', attaching(), true],
  ['read', reading, true],
  ['edited', editing, true],
  ['elsewhere', elsewhere, false],
] as const)('a rule on a path, for a file that is %s', (_, conversation, isMatch) => {
  expect(matches({ path: ['src/**'] }, taskOf(conversation))).toBe(isMatch);
});

test.each([
  ['attached', attaching(), ['typescript'], true],
  ['edited', editing, ['typescript'], true],
  ['only read', reading, ['typescript'], false],
  ['edited in another language', elsewhere, ['typescript'], false],
  ['edited in prose', elsewhere, ['markdown'], true],
  ['not known', agentLoop([]), ['markdown'], false],
] as const)('a rule on a language, for a file that is %s', (_, conversation, language, isMatch) => {
  expect(matches({ language }, taskOf(conversation))).toBe(isMatch);
});

test.each([
  ['3-12', { minLines: 10 }, true],
  ['3-12', { minLines: 11 }, false],
  ['3-12', { maxLines: 10 }, true],
  ['3-12', { maxLines: 9 }, false],
  // How long a whole file is, nobody says: unknown is neither few nor many.
  [undefined, { maxLines: 9 }, false],
  [undefined, { minLines: 2 }, false],
] as const)('a rule on size, with lines %j attached: %j', (lines, when, isMatch) => {
  expect(matches(when, taskOf(attaching(lines)))).toBe(isMatch);
});

test('a rule on keywords reads the words alone', () => {
  expect(matches({ keywords: ['round'] }, taskOf(attaching()))).toBe(true);
  expect(matches({ keywords: ['code'] }, taskOf(attaching()))).toBe(false);
});

test('a command about a file is as before', () => {
  expect(matches({ language: ['typescript'], maxLines: 3 }, taskWith())).toBe(true);
  expect(matches({ language: ['python'] }, taskWith({ attachments: [{ path: 'a.py' }] }))).toBe(
    false,
  );
});
