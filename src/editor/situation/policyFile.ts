import * as vscode from 'vscode';
import type { SpendingLimits } from '../../routing/budgets/requestLimits.ts';
import type { FileRecord, PolicyPart, WrittenLines } from '../../routing/overview/record.ts';
import type { WrittenPolicy } from '../../routing/policy/parsePolicy.ts';
import type { LocalRule } from '../../routing/policy/policy.ts';
import { readCurrentText } from '../platform/currentText.ts';
import { HumanError } from '../platform/humanError.ts';
import { openPolicyReader } from './door.ts';
import { mergePolicies } from './mergePolicies.ts';
import { say } from '../platform/say.ts';

const noPolicy: WrittenPolicy = { rules: [], critical: [] };

/** The policy of one folder, as it was read last. */
interface FolderPolicy {
  /** Undefined when there is none, or when it must be read again. */
  readonly text: string | undefined;
  /** Why the text itself is not certain. */
  readonly fault?: string | undefined;
  readonly lastGood: WrittenPolicy;
  /** Lines of the last good policy. */
  readonly lines: WrittenLines;
  /** What stays on this machine although the text has an error. */
  readonly unread?: LocalRule | undefined;
  /** Problems in the text itself. */
  readonly problems: readonly vscode.Diagnostic[];
}

/** What a policy file is checked against. */
export interface KnownToPolicy {
  /** Names of the user's tiers. */
  readonly tiers: readonly string[];
  /** What the user lets one request spend. */
  readonly limits: SpendingLimits;
}

const noLines: WrittenLines = { rules: new Map(), parts: new Map() };
const unread: FolderPolicy = { text: undefined, lastGood: noPolicy, lines: noLines, problems: [] };

/**
 * The `.tierwise/policy.yaml` of each folder of the workspace. While a file has an error, its last good
 * policy stays in force and the error is shown at its line. Read only in trusted workspaces.
 */
