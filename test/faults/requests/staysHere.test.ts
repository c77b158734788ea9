import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { classifyWithModel } from '../../../src/execution/classifyWithModel.ts';
import { kitOf } from '../../../src/execution/gates/gate.ts';
import { createJudgeGate } from '../../../src/execution/gates/judge/judge.ts';
import { decideRequest, runRequest } from '../../../src/execution/request.ts';
import type { WorkflowContext } from '../../../src/execution/workflow/workflowContext.ts';
import { createProvider } from '../../../src/providers/createProvider.ts';
import { isLocalEndpoint } from '../../../src/providers/http/hosts.ts';
import { stayOfUnknown } from '../../../src/routing/policy/localRules.ts';
import { toTiers } from '../../../src/routing/policy/shippedPolicy.ts';
import type { Rule } from '../../../src/routing/policy/policy.ts';
import { filesSeen } from '../../../src/routing/reading/filesSeen.ts';
import type { Escalation, ProviderFacts, Situation } from '../../../src/routing/situation.ts';
import { conversationTask, type Task } from '../../../src/routing/task.ts';
import type { Message } from '../../../src/routing/conversation.ts';
import type { GatedPlan } from '../../../src/routing/decision.ts';
import { scriptedWorld } from '../../support/scriptedRun.ts';
import { modelWith, policyWith, situationWith, taskWith } from '../../support/tasks.ts';
import {
  eventStream,
  plainAnswer,
  startWireServer,
  type WireServer,
} from '../../support/wireServer.ts';
import { wires } from '../../support/wires.ts';
import { played, workflowFrom, workflowWorld } from '../../support/workflowWorld.ts';

// Two servers on loopback. One counts as a machine elsewhere, because its settings name a host elsewhere; the rule
// `keys` keeps `secret/**` here. Whatever is done with such a file, nothing of it may arrive at the other server.
const canary = 'CANARY_47c1_of_the_kept_file';
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

/** What the server here answers, call by call; a text when it has run out. */
let script: (string | number | { readonly tool: string; readonly given: object })[] = [];
let here: WireServer;
let there: WireServer;
beforeAll(async () => {
  here = await startWireServer((socket, request) => answer(script.shift())(socket, request));
  there = await startWireServer((socket, request) => answer(script.shift())(socket, request));
});
afterAll(() => Promise.all([here.close(), there.close()]));
let before = { here: 0, there: 0 };
beforeEach(() => {
  script = [];
  before = { here: here.requests.length, there: there.requests.length };
});

function answer(next: (typeof script)[number] | undefined = 'An answer.') {
  if (typeof next === 'number') return plainAnswer(next, '{"error":{"message":"down"}}');
  const parts =
    typeof next === 'string'
      ? [wire.text(next), ...wire.closing('stop', wire.plainUsage)]
      : [
          ...wire.toolCall({ id: 'c1', name: next.tool, pieces: [JSON.stringify(next.given)] }),
          ...wire.closing('tool_calls', wire.plainUsage),
        ];
  return eventStream([...wire.opening, ...parts]);
}

const addresses = { here: 'http://127.0.0.1:1/v1', there: 'https://models.example/v1' };

function facts(id: 'here' | 'there'): ProviderFacts {
  const isLocal = isLocalEndpoint(addresses[id]);
  return { name: id, simulated: false, state: { state: 'ready' }, ...(isLocal && { isLocal }) };
}

function situation(rules: readonly Rule[] = [], fields: Partial<Situation> = {}): Situation {
  const models = (['here/m', 'here/n', 'there/m', 'there/n'] as const).map((each) =>
    modelWith(each, {
      contextTokens: each.startsWith('here') ? 50_000 : 900_000,
      capabilities: { tools: true },
    }),
  );
  return situationWith({
    policy: policyWith({
      tiers: toTiers({
        elsewhere: ['there/m'],
        fast: ['there/m', 'here/m', 'there/n'],
        reasoning: ['there/n', 'here/n'],
      }),
      rules,
      localRules: [{ name: 'keys', when: { path: ['secret/**'] }, origin: 'settings' }],
    }),
    catalog: new Map(models.map((model) => [model.reference, model])),
    providers: new Map([
      ['here', facts('here')],
      ['there', facts('there')],
    ]),
    ...fields,
  });
}

const provider: WorkflowContext['provider'] = async (id) => {
  const server = id === 'here' ? here : there;
  return createProvider(
    {
      id,
      name: id,
      wire: 'openaiCompatible',
      baseUrl: `${server.url}/v1`,
      auth: 'none',
      discover: false,
      simulated: false,
    },
    async () => undefined,
  );
};

