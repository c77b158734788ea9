import { expect, test } from 'vitest';
import type { WorkflowEvent } from '../../../../src/execution/workflow/workflowEvents.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import { asked, says } from '../../../support/scriptedRun.ts';
import { policyWith } from '../../../support/tasks.ts';
import { only, played, workflowFrom, workflowWorld } from '../../../support/workflowWorld.ts';

// What a run has read is known again after a resume, from the journal alone.
const yaml = `
description: Trial
model: fast
steps:
  read: { tool: readFile, with: { path: secret/a.ts } }
  think: { prompt: 'Think of {{ read.text }}' }
  more: { prompt: 'More of {{ think }}' }
`;
const files = { 'secret/a.ts': 'key', 'src/b.ts': 'b' };
const policy = policyWith({
  localRules: [{ name: 'keys', when: { path: ['secret/**'] }, origin: 'settings' }],
});
const provider = { name: 'P', simulated: false, state: { state: 'ready' } } as const;
const here: Partial<Situation> = {
  policy,
  providers: new Map([['p', { ...provider, isLocal: true }]]),
};
const there: Partial<Situation> = { policy, providers: new Map([['p', provider]]) };

async function events(situation: Partial<Situation>, earlier?: readonly WorkflowEvent[]) {
  const world = workflowWorld({ 'p/small': [says('one'), says('two')] }, { files, situation });
  const run = await played(
    {
      workflow: await workflowFrom(yaml),
      ...(earlier && { earlier: { use: 'resume', events: earlier } as const }),
    },
    world,
  );
  return { ...run, world };
}

test('a run keeps what it has read, and every decision after that says why it stays', async () => {
  const { events: all, end } = await events(here);
  expect(end.status).toBe('done');
  expect(only(all, 'filesRead')).toEqual([
    { kind: 'filesRead', files: [{ path: 'secret/a.ts', language: 'typescript' }] },
  ]);
  const stay = { rule: 'keys', origin: 'settings', path: 'secret/a.ts' };
  expect(only(all, 'decided').map((each) => each.stay)).toEqual([stay, stay]);
});

test('what follows kept work stays, although the rule is about work of another type', async () => {
  const debugOnly = policyWith({
    localRules: [
      { name: 'keys', when: { path: ['secret/**'], taskType: ['debug'] }, origin: 'settings' },
    ],
  });
  const world = workflowWorld(
    { 'p/large': [says('one')], 'p/small': [says('one'), says('two')] },
    { files, situation: { ...here, policy: debugOnly } },
  );
  const workflow = await workflowFrom(yaml.replace('think: {', 'think: { taskType: debug,'));
  const { events: all } = await played({ workflow }, world);
  expect(only(all, 'decided').map(({ stay }) => stay?.rule)).toEqual(['keys', 'keys']);
});

test.each(['filesRead', 'decided', 'none'] as const)(
  'a run that is resumed without a model here asks none, with a journal of %s',
  async (kept) => {
    const { events: all } = await events(here);
    const at = all.findIndex((event) => event.kind === 'stepEnded' && event.step === 'think');
    // A journal of an earlier version has neither event; then the values say what was read.
    const journal = all
      .slice(0, at + 1)
      .filter(({ kind }) => kind !== 'filesRead' || kept === 'filesRead')
      .map((event): WorkflowEvent => {
        if (event.kind !== 'decided' || kept === 'decided') return event;
        const { stay: _, ...rest } = event;
        return rest;
      })
      .map((event): WorkflowEvent =>
        kept === 'decided' && event.kind === 'stepEnded' && event.step === 'read'
          ? { ...event, value: 'key' }
          : event,
      );
    const { end, world } = await events(there, journal);
    expect(end.problem).toMatch(/stays on this machine: rule “keys”/);
    expect(asked(world)).toEqual([]);
  },
);

test('a journal of a workspace whose folders have changed is not resumed; one of one folder is', async () => {
  const workflow = await workflowFrom(yaml);
  const journalIn = async (folders?: readonly string[]) => {
    const world = workflowWorld({ 'p/small': [says('one'), says('two')] }, { files });
    const context = { ...world.context, ...(folders && { folders }) };
    return (await played({ workflow }, { ...world, context })).events;
  };
  const resumeIn = async (journal: readonly WorkflowEvent[], folders?: readonly string[]) => {
    const world = workflowWorld({ 'p/small': [says('one'), says('two')] }, { files });
    const context = { ...world.context, ...(folders && { folders }) };
    const earlier = { use: 'resume', events: journal } as const;
    return (await played({ workflow, earlier }, { ...world, context })).end;
  };
  const ofTwo = await journalIn(['api', 'web']);
  expect((await resumeIn(ofTwo, ['api', 'web'])).status).toBe('done');
  for (const folders of [['api', 'shop'], ['web', 'api'], undefined]) {
    expect((await resumeIn(ofTwo, folders)).problem).toMatch(
      /folders of this workspace have changed/,
    );
  }
  expect((await resumeIn(await journalIn(), ['api', 'web'])).status).toBe('done');
});

test('a new file of a run before paths named their folder is put into none', async () => {
  const yamlWithEdit = `
description: Trial
steps:
  make: { tool: editFile, with: { path: new.ts, text: x } }
`;
  const workflow = await workflowFrom(yamlWithEdit);
  const { events: journal } = await played({ workflow }, workflowWorld({}, { files }));
  const world = workflowWorld({}, { files });
  const context = { ...world.context, folders: ['api', 'web'] };
  const earlier = { use: 'resume', events: journal } as const;
  const { end } = await played({ workflow, earlier }, { ...world, context });
  expect(end.problem).toMatch(/the new file new\.ts .* not clear where it belongs/);
});
