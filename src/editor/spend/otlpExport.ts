import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { OtlpProblem, OtlpTarget } from '../../ledger/export/sendOtlp.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { SettledCursor } from '../../ledger/reports.ts';
import type { Reporter } from '../platform/reporter.ts';
import type { OtlpHeaders } from '../platform/secrets.ts';
import { onDidChangeSettings, userSetting } from '../platform/setting.ts';
import { minuteMs } from '../../routing/time.ts';
import { openOtlp } from './door.ts';
import { readOtlpSetting } from './otlpSetting.ts';

export interface SpendExportParts {
  readonly ledger: Ledger;
  /** Fires when this window has spent something. */
  readonly onDidSpend: vscode.Event<void>;
  readonly headers: OtlpHeaders;
  /** Shared by all windows. */
  readonly state: vscode.Memento;
  /** Tierwise's version. */
  readonly version: string;
  readonly report: Reporter;
}

/** The wait after spend, to send several calls at once. All these times are chosen by judgement. */
const quietMs = 2_000;
const firstPauseMs = 5_000;
const longestPauseMs = 15 * minuteMs;
/** After this time without a renewal, another window may send. */
const turnMs = 30_000;

const progressKey = 'spendExport.progress';
const turnKey = 'spendExport.turn';

/** How far the ledger has been sent to an endpoint. */
interface Progress {
  readonly endpoint: string;
  readonly sent: SettledCursor;
}

/** The window that may send, and until when. */
interface Turn {
  readonly window: string;
  readonly untilMs: number;
}

/**
 * Sends settled spend to the team's OpenTelemetry engine if the user's settings name one: shortly after
 * this window has spent something, one window at a time. Loads nothing before that.
 */
export function sendSpendByOtlp(parts: SpendExportParts): vscode.Disposable {
  const sender = new SpendSender(parts);
  return vscode.Disposable.from(
    sender,
    parts.onDidSpend(() => sender.schedule()),
    onDidChangeSettings(() => sender.retrySoon()),
    parts.headers.onDidChange(() => sender.retrySoon()),
  );
}

class SpendSender implements vscode.Disposable {
  private readonly parts: SpendExportParts;
  private readonly window = randomUUID();
  private readonly stop = new AbortController();
  private readonly warnedKinds = new Set<OtlpProblem['kind']>();
  private timer: NodeJS.Timeout | undefined;
  private sending = false;
  private failures = 0;

  constructor(parts: SpendExportParts) {
    this.parts = parts;
  }

  schedule(ms = quietMs): void {
    if (!isConfigured() || this.stop.signal.aborted) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.send();
    }, ms);
  }

  /** Shortens a pause after the developer has changed something: the fix should show at once. */
  retrySoon(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.failures = 0;
    this.schedule();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stop.abort();
  }

  private async send(): Promise<void> {
    if (this.sending) return this.schedule();
    this.sending = true;
    const { state, report } = this.parts;
    try {
      const target = await this.target();
      if (!target) return;
      if (!(await this.takeTurn())) return this.schedule(turnMs);
      const { sendOtlp } = await openOtlp();
      const source = this.sourceFor(target.endpoint.href);
      const problem = await sendOtlp(target, source, this.stop.signal);
      await state.update(turnKey, undefined);
      this.settle(problem);
    } catch (error) {
      // The ledger reports its own troubles when a task is recorded.
      report.log.warn(String(error));
      this.schedule(this.pauseAfterFailure());
    } finally {
      this.sending = false;
    }
  }

  private async target(): Promise<OtlpTarget | undefined> {
    const { headers, report, version } = this.parts;
    const setting = readOtlpSetting(userSetting('tierwise.otlp'));
    if (!setting) return undefined;
    if ('problem' in setting) {
      report.warnOnce(setting.problem);
      return undefined;
    }
    const { endpoint } = setting;
    const all = { ...setting.headers, ...(await headers.get(endpoint)) };
    return { endpoint, headers: all, fetch: globalThis.fetch, now: Date.now, version };
  }

  private sourceFor(endpoint: string) {
    const { state, ledger } = this.parts;
    const progress = state.get<Progress>(progressKey);
    // A different engine has received nothing yet.
    const sent = progress?.endpoint === endpoint ? progress.sent : { settlement: 0, correction: 0 };
    return {
      sent,
      read: (after: SettledCursor, limit: number) => ledger.settledSince(after, limit),
      keep: async (upTo: SettledCursor) => {
        await state.update(progressKey, { endpoint, sent: upTo } satisfies Progress);
        await this.takeTurn();
      },
    };
  }

  // If two windows take their turn at the same moment, they send the same spans, which count once.
  private async takeTurn(): Promise<boolean> {
    const { state } = this.parts;
    const turn = state.get<Turn>(turnKey);
    if (turn && turn.window !== this.window && turn.untilMs > Date.now()) return false;
    const next: Turn = { window: this.window, untilMs: Date.now() + turnMs };
    await state.update(turnKey, next);
    return true;
  }

  /** Warns of a problem once, and plans the next attempt if one is needed. */
  private settle(problem: OtlpProblem | undefined): void {
    const { report } = this.parts;
    if (problem) {
      if (!this.warnedKinds.has(problem.kind)) report.warnOnce(problem.message, 'spendExport');
      this.warnedKinds.add(problem.kind);
    } else {
      // The engine accepts spans again, so the same problem would be a new one.
      this.warnedKinds.clear();
      report.ended('spendExport');
    }
    if (!problem || problem.kind === 'spansRefused') {
      this.failures = 0;
      return;
    }
    this.schedule(Math.max(this.pauseAfterFailure(), (problem.retryAtMs ?? 0) - Date.now()));
  }

  private pauseAfterFailure(): number {
    this.failures += 1;
    return Math.min(longestPauseMs, firstPauseMs * 2 ** (this.failures - 1));
  }
}

function isConfigured(): boolean {
  const written = userSetting('tierwise.otlp') as
    | { readonly endpoint?: unknown }
    | null
    | undefined;
  return Boolean(written?.endpoint);
}