export class PolicyFile implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('tierwise');
  private readonly disposables: vscode.Disposable[] = [this.diagnostics];
  private readonly known: () => Promise<KnownToPolicy>;
  private policy: WrittenPolicy = noPolicy;
  private folders: ReadonlyMap<string, FolderPolicy> = new Map();
  /** By folder, the parts that another one sets first. */
  private unused: ReadonlyMap<string, readonly PolicyPart[]> = new Map();
  private reading: Promise<void> = Promise.resolve();

  constructor(known: () => Promise<KnownToPolicy>) {
    this.known = known;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.tierwise/policy.yaml');
    const look = () => void this.read();
    this.disposables.push(
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate(look),
      watcher.onDidDelete(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const changed = document.uri.toString();
        if (policyUris().some((uri) => uri.toString() === changed)) look();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
    );
  }

  /** Where the first folder's policy file is or would be; undefined without a folder. */
  get uri(): vscode.Uri | undefined {
    return policyUris()[0];
  }

  /** The last good policy of all folders. Reads the files each time, because a watcher may be late. */
  async current(): Promise<WrittenPolicy> {
    await this.read();
    return this.policy;
  }

  /** What was read of each folder that has a policy file, with its lines. */
  async record(): Promise<readonly FileRecord[]> {
    await this.read();
    return [...this.folders].flatMap(([uri, folder]): FileRecord[] => {
      const { text, lines, problems, unread: kept } = folder;
      if (text === undefined) return [];
      return [
        {
          path: vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
          uri,
          policy: inForce(folder),
          lines,
          isOlder: problems.some(isError),
          ...(kept && { unread: kept }),
          unused: this.unused.get(uri) ?? [],
          remarks: problems.map(({ range, message }) => ({ line: range.start.line + 1, message })),
        },
      ];
    });
  }

  /** Throws HumanError at the first error in a file, as it was read last: an older policy is in force then. */
  refuseErrors(): void {
    for (const [uri, { problems }] of this.folders) {
      const error = problems.find(isError);
      if (!error) continue;
      const path = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
      const line = error.range.start.line + 1;
      throw new HumanError(
        say(
          '{0} has an error in line {1}, so an older policy is in force: {2} Correct it first.',
          path,
          line,
          error.message,
        ),
      );
    }
  }

  /** Checks the files again, because the names of tiers may have changed. */
  reread(): void {
    this.folders = new Map(
      [...this.folders].map(([uri, folder]) => [uri, { ...folder, text: undefined }]),
    );
    void this.read();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  // Readings run one after the other, so that an older text never replaces a newer one.
  private read(): Promise<void> {
    const readNow = () => this.readNow();
    this.reading = this.reading.then(readNow, readNow);
    return this.reading;
  }

  private async readNow(): Promise<void> {
    const uris = policyUris();
    const read = await Promise.all(uris.map((uri) => this.readFolder(uri)));
    const before = this.folders;
    this.folders = new Map(uris.map((uri, index) => [uri.toString(), read[index]!]));
    const isSame = ([uri, folder]: [string, FolderPolicy]) => before.get(uri) === folder;
    if (before.size === this.folders.size && [...this.folders].every(isSame)) return;
    const { policy, unused } = mergePolicies(read.map(inForce));
    this.policy = policy;
    this.unused = new Map(uris.map((uri, index) => [uri.toString(), unused[index]!]));
    this.diagnostics.clear();
    for (const [index, uri] of uris.entries()) {
      const notes = unused[index]!.map((part) => noteUnused(part, uris));
      const found = [...read[index]!.problems, ...notes];
      if (found.length > 0) this.diagnostics.set(uri, found);
    }
  }

  private async readFolder(uri: vscode.Uri): Promise<FolderPolicy> {
    const before = this.folders.get(uri.toString()) ?? unread;
    const current = vscode.workspace.isTrusted ? await readCurrentText(uri) : undefined;
    if (!current) return unread;
    const fault = 'text' in current ? undefined : current.problem;
    const text = 'text' in current ? current.text : (current.legible ?? '');
    if (text === before.text && fault === before.fault) return before;
    const { readPolicyText, unreadPolicy } = await openPolicyReader();
    const { tiers, limits } = await this.known();
    const read = 'text' in current ? readPolicyText(text, tiers, limits) : unreadPolicy(current);
    const { policy, lines, problems, notices = [], unread: kept } = read;
    return {
      text,
      fault,
      lastGood: policy ?? before.lastGood,
      lines: lines ?? before.lines,
      unread: kept,
      problems: [
        ...problems.map(({ range, message }) => diagnostic(range, message)),
        ...notices.map(({ range, message }) => notice(range, message)),
      ],
    };
  }
}

/** The last good policy, and what an error in the newer text may hide. */
function inForce({ lastGood, unread: kept }: FolderPolicy): WrittenPolicy {
  if (!kept) return lastGood;
  return { ...lastGood, localRules: [...(lastGood.localRules ?? []), kept] };
}

function isError({ severity }: vscode.Diagnostic): boolean {
  return severity === vscode.DiagnosticSeverity.Error;
}

function policyUris(): readonly vscode.Uri[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.map(({ uri }) => vscode.Uri.joinPath(uri, '.tierwise', 'policy.yaml'));
}

function noteUnused(part: string, [first]: readonly vscode.Uri[]): vscode.Diagnostic {
  return diagnostic(
    new vscode.Range(0, 0, 0, 1),
    say(
      'Another folder of this workspace sets `{0}` first, so this one is not used. Keep it in one of them, such as {1}.',
      part,
      vscode.workspace.asRelativePath(first!),
    ),
  );
}

/** What is not as the file says, although nothing in it is wrong. */
function notice(range: vscode.Range, message: string): vscode.Diagnostic {
  const made = diagnostic(range, message);
  made.severity = vscode.DiagnosticSeverity.Information;
  return made;
}

function diagnostic(range: vscode.Range, message: string): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message);
  made.source = 'Tierwise';
  return made;
}
