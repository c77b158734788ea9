import * as vscode from 'vscode';
import type { BatchProvider } from '../../providers/batches/batchProvider.ts';
import type { ProviderExtras } from '../../providers/createProvider.ts';
import type { Connection } from '../../providers/http/connection.ts';
import type { Provider } from '../../providers/provider.ts';
import { builtInProviders, type ProviderConfig } from '../../providers/providerConfig.ts';
import { isKeyMissing, providerFacts } from '../../providers/providerFacts.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import type { ProviderFacts, ProviderState } from '../../routing/situation.ts';
import type { Practice } from '../practice/practiceStarted.ts';
import { type Keys, type ProviderHeaders, providerOfSecret } from '../platform/secrets.ts';
import { readLocalHosts } from '../../providers/localHosts.ts';
import { onDidChangeSettings, userSetting } from '../platform/setting.ts';
import {
  openDiscovery,
  openProviderReader,
  openProviders,
  openVscodeProvider,
  openWindowQuestions,
} from './door.ts';
import { ServerWindows } from './serverWindows.ts';
import { vscodeModelsState, vscodeProviderId } from './vscodeModels.ts';
import { say } from '../platform/say.ts';

/** How long the models of a local server count as known. Chosen by judgement. */
const discoveryLifetimeMs = 30_000;

