import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTriageWorld } from '../../../bench/triage/world.ts';
import { type PracticeServer, startPracticeServer } from '../../../demo/practiceServer/server.ts';
import { root } from '../../../scripts/tools.mjs';
import { parseWorkflow } from '../../../src/execution/workflow/parse/parseWorkflow.ts';
import type { WorkflowEnd } from '../../../src/execution/workflow/workflowEvents.ts';
import { played } from '../../support/workflowWorld.ts';

let practice: PracticeServer;
let scratch: string;
beforeAll(async () => {
  practice = await startPracticeServer({ pace: 0 });
  scratch = await mkdtemp(join(tmpdir(), 'shipped-'));
});
afterAll(async () => {
  await practice.close();
  await rm(scratch, { recursive: true });
});

/** Runs a shipped workflow on practice models; `tools` sets the results of its tools. */
async function ended(
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  tools: Readonly<Record<string, unknown>> = {},
): Promise<WorkflowEnd> {
  const folder = join(root, 'workflows');
  const { workflow, problems } = await parseWorkflow(
    await readFile(join(folder, `${name}.yaml`), 'utf8'),
    {
      name,
      tiers: ['fast', 'balanced', 'reasoning'],
      commands: [],
      readFile: (path: string) => readFile(join(folder, path), 'utf8'),
    },
  );
  expect(problems).toEqual([]);
  const { context, close } = await openTriageWorld(practice.url, scratch);
  const project = join(root, 'demo', 'workspace');
  const world = {
    context: {
      ...context,
      tool: async (tool: string) => tools[tool],
      readFile: async (path: string) => {
        const text = await readFile(join(project, path), 'utf8').catch(() => undefined);
        return text === undefined ? undefined : { text, language: 'typescript' };
      },
    },
    controller: new AbortController(),
  };
  try {
    const { end } = await played({ workflow: workflow!, inputs }, world);
    expect(end).toMatchObject({ status: 'done' });
    return end;
  } finally {
    await close();
  }
}

const none = { files: [], hunks: [], commits: [] };
const diff = [
  'diff --git a/src/cart.ts b/src/cart.ts',
  '--- a/src/cart.ts',
  '+++ b/src/cart.ts',
  '@@ -1 +1,2 @@',
  '-a',
  '+b',
  '+c',
  'diff --git a/new.ts b/new.ts',
  'new file mode 100644',
  '--- /dev/null',
  '+++ b/new.ts',
  '@@ -0,0 +1 @@',
  '+d',
  '',
].join('\n');

test('a commit message names what changes', async () => {
  const { value } = await ended('commitMessage', {}, { gitDiff: { ...none, text: diff } });
  expect(value).toBe('Change cart.ts and new.ts\n\nLines added: 3, removed: 1. (practice model)');
});

test('release notes sort commits by what they say', async () => {
  const subjects = ['Add search', 'fix: a lost cent', 'Remove the old API', 'Say it better.'];
  const commits = subjects.map((subject, index) => ({ hash: `abcdef0${index}`, subject }));
  const { value } = await ended('releaseNotes', {}, { gitDiff: { ...none, text: '', commits } });
  expect(value).toBe(
    [
      '## Breaking',
      '- Remove the old API.',
      '## Added',
      '- Add search.',
      '## Changed',
      '- Say it better.',
      '## Fixed',
      '- A lost cent.',
      '(practice model)',
    ].join('\n\n'),
  );
});

test('a module is explained by what it declares and where that is used', async () => {
  const references = { count: 4, references: [] };
  const { value } = await ended('explainModule', { module: 'src/cart.ts' }, { references });
  expect(value).toMatch(/^Practice model \(practice-medium\): `src\/cart.ts` declares /);
  expect(value).toContain('### Where it is used\n\n- `CartLine`: in 4 places');
});

const fields =
  'title: text of 1 to 80 letters; pages: whole number from 1; published: date; sold: yes or no';

test('scaffolded endpoints compile together, and their validation says what is wrong', async () => {
  const inputs = { resource: 'novel', fields, example: 'src/cart.ts', folder: 'src' };
  const { edits: inAnyOrder } = await ended('scaffoldEndpoints', inputs);
  // They are proposed in parallel, so each of them may come first.
  const edits = inAnyOrder.toSorted((a, b) => a.path.localeCompare(b.path));
  expect(edits.map(({ path }) => path)).toEqual([
    'src/novelEndpoints.ts',
    'src/novelTypes.ts',
    'src/novelValidation.ts',
  ]);
  const files = edits.map(({ path }) => join(scratch, path.replace('src/', '')));
  await Promise.all(files.map((file, index) => writeFile(file, edits[index]!.text)));
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
  });
  const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
  expect(problems).toEqual([]);
  const { problemsOfNew, problemsOfChange } = await import(files[2]!);
  const right = { title: 'Owls', pages: 10, published: '2026-02-28', sold: false };
  expect(problemsOfNew(right)).toEqual([]);
  const wrong = { title: ' ', pages: 1.5, published: '2026-02-30', sold: 'no', id: '1', x: 1 };
  expect(problemsOfChange(wrong).map(({ field }: { field: string }) => field)).toEqual([
    'id',
    'x',
    'title',
    'pages',
    'published',
    'sold',
  ]);
  expect(problemsOfNew({ ...right, title: undefined })).toEqual([
    { field: 'title', message: 'is missing' },
  ]);
}, 60_000);