const kept = taskWith({
  path: 'secret/a.ts',
  fileText: canary,
  target: { startLine: 1, endLine: 1, text: canary },
});

async function request(task: Task, now: Situation, escalation?: Escalation): Promise<string> {
  const { context } = scriptedWorld({});
  const attempts = { ...context, provider };
  const { decision } = decideRequest(task, now, { ...(escalation && { escalation }) });
  const { plan } = decision;
  if (plan.kind === 'refuse') return 'refused';
  const budgetGuard = { limits: () => [], askToRaise: async () => false };
  const gates = async (gated: GatedPlan) =>
    kitOf([createJudgeGate({ requestId: 'r', judges: gated.judges, context: attempts })]);
  const asker = { requestId: 'r', sessionId: 's', workspace: 'w', subject: 'test' };
  const toRun = { task, decision, plan, asker, maxOutputTokens: 500, budgetGuard, gates };
  let outcome = '';
  for await (const event of runRequest(toRun, attempts, new AbortController().signal)) {
    if (event.kind === 'finished') outcome = event.end.outcome;
  }
  return outcome;
}

async function workflow(yaml: string, options: Parameters<typeof workflowWorld>[1] = {}) {
  const world = workflowWorld(
    {},
    { files: { 'secret/a.ts': canary, 'src/b.ts': 'b' }, ...options },
  );
  const context = { ...world.context, provider, situation: async () => situation() };
  const { end } = await played(
    { workflow: await workflowFrom(yaml, ['elsewhere', 'fast', 'reasoning']) },
    { context, controller: world.controller },
  );
  return end;
}

const rule = (use: Rule['use']): Rule => ({ name: 'tier', when: {}, use, origin: 'settings' });
const judge = { gates: ['judge'], judge: 'there/n' } as const;
const chat = (messages: readonly Message[], fields: Partial<Task>): Task => ({
  ...conversationTask(
    { id: 't', type: 'other', instruction: 'Why?' },
    { system: '', messages, tools: [] },
  ),
  ...fields,
});
const says = (text: string): Message => ({ role: 'user', text });

const steps = (rest: string) => `description: Trial\nsteps:\n${rest}`;
const readsFirst = `  read:\n    tool: readFile\n    with: { path: secret/a.ts }\n`;

