import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Look, lookAtEvaluation } from '../../../evaluation/watching/lookAtEvaluation.ts';
import {
  gainedModels,
  type KnownModels,
  modelsNow,
  suggestions,
} from '../../../evaluation/watching/newModels.ts';
import { leftBatch } from '../../../evaluation/watching/leftBatch.ts';
import { runScheduled } from '../../../evaluation/watching/scheduledRun.ts';
import type { WatchHost } from '../../../evaluation/watching/watchHost.ts';
import {
  parseWatchSettings,
  type WatchSettings,
} from '../../../evaluation/watching/watchSettings.ts';
import { spanOf } from '../../../routing/budgets/calendar.ts';
import { minuteMs } from '../../../routing/time.ts';
import { tellProblems, userSetting } from '../../platform/setting.ts';
import { timeZone } from '../../platform/moments.ts';
import type { Services } from '../../services.ts';
import { tellAlarm } from './alarmNotice.ts';
import { Activity } from './idle.ts';
import { suggestModel } from './modelNotice.ts';
import type { WatchedFolder, WatchedFolders } from './watchPorts.ts';
import { type Shown, StaleItem } from './staleItem.ts';
import { say } from '../../platform/say.ts';

/*
 * Watches the results of this workspace: which are stale, whether a pinned model has become worse, whether a
 * new model is worth trying. Reports, the policy and the models come in; a quiet item, a notice told once,
 * and runs that start by themselves while nobody works here go out. It makes no call but those runs.
 */

/** How often it looks without being told to. Chosen by judgement: nothing here changes by the minute. */
const lookEveryMs = 10 * minuteMs;
/** A window in which nobody has worked for so long is idle. Chosen by judgement. */
const idleMs = 10 * minuteMs;
const modelsKey = 'evaluationModels';

export class Watcher implements vscode.Disposable {
  private readonly services: Services;
  private readonly folders: WatchedFolders;
  private readonly item = new StaleItem();
  private readonly activity: Activity;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly abort = new AbortController();
  private looking: Promise<void> | undefined;
  /** The run that has started by itself; it may wait for a batch for a day. */
  private running: Promise<void> | undefined;
  private isWanted = false;

  constructor(services: Services, folders: WatchedFolders) {
    this.services = services;
    this.folders = folders;
    this.activity = new Activity(services);
    this.timer = setInterval(() => this.lookSoon(), lookEveryMs);
  }

  /** Looks at the results; once more at the end when it is asked to while it looks. */
  lookSoon(): void {
    this.isWanted = true;
    this.looking ??= this.lookWhileWanted().finally(() => {
      this.looking = undefined;
    });
  }

  dispose(): void {
    this.abort.abort();
    clearInterval(this.timer);
    vscode.Disposable.from(this.item, this.activity).dispose();
  }

  private async lookWhileWanted(): Promise<void> {
    while (this.isWanted && !this.abort.signal.aborted) {
      this.isWanted = false;
      await this.look().catch((error: unknown) => {
        if (!this.abort.signal.aborted) this.services.report.bug(error);
      });
    }
  }

  private async look(): Promise<void> {
    const folders = await this.folders();
    const settings = this.settings();
    await this.show(folders, settings);
    if (this.running || !mayRun(settings)) return;
    const isIdle = this.activity.isIdleFor(idleMs);
    if (!isIdle && !(await this.hasLeftBatch(folders))) return;
    this.running = this.runNext(folders, settings)
      .catch((error: unknown) => {
        if (!this.abort.signal.aborted) this.services.report.bug(error);
      })
      .finally(() => {
        this.running = undefined;
      });
  }

  /** A batch is under way, and its answers do not wait until nobody works here. */
  private async hasLeftBatch(folders: readonly WatchedFolder[]): Promise<boolean> {
    for (const { watch } of folders) {
      const { folder } = await watch.host({ mayAsk: false });
      for (const { name } of await watch.evaluations()) {
        if (await leftBatch(folder, name)) return true;
      }
    }
    return false;
  }

  private async runNext(folders: readonly WatchedFolder[], settings: WatchSettings): Promise<void> {
    await this.services.budgets.ensureKnown();
    for (const { watch, batches } of folders) {
      const stop = new AbortController();
      const signal = AbortSignal.any([this.abort.signal, stop.signal]);
      const parts = {
        ...this.scheduledParts(watch, settings),
        mayBegin: () => this.activity.isIdleFor(idleMs),
        batches: (evaluation: string) => batches(evaluation, () => stop.abort()),
      };
      const done = await runScheduled(parts, signal);
      if (done.kind !== 'ran' && done.kind !== 'failed') continue;
      this.services.report.log.info(done.summary);
      this.services.news.emitSpend();
      if (done.kind === 'ran') this.lookSoon();
      return;
    }
  }

  private async show(
    folders: readonly WatchedFolder[],
    { maxAgeDays }: WatchSettings,
  ): Promise<void> {
    const { report } = this.services;
    const shown: Shown[] = [];
    for (const folder of folders) {
      const { watch } = folder;
      const host = await watch.host({ mayAsk: false });
      const looks: Look[] = [];
      for (const evaluation of await watch.evaluations()) {
        looks.push(await lookAtEvaluation(evaluation, { watch, host, maxAgeDays }, Date.now()));
      }
      shown.push(...looks.map((look) => this.shownOf(look, folder)));
      for (const { alarm } of looks) {
        // Nobody waits for the developer's answer.
        if (alarm) void tellAlarm(alarm, this.told, folder).catch(report.show);
      }
      await this.suggestModels(folder, looks, host.folder);
    }
    this.item.show(shown);
  }

  private shownOf(look: Look, { evaluateAgain }: WatchedFolder): Shown {
    return {
      look,
      evaluateAgain: async () => {
        await evaluateAgain(look.evaluation.name).catch(this.services.report.show);
        this.lookSoon();
      },
    };
  }

  private async suggestModels(
    folder: WatchedFolder,
    looks: readonly Look[],
    factsFolder: string,
  ): Promise<void> {
    const { globalState, situation: source, report } = this.services;
    const situation = await source.withoutBudgets();
    // Each folder has its own look, so that one does not take the news away from another.
    const key = `${modelsKey} ${factsFolder}`;
    const before = globalState.get<KnownModels>(key);
    const now = modelsNow(situation, before);
    if (before === undefined || JSON.stringify(before) !== JSON.stringify(now)) {
      await globalState.update(key, now);
    }
    const chosen = looks.flatMap(({ evaluation, whole }) => {
      const smallest = whole?.result.smallest?.candidate;
      return whole ? [{ evaluation, ...(smallest && { smallest }) }] : [];
    });
    for (const suggestion of suggestions(gainedModels(before, now), chosen, situation)) {
      void suggestModel(suggestion, folder, this.told).catch(report.show);
    }
  }

  private scheduledParts(watch: WatchHost, settings: WatchSettings) {
    const nowMs = Date.now();
    return {
      watch,
      settings,
      folder: join(this.services.storage.fsPath, 'watching'),
      month: spanOf('month', nowMs, timeZone(), nowMs),
      now: Date.now,
    };
  }

  private settings(): WatchSettings {
    const { settings, problems } = parseWatchSettings(userSetting('tierwise.evaluations'), say);
    tellProblems('tierwise.evaluations', problems, this.services.report.warnOnce);
    return settings;
  }

  private get told(): string {
    return join(this.services.storage.fsPath, 'told');
  }
}

function mayRun({ everyDays, whenStale }: WatchSettings): boolean {
  return everyDays !== undefined || whenStale;
}
