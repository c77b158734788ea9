import * as vscode from 'vscode';
import { knownIn } from '../../evaluation/policyTests/parsePolicyTests.ts';
import type { PolicyTest } from '../../evaluation/policyTests/policyTest.ts';
import {
  type PolicyTestContext,
  type PolicyTestResult,
  runPolicyTests,
} from '../../evaluation/policyTests/runPolicyTests.ts';
import { policyTestsControllerId } from '../platform/contributed.ts';
import { currentText } from '../platform/currentText.ts';
import { HumanError } from '../platform/humanError.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import type { Services } from '../services.ts';
import { usualSituation } from '../../routing/dryRun/usualSituation.ts';
import { classifyPrompt } from '../tasks/classifier.ts';
import { readPolicyTests, type ReadTests } from './readPolicyTests.ts';
import { say } from '../platform/say.ts';

type Parts = Pick<Services, 'situation' | 'report'>;

/** A file of tests that is there. */
interface TestFile {
  readonly uri: vscode.Uri;
  readonly item: vscode.TestItem;
  readonly read: ReadTests;
}

/** The tests of policies in the Test Explorer: a file's item holds one for each situation, at its line. */
export class PolicyTests implements vscode.Disposable {
  private readonly parts: Parts;
  private readonly uris: () => readonly vscode.Uri[];
  private readonly controller: vscode.TestController;
  private readonly diagnostics =
    vscode.languages.createDiagnosticCollection(policyTestsControllerId);
  /** Runs that go on: these tests run again whenever something changes. */
  private readonly continuous = new Set<vscode.TestRunRequest>();
  private files: readonly TestFile[] = [];
  private reading: Promise<void> = Promise.resolve();

  /** @param uris where tests may be */
  constructor(parts: Parts, uris: () => readonly vscode.Uri[]) {
    this.parts = parts;
    this.uris = uris;
    this.controller = vscode.tests.createTestController(
      policyTestsControllerId,
      say('Tierwise Policy Tests'),
    );
    this.controller.refreshHandler = () => this.read();
    this.controller.createRunProfile(
      say('Run'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.asked(request, token),
      true,
      undefined,
      true,
    );
  }

  /** Reads the files again: unsaved changes count. One after the other, so that the newest text stays. */
  read(): Promise<void> {
    const readNow = () => this.readNow();
    this.reading = this.reading.then(readNow, readNow);
    return this.reading;
  }

  /** Call when the tests, the policy or the settings have changed: earlier results no longer count. */
  async changed(): Promise<void> {
    await this.read();
    this.controller.invalidateTestResults();
    for (const request of this.continuous) await this.run(once(request));
  }

  dispose(): void {
    this.continuous.clear();
    this.diagnostics.dispose();
    this.controller.dispose();
  }

  private async asked(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void> {
    if (request.continuous) {
      this.continuous.add(request);
      token.onCancellationRequested(() => this.continuous.delete(request));
    }
    // A watcher may be late.
    await this.read();
    await this.run(request.continuous ? once(request) : request);
  }

  private async readNow(): Promise<void> {
    const known = knownIn(await this.parts.situation.policy());
    const texts = await Promise.all(
      this.uris().map(async (uri) => ({ uri, text: await currentText(uri) })),
    );
    this.files = texts.flatMap(({ uri, text }) =>
      text === undefined ? [] : [this.fileOf(uri, readPolicyTests(text, known))],
    );
    this.controller.items.replace(this.files.map(({ item }) => item));
    this.diagnostics.clear();
    for (const { uri, read } of this.files) {
      this.diagnostics.set(uri, read.problems.map(diagnosticOf));
    }
  }

  private fileOf(uri: vscode.Uri, read: ReadTests): TestFile {
    const id = uri.toString();
    const item =
      this.controller.items.get(id) ?? this.controller.createTestItem(id, shownPath(uri), uri);
    item.error = read.problems.length > 0 ? mendFirst(read) : undefined;
    item.children.replace(
      read.tests.map(({ name, path }, place) => {
        const test = item.children.get(name) ?? this.controller.createTestItem(name, name, uri);
        test.range = read.rangeAt([...path, 'name']);
        // As in the file.
        test.sortText = String(place).padStart(4, '0');
        return test;
      }),
    );
    return { uri, item, read };
  }

  private async run(request: vscode.TestRunRequest): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      const context = await this.context();
      for (const file of this.files) await runFile(run, { file, request, context });
    } finally {
      run.end();
    }
  }