/** Each way by which the text of a kept file might leave, and what the server here says meanwhile. */
const ways: readonly [way: string, go: () => Promise<unknown>, arrives: boolean][] = [
  ['a request', () => request(kept, situation([rule('fast')])), true],
  [
    'a fallback after a failure',
    () => {
      script = [500, 500, 500, 500, 500, 500];
      return request(kept, situation([rule('fast')]));
    },
    true,
  ],
  [
    'a larger window after “too long”',
    () => {
      const large = { ...kept, fileText: canary + ' word'.repeat(100) };
      return request(large, situation([rule('fast')]));
    },
    true,
  ],
  ['an escalation', () => request(kept, situation(), { from: 'fast', to: 'top' }), true],
  [
    'a cascade with a judge elsewhere',
    () => request(kept, situation([rule({ cascade: ['fast', 'reasoning'], ...judge })])),
    true,
  ],
  [
    'a speculation with a judge elsewhere',
    () => request(kept, situation([rule({ speculate: ['fast', 'reasoning'], ...judge })])),
    true,
  ],
  [
    'a pick of a model elsewhere',
    () => {
      const { policy } = situation();
      const tiers = toTiers({ cloud: ['there/m'], fast: ['here/m'] });
      const pick = { tier: 'cloud', pinned: {} };
      return request(kept, situation([], { pick, policy: { ...policy, tiers } }));
    },
    false,
  ],
  [
    'a chat attachment',
    () => request(chat([says(canary)], { attachments: [{ path: 'secret/a.ts' }] }), situation()),
    true,
  ],
  [
    'a later turn of that chat',
    () =>
      request(chat([says(canary), says('And?')], { seen: [{ path: 'secret/a.ts' }] }), situation()),
    true,
  ],
  [
    'an agent of a chat that has read it',
    () => {
      const call = { id: '1', name: 'read_file', argumentsJson: '{"filePath":"secret/a.ts"}' };
      const messages: Message[] = [
        says('Look.'),
        { role: 'assistant', text: '', toolCalls: [call] },
        { role: 'tool', callId: '1', text: canary },
      ];
      const seen = filesSeen(messages).map((path) => ({ path }));
      return request(chat(messages, { seen }), situation());
    },
    true,
  ],
  [
    'the question about its task type',
    async () => {
      const asked = chat([says(canary)], { seen: [{ path: 'secret/a.ts' }] });
      const now = situation();
      const stay = stayOfUnknown(now.policy, asked);
      const guess = {
        taskType: 'other',
        confidence: 0.1,
        reasoning: 0,
        signals: [],
        likely: [{ taskType: 'other', probability: 1 }],
      } as const;
      await classifyWithModel(
        canary,
        guess,
        async () => {
          await request({ ...asked, ...(stay && { stay }) }, now);
          return '{}';
        },
        { report: () => undefined },
      );
    },
    true,
  ],
  [
    'a step of a workflow',
    () =>
      workflow(steps(`${readsFirst}  think:\n    prompt: "{{ read.text }}"\n    model: fast\n`)),
    true,
  ],
  [
    'a step that names a tier elsewhere',
    () =>
      workflow(
        steps(`${readsFirst}  think:\n    prompt: "{{ read.text }}"\n    model: elsewhere\n`),
      ),
    false,
  ],
  [
    'an edit of it by a step',
    () => {
      script = ['```\nnew\n```'];
      return workflow(
        steps('  fix:\n    prompt: Fix it.\n    model: fast\n    edit: { path: ./secret//a.ts }\n'),
      );
    },
    true,
  ],
  [
    'an agent that reads it while it works',
    () => {
      script = [{ tool: 'readFile', given: { path: 'src/../secret/a.ts' } }, 'Done.'];
      return workflow(
        'description: Trial\nagents:\n  reader:\n    role: a reader\n    instructions: Read.\n    model: fast\n    tools: [readFile]\nsteps:\n  go:\n    agent: reader\n    task: Look.\n',
      );
    },
    true,
  ],
  [
    'a match of a search',
    () =>
      workflow(
        steps(
          '  find:\n    tool: search\n    with: { text: x }\n  think:\n    prompt: "{{ find.matches[0].text }}"\n    model: fast\n',
        ),
        {
          tools: {
            search: () => ({ matches: [{ path: 'secret/a.ts', line: 1, text: canary }], count: 1 }),
          },
        },
      ),
    true,
  ],
  [
    'a file that was renamed out of the folder, in a diff',
    () =>
      workflow(
        steps(
          '  changes:\n    tool: gitDiff\n  think:\n    prompt: "{{ changes.text }}"\n    model: fast\n',
        ),
        {
          tools: {
            gitDiff: () => ({
              text: `rename from secret/a.ts\nrename to src/a.ts\n--- a/secret/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-${canary}\n+b`,
              files: ['src/a.ts'],
              hunks: [],
              commits: [],
            }),
          },
        },
      ),
    true,
  ],
  [
    'the output of a command that quotes it',
    () =>
      workflow(
        steps(
          '  run:\n    tool: command\n    with: { name: tests }\n  think:\n    prompt: "{{ run.output }}"\n    model: fast\n',
        ),
        {
          tools: {
            command: () => ({
              passed: false,
              exitCode: 1,
              output: `at f (/tmp/copy-1/project/secret/a.ts:3:9)\n${canary}`,
            }),
          },
        },
      ),
    true,
  ],
];

test.each(ways)('nothing of a kept file leaves by %s', async (_way, go, arrives) => {
  await go();
  const arrivedAt = ({ requests }: WireServer, from: number) =>
    requests.slice(from).filter(({ text }) => text.includes(canary)).length;
  expect(arrivedAt(there, before.there)).toBe(0);
  expect(arrivedAt(here, before.here) > 0).toBe(arrives);
});

test('the same work on another file does go elsewhere, so the rule is what keeps it', async () => {
  await request({ ...kept, path: 'src/b.ts' }, situation([rule('fast')]));
  expect(there.requests.slice(before.there).some(({ text }) => text.includes(canary))).toBe(true);
});

test('a step that finds no model here fails with the rule, the file and the next step', async () => {
  const end = await workflow(
    steps(`${readsFirst}  think:\n    prompt: "{{ read.text }}"\n    model: elsewhere\n`),
  );
  expect(end.problem).toMatch(
    /stays on this machine: rule “keys” for secret\/a\.ts, and no model of elsewhere is ready here\..*Start a local model server.*change the rule/,
  );
});
