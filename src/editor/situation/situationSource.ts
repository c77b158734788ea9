import * as vscode from 'vscode';
import type { CoolDowns } from '../../execution/attempt/coolDowns.ts';
import { fitToServers } from '../../routing/candidates/fitToServers.ts';
import type { Resolvable } from '../../routing/candidates/resolveTier.ts';
import type { PricedPolicy } from '../../routing/hindsight/cheapestBaseline.ts';
import type { TurnRecord } from '../../routing/evidence/turnRecord.ts';
import type { RequestLimits } from '../../routing/budgets/requestLimits.ts';
import type { Experiment } from '../../routing/experiments/experiment.ts';
import type { PolicyRecord, SettingRemark } from '../../routing/overview/record.ts';
import type { WrittenPolicy } from '../../routing/policy/parsePolicy.ts';
import { shippedAim } from '../../routing/policy/aims.ts';
import { asksForFastest, type Policy } from '../../routing/policy/policy.ts';
import { shippedRules, toTiers } from '../../routing/policy/shippedPolicy.ts';
import { turnsInForce } from '../../routing/policy/turnPolicy.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Practice } from '../practice/practiceStarted.ts';
import type { SettingKey } from '../platform/contributed.ts';
import { onDidChangeSettings, tellProblems } from '../platform/setting.ts';
import { shownFolders } from '../platform/workspacePaths.ts';
import { openSettingsReader } from './door.ts';
import type { EvidencePlace } from './evidenceSource.ts';
import { PolicyFile } from './policyFile.ts';
import type { ProviderRegistry } from './providerRegistry.ts';
import { dayOf } from '../../routing/time.ts';
import type { PickStore } from './tierPick.ts';
import type { FromSettings } from './readSettings.ts';
import { unlessTroubled } from './unlessTroubled.ts';

/*
 * Situation: everything that a decision may look at, gathered in one value.
 *
 * In come user settings, the repository's policy file, keys, local servers, VS Code's own models, the
 * developer's pick, budgets and evidence. Out comes a `Situation`, which the routing room decides on
 * without asking for anything else.
 */

export interface SituationParts {
  readonly providers: ProviderRegistry;
  readonly practice: Practice;
  readonly pick: PickStore;
  readonly coolDowns: CoolDowns;
  /** The budgets' standing. Rejects with HumanError when there are budgets and it is unknown. */
  readonly budgets: () => Promise<Situation['budgets']>;
  /** The evidence from earlier requests. */
  readonly evidence: (place: EvidencePlace) => Promise<Situation['evidence']>;
  /** How turns of agents' loops went. */
  readonly turnEvidence: () => Promise<readonly TurnRecord[]>;
  /** Those of the user's experiments that go on. */
  readonly experiments: (set: readonly Experiment[]) => Promise<readonly Experiment[]>;
  /** How long models took recently. */
  readonly latencies: () => Promise<Situation['latencies']>;
  readonly warn: (message: string) => void;
  /** Takes what the user's settings write by old names; called once. */
  readonly renamed: (found: readonly SettingRemark[]) => void;
  readonly report: (bug: unknown) => void;
}

/** What the tiers offer, whatever the task. */
export interface Offer extends Resolvable {
  readonly policy: Policy;
}

/** What takes a look into the ledger, and is gathered where it may be needed. */
interface AlsoNeeded {
  /** How fast models are, for a workflow’s steps. */
  readonly speeds?: true;
}

/** Gathers what a decision may look at: settings, the policy file, keys, models, the pick. */
export class SituationSource implements vscode.Disposable {
  private readonly parts: SituationParts;
  private readonly policyFile: PolicyFile;
  private readonly disposables: vscode.Disposable[];
  private fromSettings: FromSettings | undefined;
  private isRenameTold = false;
  private readonly tiersChanged = new vscode.EventEmitter<void>();
  /** Fires when the tiers, or what their models take, may have changed. */
  readonly onDidChangeTiers = this.tiersChanged.event;