  /** What the tests are decided by, or why they cannot be decided now. */
  private async context(): Promise<PolicyTestContext | HumanError> {
    const { situation } = this.parts;
    try {
      const [policy, offer] = [await situation.policyAsWritten(), await situation.offer()];
      // Paths in tests are relative to their own folder.
      const usual = usualSituation({ ...offer, policy: { ...policy, folders: [] } });
      return {
        situation: { ...usual, evidence: new Map() },
        // By the shipped weights alone, so that a test passes for one developer as for all others.
        classify: (instruction) => classifyPrompt(instruction, {}, undefined),
      };
    } catch (error) {
      if (error instanceof HumanError) return error;
      throw error;
    }
  }
}

/**
 * A request of its own for each run of a continuous one: VS Code takes runs of one request that meet for parts of
 * one run, whose failures stay.
 */
function once({ include, exclude, profile }: vscode.TestRunRequest): vscode.TestRunRequest {
  return new vscode.TestRunRequest(include, exclude, profile, true);
}

interface RunPart {
  readonly file: TestFile;
  readonly request: vscode.TestRunRequest;
  readonly context: PolicyTestContext | HumanError;
}

async function runFile(run: vscode.TestRun, { file, request, context }: RunPart): Promise<void> {
  const { item, read } = file;
  if (read.problems.length > 0 && isAsked(request, item)) {
    run.errored(item, new vscode.TestMessage(mendFirst(read)));
  }
  for (const test of read.tests) {
    const child = item.children.get(test.name);
    if (!child || !isAsked(request, item, child)) continue;
    if (run.token.isCancellationRequested) {
      run.skipped(child);
      continue;
    }
    if (context instanceof HumanError) {
      run.errored(child, new vscode.TestMessage(context.message));
      continue;
    }
    runTest(run, { test, item: child, file, context });
    // The editor has its turn between two tests.
    await new Promise(setImmediate);
  }
}

interface TestPart {
  readonly test: PolicyTest;
  readonly item: vscode.TestItem;
  readonly file: TestFile;
  readonly context: PolicyTestContext;
}

function runTest(run: vscode.TestRun, { test, item, file, context }: TestPart): void {
  run.started(item);
  const startedMs = performance.now();
  const [result] = runPolicyTests([test], context) as [PolicyTestResult];
  const tookMs = performance.now() - startedMs;
  run.appendOutput(`${test.name}: ${result.sentence}\r\n`, undefined, item);
  const messages = result.failures.map(({ path, message }) => {
    // With a diff, VS Code would show no more of it at the line than the two tiers.
    const told = new vscode.TestMessage(message);
    told.location = new vscode.Location(file.uri, file.read.rangeAt(path));
    return told;
  });
  if (messages.length > 0) run.failed(item, messages, tookMs);
  else run.passed(item, tookMs);
}

/** Whether a run is to have a file, or one of its tests: it, or what contains it, is named and not left out. */
function isAsked(
  { include, exclude = [] }: vscode.TestRunRequest,
  ...path: readonly vscode.TestItem[]
): boolean {
  const isIn = (items: readonly vscode.TestItem[]) =>
    items.some((named) => path.some((item) => isSame(named, item)));
  return (include === undefined || isIn(include)) && !isIn(exclude);
}

/** An item that a request names may have been made again since. */
function isSame(a: vscode.TestItem, b: vscode.TestItem): boolean {
  return a.id === b.id && a.uri?.toString() === b.uri?.toString();
}

function mendFirst({ problems: [first, ...others] }: ReadTests): string {
  const { range, message } = first!;
  const line = range.start.line + 1;
  return others.length > 0
    ? say(
        'These tests cannot be read. Line {0}: {1} There are {2} more. Correct the file first.',
        line,
        message,
        others.length,
      )
    : say('These tests cannot be read. Line {0}: {1} Correct the file first.', line, message);
}

function diagnosticOf({ range, message }: ReadTests['problems'][number]): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message);
  made.source = 'Tierwise';
  return made;
}
