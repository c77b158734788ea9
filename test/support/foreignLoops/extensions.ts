import { agentTools } from '../agentLoops.ts';
import { answers } from './vscodeAgent.ts';
import { type ForeignRequest, said, user } from './foreignLoop.ts';

/*
 * Requests that VS Code and other extensions make beside a loop. Through `vscode.lm` they have no system text, so it
 * comes as a message of its own. Shapes: github.com/microsoft/vscode-copilot-chat at 31acd00a,
 * prompts/node/panel/title.tsx, git, github and agent/summarizedConversationHistory.tsx;
 * github.com/gitkraken/vscode-gitlens, packages/plus/ai/src/prompts.ts; github.com/RooCodeInc/Roo-Code at cb836567,
 * src/shared/support-prompt.ts and src/core/condense; extensions that write commit messages through `vscode.lm`.
 */

const question = (...messages: ForeignRequest['conversation']['messages']) => ({
  system: '',
  tools: [],
  messages,
});

const diff = (lines: number) =>
  `diff --git a/src/cart.ts b/src/cart.ts\n--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -1,3 +1,4 @@\n${'+export const rate = 2;\n'.repeat(lines)}`;

const compaction =
  'Create a summary of the conversation so far that another engineer can go on from: what was asked, which files matter, what is left to do. '.repeat(
    3,
  );
const summarizer = 'Your task is summarizing conversations, and nothing else. Do not call tools.';
const loop = [
  user('<user_message>\nAdd a discount\n</user_message>'),
  ...answers(0, [['read_file', { path: 'src/cart.ts' }, 'x']]),
];

export const extensionRequests: readonly ForeignRequest[] = [
  {
    name: 'a title, with its system text as the first message of the user',
    conversation: question(
      user('You find short titles for conversations with a chatbot.'),
      user('Write a title for this request:\n\nAdd a discount to the cart'),
    ),
    right: { kind: 'side', side: 'title', tier: 'fast' },
  },
  {
    name: 'a commit message, with its system text as the first message of the user',
    conversation: question(
      user('You are the author of a commit message in git and keep to conventional commits.'),
      user(diff(20)),
    ),
    right: { kind: 'side', side: 'commitMessage', tier: 'fast' },
  },
  {
    name: 'a commit message with a system text',
    conversation: {
      ...question(user(diff(20))),
      system: 'You write commit messages from diffs. Answer with the message alone.',
    },
    right: { kind: 'side', side: 'commitMessage', tier: 'fast' },
  },
  {
    name: 'a commit message in one long message',
    conversation: question(
      user(
        `You sum up changes of code in a commit message, from a diff and perhaps some context.\n\nThe changes:\n<~~diff~~>\n${diff(40)}\n</~~diff~~>\n\nWrite the summary of your commit message inside <summary> and its body inside <body>, and no other text.\n\nNow create the commit message, from the diff and any context`,
      ),
    ),
    right: { kind: 'side', side: 'commitMessage', tier: 'fast' },
  },
  {
    name: 'the same with a diff of many files',
    conversation: question(
      user(
        `You sum up changes of code in a commit message, from a diff.\n\n<~~diff~~>\n${diff(4000)}\n</~~diff~~>\n\nWrite it inside <summary>, and no other text.`,
      ),
    ),
    right: { kind: 'side', side: 'commitMessage', tier: 'fast' },
  },
  {
    name: 'the title and description of a pull request',
    conversation: question(
      user(
        `You sum up changes of code in a pull request title and description, from a diff and a list of commits.\n<~~diff~~>\n${diff(40)}\n</~~diff~~>\n\nWrite them inside <summary> and <body>, and no other text.`,
      ),
    ),
    right: { kind: 'side', side: 'commitMessage', tier: 'fast' },
  },
  {
    name: 'a stash message',
    conversation: question(
      user(
        `You find a stash message for changes that are not committed, from a diff.\n<~~diff~~>\n${diff(40)}\n</~~diff~~>\n\nWrite it inside <summary>, and no other text.`,
      ),
    ),
    right: { kind: 'side', side: 'commitMessage', tier: 'fast' },
  },
  {
    name: 'the summary of a conversation whose tools became text',
    conversation: {
      ...question(
        user('<user_message>\nAdd a discount\n</user_message>'),
        said('[Tool Use: read_file]\n{"path":"src/cart.ts"}'),
        user('[Tool Result]\n1 | export const total = 1;'),
        user(compaction),
      ),
      system: summarizer,
    },
    right: { kind: 'side', side: 'summary', tier: 'fast' },
  },
  {
    name: 'the same with the agent’s tools',
    conversation: {
      system: summarizer,
      tools: agentTools,
      messages: [...loop, user(compaction)],
    },
    right: { kind: 'side', side: 'summary' },
  },
  {
    name: 'a summary that is asked for inside the loop',
    conversation: {
      system: 'You are an expert programmer. '.repeat(200),
      tools: agentTools,
      messages: [
        ...loop,
        user(
          `Create a summary of the whole conversation with all that is needed to continue the work. ${'Keep file names, errors and decisions. '.repeat(10)}`,
        ),
      ],
    },
    right: { kind: 'side', side: 'summary' },
  },
  {
    name: 'a prompt that is to be worded better',
    conversation: question(
      user(
        'Write an enhanced version of this prompt (only the prompt itself, no explanations or quotes):\n\nfix the cart',
      ),
    ),
    right: { kind: 'side', side: 'rewording', tier: 'fast' },
  },
  {
    name: 'the developer asks about commit messages',
    conversation: question(user('What makes a good commit message? Explain it with an example.')),
    right: { words: 'What makes a good commit message? Explain it with an example.' },
  },
  {
    name: 'an extension that translates',
    conversation: question(
      user(
        'You are a translator. Translate the values of this JSON file to German. Answer with JSON alone.',
      ),
      user('{"cart.total":"Total"}'),
    ),
    right: {},
  },
];
