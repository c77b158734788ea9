import * as vscode from 'vscode';
import type { CoolDowns } from '../../execution/attempt/coolDowns.ts';
import type { PricedPolicy } from '../../routing/hindsight/cheapestBaseline.ts';
import { type Catalog, mergeModels } from '../../routing/models/catalog.ts';
import { type Policy, type Rule, tiersUsed } from '../../routing/policy/policy.ts';
import { shippedRules, shippedTiers, toTiers } from '../../routing/policy/shippedPolicy.ts';
import type { Situation } from '../../routing/situation.ts';
import { onDidChangeSettings, tellProblems, userSetting } from '../platform/setting.ts';
import type { EvidencePlace } from './evidenceSource.ts';
import { PolicyFile } from './policyFile.ts';
import type { ProviderRegistry } from './providerRegistry.ts';
import { dayOf } from '../../routing/time.ts';
import type { PickStore } from './tierPick.ts';
import { unlessTroubled } from './unlessTroubled.ts';

interface FromSettings {
  readonly tiers: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly Rule[];
  readonly catalog: Catalog;
  readonly latencyBudgets: Situation['latencyBudgets'];
}

export interface SituationParts {
  readonly providers: ProviderRegistry;
  readonly pick: PickStore;
  readonly coolDowns: CoolDowns;
  /** How the budgets stand. Rejects with HumanError when there are any and nobody can tell. */
  readonly budgets: () => Promise<Situation['budgets']>;
  /** What is known of earlier requests. */
  readonly evidence: (place: EvidencePlace) => Promise<Situation['evidence']>;
  /** How long models took lately. */
  readonly latencies: () => Promise<Situation['latencies']>;
  readonly warn: (message: string) => void;
  readonly report: (bug: unknown) => void;
}

/** Gathers all that a decision may look at: settings, the policy file, keys, models, the pick. */
export class SituationSource implements vscode.Disposable {
  private readonly parts: SituationParts;
  private readonly policyFile: PolicyFile;
  private readonly disposables: vscode.Disposable[];
  private fromSettings: FromSettings | undefined;
  private readonly tiersChanged = new vscode.EventEmitter<void>();
  /** Fires when the settings that say which tiers there are may have changed. */
  readonly onDidChangeTiers = this.tiersChanged.event;

  constructor(parts: SituationParts) {
    this.parts = parts;
    this.policyFile = new PolicyFile(async () => Object.keys((await this.settings()).tiers));
    this.disposables = [
      this.policyFile,
      this.tiersChanged,
      onDidChangeSettings(() => {
        this.fromSettings = undefined;
        this.policyFile.reread();
        this.tiersChanged.fire();
      }),
    ];
  }

  /** Reads the policy file in the background, so that an error in it shows before the first task. */
  watchPolicy(): void {
    void this.policyFile.current();
  }

  get policyUri(): vscode.Uri | undefined {
    return this.policyFile.uri;
  }

  /** The policy in force: settings first, then the repository, then what is shipped. */
  async policy(): Promise<Policy> {
    const [{ tiers, rules }, repository] = await Promise.all([
      this.settings(),
      this.policyFile.current(),
    ]);
    return {
      tiers: toTiers(tiers),
      rules: [
        ...rules,
        ...repository.rules,
        ...shippedRules.filter((rule) => tiersUsed(rule).every((name) => name in tiers)),
      ],
      critical: repository.critical,
      ...(repository.auto && { auto: repository.auto }),
      ...(repository.workflows && { workflows: repository.workflows }),
    };
  }

  /** The policy in force with what its models cost now. */
  async priced(): Promise<PricedPolicy> {
    const [policy, { catalog }] = await Promise.all([this.policy(), this.settings()]);
    return { policy, catalog, today: dayOf(Date.now()) };
  }

  /**
   * `language`: of the task that is decided about, where it has one. Rejects with HumanError when there
   * are budgets and nobody can tell how they stand: a budget that is not known is not one that is free.
   */
  async current(language?: string): Promise<Situation> {
    const [situation, budgets] = await Promise.all([
      this.withoutBudgets(language),
      this.parts.budgets(),
    ]);
    return { ...situation, budgets };
  }

  /** The same for what sends nothing. */
  async withoutBudgets(language?: string): Promise<Situation> {
    const repository = vscode.workspace.name ?? '';
    const about = { repository, ...(language !== undefined && { language }) };
    const { providers: registry, pick, coolDowns, report } = this.parts;
    const [policy, { catalog, latencyBudgets }, providers] = await Promise.all([
      this.policy(),
      this.settings(),
      registry.facts(),
    ]);
    tellProblems('tierwise.providers', registry.settingProblems, this.parts.warn);
    return {
      policy,
      catalog,
      providers,
      latencyBudgets,
      pick: pick.current,
      coolingDown: coolDowns.current(),
      // Asked only where it decides something.
      latencies:
        Object.keys(latencyBudgets).length > 0
          ? await unlessTroubled(this.parts.latencies, new Map(), report)
          : new Map(),
      evidence: await unlessTroubled(() => this.parts.evidence(about), new Map(), report),
      budgets: [],
      nowMs: Date.now(),
      workspace: repository,
      today: dayOf(Date.now()),
    };
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async settings(): Promise<FromSettings> {
    this.fromSettings ??= await this.readSettings();
    return this.fromSettings;
  }

  private async readSettings(): Promise<FromSettings> {
    const [
      { parseModels },
      { parseRulesSetting, parseTiersSetting },
      { parseLatencyBudgets },
      { default: shipped },
    ] = await Promise.all([
      import('../../routing/models/parseModels.ts'),
      import('../../routing/policy/parsePolicy.ts'),
      import('../../routing/policy/parsePolicy.ts'),
      import('../../routing/models/shippedModels.json', { with: { type: 'json' } }),
    ]);
    const { models: known } = parseModels(shipped);
    const models = parseModels(userSetting('tierwise.models'), {
      shipped: known,
      today: dayOf(Date.now()),
    });
    tellProblems('tierwise.models', models.problems, this.parts.warn);
    const tiers = parseTiersSetting(writtenTiers() ?? shippedTiers);
    tellProblems('tierwise.tiers', tiers.problems, this.parts.warn);
    const rules = parseRulesSetting(userSetting('tierwise.rules'), Object.keys(tiers.tiers));
    tellProblems('tierwise.rules', rules.problems, this.parts.warn);
    const latency = parseLatencyBudgets(userSetting('tierwise.latencyBudgets'));
    tellProblems('tierwise.latencyBudgets', latency.problems, this.parts.warn);
    return {
      latencyBudgets: latency.budgets,
      tiers: Object.keys(tiers.tiers).length > 0 ? tiers.tiers : shippedTiers,
      rules: rules.rules,
      catalog: mergeModels(known, models.models),
    };
  }
}

function writtenTiers(): unknown {
  const written = userSetting('tierwise.tiers');
  return written && Object.keys(written).length > 0 ? written : undefined;
}