  constructor(parts: SituationParts) {
    this.parts = parts;
    this.policyFile = new PolicyFile(async () => {
      const { tiers, limits } = await this.settings();
      return { tiers: Object.keys(tiers), limits: limits.request };
    });
    this.disposables = [
      this.policyFile,
      this.tiersChanged,
      // Its tiers have the names of the user's, so the policy file reads as before.
      parts.practice.onDidChange(() => {
        this.fromSettings = undefined;
        this.tiersChanged.fire();
      }),
      parts.providers.onDidChangeWindows(() => this.tiersChanged.fire()),
      // With a new key a tier may mean another model, at another price.
      parts.providers.onDidChange(() => this.tiersChanged.fire()),
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

  /** The policy in force: rules from settings first, then the repository's, then the shipped ones. */
  async policy(): Promise<Policy> {
    return this.policyWith(await this.policyFile.current());
  }

  /**
   * The policy in force, saved or not. Rejects with HumanError when the newest text has an error, because an
   * older one is in force then.
   */
  async policyAsWritten(): Promise<Policy> {
    const policy = await this.policy();
    this.policyFile.refuseErrors();
    return policy;
  }

  /** The policy that is in force with this one of a repository. */
  async policyWith(repository: WrittenPolicy): Promise<Policy> {
    const { tiers, rules, localRules, costRules, turns, aim, unsureGuesses } =
      await this.settings();
    return {
      tiers: toTiers(tiers),
      folders: shownFolders(),
      rules: [
        ...rules,
        ...repository.rules,
        ...shippedRules(aim ?? shippedAim, Object.keys(tiers)),
      ],
      localRules: [...localRules, ...(repository.localRules ?? [])],
      costRules: [...costRules, ...(repository.costRules ?? [])],
      critical: repository.critical,
      turns: turnsInForce(turns, repository.turnTiers),
      ...(aim && { aim }),
      ...(unsureGuesses && { unsureGuesses }),
      ...(repository.auto && { auto: repository.auto }),
      ...(repository.workflows && { workflows: repository.workflows }),
    };
  }

  /** Where the policy in force is written, and what of it does not count. */
  async record(): Promise<PolicyRecord> {
    const [files, { record }] = await Promise.all([
      this.policyFile.record(),
      this.settings(),
      this.parts.providers.all(),
    ]);
    const setting = 'tierwise.providers' satisfies SettingKey;
    const { settingProblems } = this.parts.providers;
    return {
      ...record,
      files,
      readsFiles: vscode.workspace.isTrusted,
      remarks: [...record.remarks, ...settingProblems.map((each) => ({ ...each, setting }))],
    };
  }

  /**
   * What the tiers offer by what is known already, for VS Code's picker, which may ask before the developer
   * does anything: no server is asked.
   */
  async offer(): Promise<Offer> {
    const [policy, { catalog }, providers] = await Promise.all([
      this.policy(),
      this.settings(),
      this.parts.providers.known(),
    ]);
    return {
      policy,
      providers,
      catalog: fitToServers(catalog, providers),
      coolingDown: new Map(),
      today: dayOf(Date.now()),
    };
  }

  /** What the user lets one request and one run spend. */
  async limits(): Promise<RequestLimits> {
    return (await this.settings()).limits;
  }

  /** The policy in force, with the prices of its models today. */
  async priced(): Promise<PricedPolicy> {
    const [policy, { catalog }] = await Promise.all([this.policy(), this.settings()]);
    return { policy, catalog, today: dayOf(Date.now()) };
  }

  /**
   * The situation for a task in `language`, if it has one. Rejects with HumanError when there are
   * budgets and their standing is unknown: an unknown budget does not count as unspent.
   */
  async current(language?: string, also?: AlsoNeeded): Promise<Situation> {
    const [situation, budgets] = await Promise.all([
      this.withoutBudgets(language, also),
      this.parts.budgets(),
    ]);
    return { ...situation, budgets };
  }

  /** The user's experiments, those that are over as well. */
  async experiments(): Promise<readonly Experiment[]> {
    return (await this.settings()).experiments;
  }

  /** The situation without budgets, for decisions that send nothing. */
  async withoutBudgets(language?: string, also: AlsoNeeded = {}): Promise<Situation> {
    const repository = vscode.workspace.name ?? '';
    const about = { repository, ...(language !== undefined && { language }) };
    const { providers: registry, pick, coolDowns, report } = this.parts;
    const [policy, { catalog, latencyBudgets, limits, experiments: set }, providers] =
      await Promise.all([this.policy(), this.settings(), registry.facts()]);
    const experiments = set.length > 0 ? await this.parts.experiments(set) : [];
    tellProblems('tierwise.providers', registry.settingProblems, this.parts.warn);
    return {
      policy,
      ...(experiments.length > 0 && { experiments }),
      catalog: fitToServers(catalog, providers),
      providers,
      latencyBudgets,
      pick: pick.current,
      coolingDown: coolDowns.current(),
      // Read only if a latency budget, a rule or a workflow's step needs them.
      latencies:
        also.speeds || Object.keys(latencyBudgets).length > 0 || policy.rules.some(asksForFastest)
          ? await unlessTroubled(this.parts.latencies, new Map(), report)
          : new Map(),
      evidence: await unlessTroubled(() => this.parts.evidence(about), new Map(), report),
      turnEvidence: await unlessTroubled(this.parts.turnEvidence, [], report),
      budgets: [],
      limits,
      nowMs: Date.now(),
      workspace: repository,
      today: dayOf(Date.now()),
    };
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async settings(): Promise<FromSettings> {
    if (this.fromSettings) return this.fromSettings;
    const { readSettings } = await openSettingsReader();
    const { practice, warn } = this.parts;
    this.fromSettings = readSettings(dayOf(Date.now()), warn, practice.current);
    this.tellRenamed(this.fromSettings);
    return this.fromSettings;
  }

  private tellRenamed({ renamed }: FromSettings): void {
    if (renamed.length === 0 || this.isRenameTold) return;
    this.isRenameTold = true;
    this.parts.renamed(renamed);
  }
}
