import { agentTools, calls } from '../agentLoops.ts';
import { type ForeignRequest, said, tool, user } from './foreignLoop.ts';
import { answers, asks, vscodeAgent } from './vscodeAgent.ts';

/* How developers go on with VS Code's agent, and the smaller requests of VS Code (sources: `vscodeAgent.ts`). */

const { read, edit, tests } = calls;
const words = 'Add a discount for orders over 100 euros to the cart';
const done = [
  asks(words),
  ...answers(0, [read()], [edit()], [tests(0)]),
  said('The discount is in.'),
];
const proposed = [
  asks(words),
  ...answers(0, [read()]),
  said('I would add a rate to total(). Shall I do that?'),
];
const halfway = [asks(words), ...answers(0, [read()], [edit()], [tests(2)]), said('Two fail.')];

/** Words that say no more than that the agent is to go on. */
const goesOn = [
  'continue',
  'Yes, go on',
  'yes please',
  'ok do it',
  'go ahead',
  'Continue to iterate?',
  'Start implementation',
  'weiter',
  'Ja, mach das bitte',
  'sí, continúa',
  'oui, vas-y',
  '继续',
  '続けてください',
  'да, продолжай',
];

const inline = {
  system:
    '<instructions>\nYou change one file where the cursor is, by one call of a tool, and say nothing else.\n</instructions>',
  tools: [
    tool('replace_string_in_file', 'filePath oldString newString', 'Changes a place in a file.'),
    tool('insert_edit_into_file', 'filePath code explanation', 'Inserts code into a file.'),
  ],
};
const inlineAsks = [
  user(
    'This is `/w/src/cart.ts`:\n<file>\nexport const total = 1;\n</file>\n<reminder>\nFocus on the selection.\n</reminder>',
  ),
  user('<prompt>\nround to cents\n</prompt>'),
];

export const vscodeTalks: readonly ForeignRequest[] = [
  ...goesOn.map((more): ForeignRequest => ({
    name: `“${more}” after a proposal`,
    conversation: vscodeAgent([...proposed, asks(more)]),
    right: { words, kind: 'choose', turns: 2, types: ['feature'] },
  })),
  {
    name: '“continue” while tests fail',
    conversation: vscodeAgent([...halfway, asks('continue')]),
    right: { words, kind: 'repair', turns: 4, troubles: ['checkFailed'], tier: 'balanced' },
  },
  {
    name: '“go on” twice',
    conversation: vscodeAgent([
      ...proposed,
      asks('go on'),
      ...answers(1, [edit()]),
      said('Half of it is in.'),
      asks('go on'),
    ]),
    right: { words, kind: 'choose', turns: 4, types: ['feature'] },
  },
  {
    name: '“yes” with a wish of its own',
    conversation: vscodeAgent([...proposed, asks('yes, but only for orders of companies')]),
    right: { words: 'yes, but only for orders of companies', kind: 'plan', types: ['feature'] },
  },
  {
    name: 'the developer says that it is wrong',
    conversation: vscodeAgent([...done, asks('No, that is wrong. It must not apply to vouchers.')]),
    right: { kind: 'plan', types: ['feature', 'debug'], tier: 'reasoning' },
  },
  {
    name: 'the developer says that it still fails',
    conversation: vscodeAgent([...done, asks('still broken')]),
    right: { kind: 'plan', types: ['feature', 'debug'], tier: 'reasoning' },
  },
  {
    name: 'the developer wants another try',
    conversation: vscodeAgent([...done, asks('Try again')]),
    right: { kind: 'plan', types: ['feature', 'debug'], tier: 'reasoning' },
  },
  {
    name: 'a correction in German',
    conversation: vscodeAgent([...done, asks('Nein, das stimmt so nicht.')]),
    right: { kind: 'plan', types: ['feature', 'debug'], tier: 'reasoning' },
  },
  {
    name: 'the developer changes the subject',
    conversation: vscodeAgent([...done, asks('Explain how the login page finds the session')]),
    right: { words: 'Explain how the login page finds the session', types: ['explain'], turns: 0 },
  },
  {
    name: 'an inline change',
    conversation: { ...inline, messages: inlineAsks },
    right: { words: 'round to cents', kind: 'edit', by: 'agent', tier: 'balanced' },
  },
  {
    name: 'an inline change that did not apply',
    conversation: {
      ...inline,
      messages: [
        ...inlineAsks,
        ...answers(0, [
          [
            'replace_string_in_file',
            { filePath: '/w/src/cart.ts', oldString: 'x', newString: 'y' },
            'Could not find matching text to replace.',
          ],
        ]),
        user(
          '<feedback>\nEditing this file did not produce the desired result, so look at it again.\n</feedback>',
        ),
      ],
    },
    right: { words: 'round to cents', kind: 'repair', troubles: ['toolFailed'], tier: 'balanced' },
  },
  {
    name: 'a search that the agent handed over',
    conversation: {
      system:
        'You look things up in this code base with the search tools. At the end return a message with ONLY the <final_answer> tag.',
      tools: agentTools.filter(({ name }) => /read_file|search/.test(name)),
      messages: [user('Find where discounts are computed'), ...answers(0, [read()])],
    },
    right: { words: 'Find where discounts are computed', kind: 'read', by: 'subagent' },
  },
  {
    name: 'the last turn of such a search',
    conversation: {
      system:
        'You look things up in this code base. At the end return a message with ONLY the <final_answer> tag.',
      tools: agentTools.filter(({ name }) => /read_file|search/.test(name)),
      messages: [
        user('Find where discounts are computed'),
        ...answers(0, [read()], [read('/w/b.ts')]),
        user('OK, your allotted iterations are finished: say which places you found.'),
      ],
    },
    right: { words: 'Find where discounts are computed', kind: 'read', by: 'subagent', turns: 2 },
  },
  {
    name: 'no tools any more, so the answer is text',
    conversation: vscodeAgent([asks(words), ...answers(0, [read()], [edit()])], { tools: [] }),
    right: { words, kind: 'answer', turns: 2 },
  },
];
