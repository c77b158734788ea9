import type { ModelCall, Part } from '../../src/providers/provider.ts';
import { finish, text, usage, type Answer, type Script } from './scriptedRun.ts';

/** A workflow with a step of every kind, whose models answer by `brain`. */
export const everyKind = `
description: A step of every kind
inputs: { subject: What about? }
model: fast
maxUsd: 1
agents:
  lead:
    { role: a lead, instructions: Lead., model: balanced, agents: [writer, critic], maxTasks: 3 }
  writer: { role: a writer, instructions: Write., model: fast, tools: [search, editFile] }
  critic: { role: a critic, instructions: Judge., model: reasoning }
steps:
  parts: { prompt: 'parts of {{ inputs.subject }}', output: { names: { list: text } } }
  both:
    parallel:
      left: { prompt: 'left' }
      right: { prompt: 'right of {{ left }}', model: balanced }
      far: { tool: search, with: { text: far } }
  each:
    forEach: parts.names
    as: name
    atOnce: 2
    steps:
      look: { prompt: 'look at {{ name }}' }
  way:
    branch:
      - when: 'both.left == "left!"'
        steps:
          change: { tool: editFile, with: { path: a.ts, text: 'two', startLine: 2 } }
          told: { prompt: 'told {{ change.changedLines }}', model: reasoning }
      - steps:
          never: { prompt: 'never' }
  team: { agent: lead, task: 'The team writes about {{ inputs.subject }}' }
  end: { prompt: 'end of {{ team }}' }
`;
export const everyKindFiles = { 'a.ts': 'one\n2\nthree\n' };

/** Answers by the last message, however often it is called. */
export const brain: Answer = async function* answer(call) {
  yield* partsFor(call);
};

function* partsFor({ system, messages }: ModelCall): Generator<Part> {
  const said = messages.at(-1)!.text;
  const turns = messages.filter(({ role }) => role === 'assistant').length;
  if (system.includes('a lead,') && turns === 0) {
    yield toolCall('d1', 'delegate', { agent: 'writer', task: 'Write it.' });
    yield toolCall('d2', 'delegate', { agent: 'critic', task: 'Judge it.' });
  } else if (system.includes('a writer,') && turns === 0) {
    yield toolCall('s1', 'search', { text: 'x' });
    yield toolCall('s2', 'editFile', { path: 'b.ts', text: 'new' });
  } else if (said.startsWith('parts')) yield text('{"names":["x","y","z"]}');
  else if (messages[0]!.text === said) yield text(`${said}!`);
  else yield text(`done after ${turns}`);
  yield usage;
  yield finish(turns === 0 && /a (lead|writer),/.test(system) ? 'toolCalls' : 'stop');
}

function toolCall(id: string, name: string, given: object): Part {
  return { kind: 'toolCall', call: { id, name, argumentsJson: JSON.stringify(given) } };
}

/** The brain behind every model, for any number of calls. */
export const brainScript: Script = Object.fromEntries(
  ['p/small', 'p/medium', 'p/large'].map((model) => [model, Array<Answer>(60).fill(brain)]),
);