/** The providers in the user's settings, with their keys and their state. */
export class ProviderRegistry implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[];
  private readonly keys: Keys;
  private readonly note: (remark: string) => void;
  private readonly headers: ProviderHeaders;
  private readonly practice: Practice;
  private readonly changed = new vscode.EventEmitter<string | undefined>();
  /** Fires with the id of a provider whose key or headers changed, or undefined when any may have changed. */
  readonly onDidChange = this.changed.event;
  private configs: readonly ProviderConfig[] | undefined;
  private problems: readonly InputProblem[] = [];
  private providers = new Map<string, Provider>();
  private discovered = new Map<string, { atMs: number; state: Promise<ProviderState> }>();
  private vscodeModels: ProviderFacts | undefined;
  private readonly windows = new ServerWindows(async (config, listed) =>
    (await openWindowQuestions()).askWindows(config, listed),
  );
  /** Fires when the window of a local server's model became known or differs. */
  readonly onDidChangeWindows = this.windows.onDidChange;

  /** `note` takes remarks of the providers for the log. */
  constructor(
    keys: Keys,
    headers: ProviderHeaders,
    { practice, note }: { readonly practice: Practice; readonly note: (remark: string) => void },
  ) {
    this.keys = keys;
    this.headers = headers;
    this.practice = practice;
    this.note = note;
    this.disposables = [
      this.changed,
      this.windows,
      onDidChangeSettings(() => this.forget()),
      practice.onDidChange(() => this.forget()),
      keys.onDidChange(({ key }) => this.noteSecret(key)),
    ];
  }

  /** The configured providers. Loads the settings' schema on first use. */
  async all(): Promise<readonly ProviderConfig[]> {
    if (this.configs) return this.configs;
    const { settings } = this.practice.current ?? {};
    const written = settings?.['tierwise.providers'] ?? userSetting('tierwise.providers');
    if (!written || Object.keys(written).length === 0) return (this.configs = builtInProviders);
    const { parseProviders } = await openProviderReader();
    const { providers, problems } = parseProviders(written, say);
    this.problems = problems;
    return (this.configs = providers);
  }

  /** The problems in the setting; call `all` first. */
  get settingProblems(): readonly InputProblem[] {
    return this.problems;
  }

  /** What a decision may look at: each provider's name, state and whether it is a practice one. */
  async facts(): Promise<ReadonlyMap<string, ProviderFacts>> {
    const facts = await this.factsBy((config) => this.stateOf(config));
    this.vscodeModels = { name: 'VS Code', simulated: false, state: await vscodeModelsState() };
    return facts.set(vscodeProviderId, this.vscodeModels);
  }

  /**
   * What is known without a question to a server: one that was not asked yet counts as ready. VS Code's own
   * models are missing until they were asked for, because VS Code asks all providers then, Tierwise too.
   */
  async known(): Promise<ReadonlyMap<string, ProviderFacts>> {
    const facts = await this.factsBy((config) => this.knownState(config));
    return this.vscodeModels ? facts.set(vscodeProviderId, this.vscodeModels) : facts;
  }

  /** The provider with an id; undefined when the settings do not have it. */
  async provider(id: string): Promise<Provider | undefined> {
    const created = this.providers.get(id) ?? (await this.create(id));
    if (created) this.providers.set(id, created);
    return created;
  }

  /** The batches of the provider with an id; undefined where it offers none. */
  async batches(id: string): Promise<BatchProvider | undefined> {
    const config = (await this.all()).find((each) => each.id === id);
    if (!config) return undefined;
    const { createBatches } = await openProviders();
    return createBatches(config, ...this.accessTo(config));
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async create(id: string): Promise<Provider | undefined> {
    if (id === vscodeProviderId) return (await openVscodeProvider()).createVscodeProvider();
    const config = (await this.all()).find((each) => each.id === id);
    if (!config) return undefined;
    const { createProvider } = await openProviders();
    return createProvider(config, ...this.accessTo(config));
  }

  /** The key of a provider, its secret headers and where its remarks go. */
  private accessTo(config: ProviderConfig): [Connection['key'], ProviderExtras] {
    const { id, baseUrl } = config;
    return [
      () => this.keyAt(config),
      { secretHeaders: () => this.headers.get(id, baseUrl), note: this.note },
    ];
  }

  private async factsBy(
    stateOf: (config: ProviderConfig) => Promise<ProviderState>,
  ): Promise<Map<string, ProviderFacts>> {
    const { hosts } = readLocalHosts(userSetting('tierwise.localHosts'));
    const facts = (await this.all()).map(async (config): Promise<[string, ProviderFacts]> => {
      return [config.id, providerFacts(config, await stateOf(config), hosts)];
    });
    return new Map(await Promise.all(facts));
  }

  private async stateOf(config: ProviderConfig): Promise<ProviderState> {
    const key = await this.keyOf(config);
    if (isKeyMissing(config, key)) return { state: 'noKey' };
    if (!config.discover) return { state: 'ready' };
    return this.windows.addTo(config, await this.discover(config, key));
  }

  private async knownState(config: ProviderConfig): Promise<ProviderState> {
    if (isKeyMissing(config, await this.keyOf(config))) return { state: 'noKey' };
    const state = (await this.discovered.get(config.id)?.state) ?? { state: 'ready' };
    return this.windows.withKnown(config.id, state);
  }

  private async keyOf(config: ProviderConfig): Promise<string | undefined> {
    return config.auth === 'none' ? undefined : this.keyAt(config);
  }

  private async keyAt({ id, baseUrl }: ProviderConfig): Promise<string | undefined> {
    const { current } = this.practice;
    const isPractice = current !== undefined && id in current.settings['tierwise.providers'];
    return isPractice ? current.key : this.keys.get(id, baseUrl);
  }

  private discover(config: ProviderConfig, key: string | undefined): Promise<ProviderState> {
    const recent = this.discovered.get(config.id);
    if (recent && Date.now() - recent.atMs < discoveryLifetimeMs) return recent.state;
    const state = Promise.all([openDiscovery(), this.headers.get(config.id, config.baseUrl)]).then(
      ([{ discoverModels }, headers]) => discoverModels(config, { key, headers }),
    );
    this.discovered.set(config.id, { atMs: Date.now(), state });
    return state;
  }

  private forget(): void {
    this.configs = undefined;
    this.providers = new Map();
    this.discovered = new Map();
    this.windows.forget();
    this.changed.fire(undefined);
  }

  private noteSecret(name: string): void {
    const provider = providerOfSecret(name);
    if (provider === undefined) return;
    this.discovered.delete(provider);
    this.changed.fire(provider);
  }
}
