import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Ledger } from '../../../ledger/ledger.ts';
import { choicesOf, type Decision } from '../../../routing/decision.ts';
import { drawnPlan, isWholePlan } from '../../../routing/decide/experimentSituation.ts';
import { type Experiment } from '../../../routing/experiments/experiment.ts';
import { noMoney } from '../../../routing/models/accounts.ts';
import { dayMs } from '../../../routing/time.ts';
import {
  type ExperimentFact,
  experimentKey,
  type ExperimentStanding,
  standingOf,
} from './experimentFacts.ts';
import { costOfRequest, outcomeOfRequest } from './outcomeOfRequest.ts';

/** A request whose story is gone from the ledger this long is given up: its history was deleted. */
const givenUpMs = 2 * dayMs;

/**
 * Where the experiments stand, kept in a file of facts that all windows append to. Everything follows from
 * the facts, so a restart forgets nothing; two windows that settle the same request count it once.
 */
export class ExperimentBook {
  private readonly file: string;
  private readonly ledger: Pick<Ledger, 'requestStory'>;

  /** @param file is created, with its folder, for the first fact */
  constructor(file: string, ledger: Pick<Ledger, 'requestStory'>) {
    this.file = file;
    this.ledger = ledger;
  }

  /** Where these experiments stand. `nowMs`: milliseconds since the epoch. */
  async standings(
    experiments: readonly Experiment[],
    nowMs: number,
  ): Promise<ExperimentStanding[]> {
    const facts = await this.facts();
    return experiments.map((experiment) => standingOf(experiment, facts, nowMs));
  }

  /** Notes a request that is about to run by the plan of an experiment; others are passed over. */
  async drawn(
    requestId: string,
    decision: Decision,
    experiments: readonly Experiment[],
    nowMs: number,
  ): Promise<void> {
    const drawn = drawnPlan(decision);
    const experiment = experiments.find(({ name }) => name === drawn?.experiment);
    if (!drawn || !experiment || !isWholePlan(decision)) return;
    const { expected } = decision;
    const [first] = choicesOf(decision.plan);
    await this.append({
      kind: 'drawn',
      key: experimentKey(experiment),
      requestId,
      plan: drawn.plan,
      atMs: nowMs,
      ...(expected && { expectedNanoUsd: expected.highNanoUsd }),
      ...(first?.model.simulated && { simulated: true }),
    });
  }

  /** Looks in the ledger what has become of open requests, and says where the experiments stand then. */
  async collect(experiments: readonly Experiment[], nowMs: number): Promise<ExperimentStanding[]> {
    const before = await this.standings(experiments, nowMs);
    for (const { key, open } of before) {
      for (const { requestId, atMs } of open) {
        const settled = await this.settle(requestId, nowMs - atMs);
        if (settled)
          await this.append({ kind: 'settled', key, requestId, atMs: nowMs, ...settled });
      }
    }
    return this.standings(experiments, nowMs);
  }

  async append(fact: ExperimentFact): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    // One short write at the file's end: windows that write at the same time do not mix their lines.
    await appendFile(this.file, `${JSON.stringify(fact)}\n`);
  }

  private async settle(
    requestId: string,
    ageMs: number,
  ): Promise<Pick<Extract<ExperimentFact, { kind: 'settled' }>, 'value' | 'cost'> | undefined> {
    const story = await this.ledger.requestStory(requestId);
    if (!story) return ageMs < givenUpMs ? undefined : { cost: noMoney };
    const outcome = outcomeOfRequest(story, ageMs);
    if (outcome.kind === 'wait') return undefined;
    return {
      cost: costOfRequest(story),
      ...(outcome.kind === 'value' && { value: outcome.value }),
    };
  }

  private async facts(): Promise<ExperimentFact[]> {
    const text = await readFile(this.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return text.split('\n').flatMap(readFact);
  }
}

/** A line that a killed window left half written says nothing. */
function readFact(line: string): ExperimentFact[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as ExperimentFact];
  } catch {
    return [];
  }
}
