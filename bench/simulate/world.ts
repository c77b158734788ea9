import type { Limit } from '../../src/ledger/facts.ts';
import type { ModelCall } from '../../src/providers/provider.ts';
import { type Audit, openAudit } from './audit.ts';
import { type Chance, createChance } from './chance.ts';
import { createDisk, type Disk } from './disk.ts';
import type { ServedCall } from './endpoint.ts';
import { modelByReference } from './models.ts';
import type { Product } from './product.ts';
import { type ScriptOptions, type Fault, type UsageReport, writeScript } from './script.ts';
import type { Stage } from './stage.ts';
import { createTime, type Time } from './time.ts';
import { anyWeather, type Weather } from './weather.ts';
import { openWindow, type SimulatedWindow } from './window.ts';

/*
 * A simulated world: its clock, its disk, its servers and its windows, and the list of the promises that
 * were broken in it. All of it follows from one seed.
 */

/** A promise that was not kept. */
export interface Broken {
  readonly seed: number;
  readonly promise: string;
  readonly detail: string;
  /** The request or the attempt that it is about. */
  readonly about: string;
}

/** Whom a call is made for. */
export interface ServedFor {
  readonly attemptId: string;
  readonly requestId: string;
  readonly owner: SimulatedWindow;
}

/** A line of a world's history. */
export interface Happened {
  readonly atMs: number;
  readonly about: string;
  readonly words: string;
  readonly of?: string;
}

export interface World {
  readonly seed: number;
  readonly time: Time;
  readonly disk: Disk;
  readonly audit: Audit;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly product: Product;
  readonly served: readonly ServedCall[];
  readonly windows: SimulatedWindow[];
  readonly broken: readonly Broken[];
  /** Caps as they stand now; developers raise them. */
  readonly budgets: { readonly limit: (window: SimulatedWindow) => Limit; capNanoUsd: number }[];
  readonly isTraced: boolean;
  /** What happened, when somebody looks. */
  readonly history: readonly Happened[];
  /** The call of each attempt. */
  readonly callOf: ReadonlyMap<string, ServedCall>;
  newId(kind: string): string;
  tell(about: string, promise: string, detail: string): void;
  /** `of` is the request that an attempt belongs to. */
  trace(about: string, words: string, of?: string): void;
  serve(asked: ServedFor, provider: string, call: ModelCall): ServedCall;
}

export interface WorldOptions {
  readonly seed: number;
  readonly weather?: (chance: Chance) => Weather;
  readonly isTraced?: boolean;
}

const startMs = Date.UTC(2026, 10, 21, 9);
const usageReports: Readonly<Record<Exclude<UsageReport, 'whole'>, number>> = {
  growing: 6,
  missing: 3,
  doubtful: 2,
  priced: 2,
};

export function createWorld(stage: Stage, options: WorldOptions): World {
  const { seed, isTraced = false } = options;
  const chance = createChance(seed);
  const weather = (options.weather ?? anyWeather)(chance);
  const time = createTime(startMs);
  const disk = createDisk(time, weather.troubles, stage.emptyLedger);
  const broken: Broken[] = [];
  const history: Happened[] = [];
  const callOf = new Map<string, ServedCall>();
  const served: ServedCall[] = [];
  const windows: SimulatedWindow[] = [];
  let ids = 0;
  const tell = (about: string, promise: string, detail: string): void => {
    broken.push({ seed, promise, detail, about });
  };
  const newId = (kind: string): string => `${kind}-${++ids}`;
  stage.enter({
    time,
    disk,
    messageMs: () => (chance.isTrue(0.7) ? 0 : chance.between(1, 4)),
    newId: () => newId('chance'),
    ownerOf: (windowId) => windows.find(({ id }) => id === windowId)!,
  });
  const audit = openAudit(disk.audit, tell);
  disk.onKept = audit.read;
  const world: World = {
    seed,
    time,
    disk,
    audit,
    chance,
    weather,
    product: stage.product,
    served,
    callOf,
    windows,
    broken,
    isTraced,
    history,
    newId,
    tell,
    budgets: weather.budgets.map(({ of, capNanoUsd }, at) => {
      const budget = { capNanoUsd, limit: (window: SimulatedWindow) => limitOf(window) };
      const limitOf = ({ sessionId, workspace }: SimulatedWindow): Limit => ({
        budgetId: `budget ${at} (${of})`,
        capNanoUsd: budget.capNanoUsd,
        span: { fromMs: of === 'day' ? dayOf(time.wall()) : 0 },
        ...(of === 'session' && { sessionId }),
        ...(of === 'workspace' && { workspace }),
      });
      return budget;
    }),
    trace(about, words, of) {
      if (isTraced) history.push({ atMs: time.now(), about, words, ...(of && { of }) });
    },
    serve(whom, provider, call) {
      const model = modelByReference.get(`${provider}/${call.model}`)!;
      const behaves = { fault: faultOf(world, provider), usage: usageOf(world) };
      const thinks = model.capabilities.reasoning === true;
      const script = writeScript(chance, { ...behaves, thinks, answer: answerTo(world, call) });
      const record: ServedCall = {
        ...whom,
        nth: served.length,
        model,
        call,
        script,
        beganMs: time.now(),
        beganAwakeMs: time.awake(),
        longestWaitMs: 0,
        hasWorked: false,
        sentCharacters: 0,
        hiddenTokens: 0,
        text: '',
        toolIds: [],
      };
      served.push(record);
      callOf.set(whom.attemptId, record);
      world.trace(whom.attemptId, `is sent to ${model.reference}, which ${script.fault}`);
      return record;
    },
  };
  for (let nth = 0; nth < weather.windows; nth += 1) openWindow(world);
  return world;
}

function dayOf(ms: number): number {
  const dayMs = 24 * 60 * 60_000;
  return Math.floor(ms / dayMs) * dayMs;
}

function faultOf({ chance, weather }: World, provider: string): Fault {
  const share = weather.faultShare[provider] ?? 0;
  return chance.isTrue(share) ? chance.oneOf(weather.faults) : 'none';
}

function usageOf({ chance, weather }: World): UsageReport {
  return chance.isTrue(weather.oddUsageShare) ? chance.weighted(usageReports) : 'whole';
}

/** A judge gives an opinion; everybody else writes code, or calls the tools that it has. */
function answerTo({ chance }: World, call: ModelCall): ScriptOptions['answer'] {
  if (call.outputSchema) {
    const pass = chance.isTrue(0.6);
    const problems = pass ? [] : [{ line: 1, message: 'It adds the wrong numbers.' }];
    return { text: JSON.stringify({ pass, problems }), tools: [] };
  }
  const tools = call.tools && chance.isTrue(0.7) ? ['read', 'write'] : [];
  const body = `  return prices.reduce((sum, price) => sum + price, ${chance.between(0, 99)});\n`;
  const text = `\`\`\`typescript\nfunction total(prices: number[]): number {\n${body}}\n\`\`\``;
  const rest = chance.isTrue(0.3)
    ? '\nIt also adds up an empty cart. '.repeat(chance.between(1, 30))
    : '';
  return { text: tools.length > 0 ? 'I look at the file first.' : text + rest, tools };
}
