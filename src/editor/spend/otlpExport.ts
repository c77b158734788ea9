import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { OtlpProblem, OtlpTarget } from '../../ledger/export/sendOtlp.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { SettledCursor } from '../../ledger/reports.ts';
import type { Reporter } from '../platform/reporter.ts';
import type { OtlpHeaders } from '../platform/secrets.ts';
import { onDidChangeSettings, userSetting } from '../platform/setting.ts';
import { minuteMs } from '../../routing/time.ts';

export interface SpendExportParts {
  readonly ledger: Ledger;
  /** Fires when this window has spent something. */
  readonly onDidSpend: vscode.Event<void>;
  readonly headers: OtlpHeaders;
  /** Shared by all windows. */
  readonly state: vscode.Memento;
  /** Tierwise's own. */
  readonly version: string;
  readonly report: Reporter;
}

const quietMs = 2_000;
const firstPauseMs = 5_000;
const longestPauseMs = 15 * minuteMs;
/** A window that does not say so again within this time is not sending any more. */
const turnMs = 30_000;

const progressKey = 'spendExport.progress';
const turnKey = 'spendExport.turn';

interface Progress {
  readonly endpoint: string;
  readonly sent: SettledCursor;
}

interface Turn {
  readonly window: string;
  readonly untilMs: number;
}

/**
 * Sends what the ledger has settled to the team's OpenTelemetry engine, where the user's settings name
 * one: a while after this window has spent something, one window at a time. Nothing is loaded before.
 */
export function exportSpend(parts: SpendExportParts): vscode.Disposable {
  const { ledger, headers, state, version, report } = parts;
  const window = randomUUID();
  const stop = new AbortController();
  const told = new Set<OtlpProblem['kind']>();
  let timer: NodeJS.Timeout | undefined;
  let sending = false;
  let failures = 0;

  function soon(ms = quietMs): void {
    if (!isWanted() || stop.signal.aborted) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void sendWhatIsNew();
    }, ms);
  }

  /** Who mends a setting does not want to wait out the pause. */
  function again(): void {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    failures = 0;
    soon();
  }

  async function sendWhatIsNew(): Promise<void> {
    if (sending) return soon();
    sending = true;
    try {
      const target = await targetNow();
      if (!target) return;
      if (!(await takeTurn())) return soon(turnMs);
      const { sendOtlp } = await import('../../ledger/export/sendOtlp.ts');
      const problem = await sendOtlp(target, sourceFor(target.endpoint.href), stop.signal);
      await state.update(turnKey, undefined);
      settle(problem);
    } catch (error) {
      // The ledger tells its own troubles when a task is written down.
      report.log.warn(String(error));
      soon(pauseAfterFailure());
    } finally {
      sending = false;
    }
  }

  async function targetNow(): Promise<OtlpTarget | undefined> {
    const { readOtlpSetting } = await import('./otlpSetting.ts');
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

  function sourceFor(endpoint: string) {
    const progress = state.get<Progress>(progressKey);
    // Another engine knows nothing yet.
    const sent = progress?.endpoint === endpoint ? progress.sent : { settlement: 0, correction: 0 };
    return {
      sent,
      read: (after: SettledCursor, limit: number) => ledger.settledSince(after, limit),
      async keep(upTo: SettledCursor) {
        await state.update(progressKey, { endpoint, sent: upTo } satisfies Progress);
        await takeTurn();
      },
    };
  }

  // Two windows that take their turn at the same moment send the same spans, which count once.
  async function takeTurn(): Promise<boolean> {
    const turn = state.get<Turn>(turnKey);
    if (turn && turn.window !== window && turn.untilMs > Date.now()) return false;
    await state.update(turnKey, { window, untilMs: Date.now() + turnMs } satisfies Turn);
    return true;
  }

  function settle(problem: OtlpProblem | undefined): void {
    if (problem && !told.has(problem.kind)) report.warnOnce(problem.message, 'spendExport');
    if (problem) told.add(problem.kind);
    else {
      // The engine takes spans again: the same problem would be a new one.
      told.clear();
      report.ended('spendExport');
    }
    if (!problem || problem.kind === 'spansRefused') {
      failures = 0;
      return;
    }
    soon(Math.max(pauseAfterFailure(), (problem.retryAtMs ?? 0) - Date.now()));
  }

  function pauseAfterFailure(): number {
    failures += 1;
    return Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
  }

  return vscode.Disposable.from(
    parts.onDidSpend(() => soon()),
    onDidChangeSettings(again),
    headers.onDidChange(again),
    new vscode.Disposable(() => {
      clearTimeout(timer);
      stop.abort();
    }),
  );
}

function isWanted(): boolean {
  const written = userSetting('tierwise.otlp') as
    | { readonly endpoint?: unknown }
    | null
    | undefined;
  return Boolean(written?.endpoint);
}
