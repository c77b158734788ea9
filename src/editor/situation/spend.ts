import * as vscode from 'vscode';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Report, ReportQuery } from '../../ledger/reports.ts';
import type { TotalRow } from '../../ledger/spendRows.ts';
import type { BudgetRow, PanelFilter } from '../../protocol/costPanel.ts';
import type { Budgets } from './budgets.ts';
import type { SpendingFault } from './readBudgets.ts';
import { onDidWriteLedger } from './ledgerWatch.ts';
import { reportQuery } from './reportQuery.ts';
import type { SessionTracker } from '../platform/session.ts';
import { onDidChangeSettings } from '../platform/setting.ts';
import type { RunNews } from '../platform/runNews.ts';
import { timeZone } from '../platform/moments.ts';
import { minuteMs } from '../../routing/time.ts';

/*
 * What was spent, read from the ledger for all who show it: the status bar, the cost panel and the pages of
 * `../spend/`. It stands here because services are made of it and those pages take services. Facts of this
 * window and of others come in as events; reports go out, each read once until the next fact.
 */

/** The session's spend, and what is left of each budget. */
export interface SpendGlance {
  readonly total: TotalRow;
  readonly budgets: readonly BudgetRow[];
  /** What is wrong in the settings about spending; paid calls are stopped meanwhile. */
  readonly faults: readonly SpendingFault[];
}

export interface SpendSources {
  readonly ledger: Ledger;
  /** Path of the ledger's file, which other windows write as well. */
  readonly ledgerFile: string;
  readonly session: SessionTracker;
  readonly budgets: Budgets;
  readonly news: RunNews;
}

/**
 * Spend, as the ledger records it. The status bar and the panels share each reading, so that nothing
 * is read twice between two changes.
 */
export class Spend implements vscode.Disposable {
  private readonly sources: SpendSources;
  private watch: vscode.Disposable | undefined;
  private dayWatch: NodeJS.Timeout | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[];
  private readings = new Map<string, Promise<unknown>>();

  constructor(sources: SpendSources) {
    this.sources = sources;
    const change = () => this.change();
    this.disposables = [
      this.changed,
      sources.news.onDidSpend(change),
      sources.session.onDidChange(change),
      onDidChangeSettings(change),
    ];
  }

  /** Shows the spend of a session that continues after a reload. */
  begin(): void {
    if (this.sources.session.resumed) this.change();
  }

  /** Call when the ledger has changed, or the settings that say how to read it. */
  change(): void {
    this.readings.clear();
    this.changed.fire();
  }

  /** For the status bar. Undefined when the ledger cannot be read; the panel says why. */
  async glance(): Promise<SpendGlance | undefined> {
    try {
      const [total, budgets, faults] = await Promise.all([
        this.total({ span: 'session' }),
        this.budgets(),
        this.faults(),
      ]);
      return { total, budgets, faults };
    } catch {
      return undefined;
    }
  }

  /** What to ask the ledger for a filter, now. */
  queryFor(filter: PanelFilter): ReportQuery {
    const { current: session } = this.sources.session;
    return reportQuery(filter, { session, nowMs: Date.now(), timeZone: timeZone() });
  }

  report(filter: PanelFilter): Promise<Report> {
    const query = this.queryFor(filter);
    return this.once(JSON.stringify(query), () => this.watched(this.sources.ledger.report(query)));
  }

  /** The total of a filter: that of its report where one was asked for. */
  total(filter: PanelFilter): Promise<TotalRow> {
    const query = this.queryFor(filter);
    const key = JSON.stringify(query);
    if (this.readings.has(key)) return this.report(filter).then(({ total }) => total);
    return this.once(`total ${key}`, () => this.watched(this.sources.ledger.total(query)));
  }

  budgets(): Promise<readonly BudgetRow[]> {
    return this.once('budgets', () => this.sources.budgets.rows());
  }

  /** What stops paid calls; needs no ledger. */
  faults(): Promise<readonly SpendingFault[]> {
    return this.sources.budgets.readFaults();
  }

  dispose(): void {
    this.watch?.dispose();
    clearInterval(this.dayWatch);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async watched<T>(reading: Promise<T>): Promise<T> {
    const read = await reading;
    // The ledger has created its file by now, so it can be watched.
    this.watch ??= onDidWriteLedger(this.sources.ledgerFile, () => void this.lookElsewhere());
    this.dayWatch ??= this.watchDay();
    return read;
  }

  /** A day, and the budgets of one, end without any fact. A timer until then would not count a machine's sleep. */
  private watchDay(): NodeJS.Timeout {
    const today = () => this.queryFor({ span: 'today' }).span.fromMs;
    let shown = today();
    const look = () => {
      if (today() === shown) return;
      shown = today();
      this.change();
    };
    return setInterval(look, minuteMs).unref();
  }

  // Only looks for writes of other windows: this one calls `change` itself.
  private async lookElsewhere(): Promise<void> {
    const hasChanged = await this.sources.ledger.changedElsewhere().catch(() => true);
    if (hasChanged) this.change();
  }

  private once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const cached = this.readings.get(key);
    // Each key always stands for the same type.
    if (cached) return cached as Promise<T>;
    const { readings } = this;
    const reading = read();
    readings.set(key, reading);
    reading.catch(() => readings.delete(key));
    return reading;
  }
}
