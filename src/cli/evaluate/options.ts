import { defined } from '../../routing/input/objects.ts';
import { UsageError } from '../command.ts';
import { readArgs } from '../read/readArgs.ts';

/** What `evaluate` was asked to do. */
export interface EvaluateOptions {
  /** Evaluations; empty for all of the project. */
  readonly files: readonly string[];
  readonly settings?: string;
  readonly maxUsd?: number;
  readonly maxCalls?: number;
  readonly concurrency: number;
  readonly seed?: number;
  readonly only: readonly string[];
  readonly wholeGrid: boolean;
  readonly estimate: boolean;
  readonly resume: boolean;
  /** Waits for the providers' batches where they offer some. */
  readonly batch: boolean;
  readonly results: string;
  /** `-` is standard output. */
  readonly json?: string;
  readonly junit?: string;
  readonly summary?: string;
  readonly check: boolean;
  readonly allowCommands: boolean;
}

const known = {
  settings: { type: 'string' },
  'max-usd': { type: 'string' },
  'max-calls': { type: 'string' },
  concurrency: { type: 'string', default: '8' },
  seed: { type: 'string' },
  only: { type: 'string', multiple: true },
  'whole-grid': { type: 'boolean', default: false },
  estimate: { type: 'boolean', default: false },
  resume: { type: 'boolean', default: false },
  batch: { type: 'boolean', default: false },
  results: { type: 'string', default: '.tierwise/evaluations/.results' },
  json: { type: 'string' },
  junit: { type: 'string' },
  summary: { type: 'string' },
  check: { type: 'boolean', default: false },
  'allow-commands': { type: 'boolean', default: false },
} as const;

/** Reads the arguments. Throws `UsageError`, or what `parseArgs` throws. */
export function readOptions(args: readonly string[]): EvaluateOptions {
  const config = { args: [...args], allowPositionals: true, options: known } as const;
  const { values, positionals } = readArgs(config);
  const {
    settings,
    only = [],
    estimate,
    resume,
    batch,
    results,
    json,
    junit,
    summary,
    check,
  } = values;
  const numbers = {
    maxUsd: whenGiven(values['max-usd'], amount),
    maxCalls: whenGiven(values['max-calls'], wholeNumber('max-calls', 1, 1_000_000)),
    seed: whenGiven(values.seed, wholeNumber('seed', 0, 2 ** 31 - 1)),
  };
  const options: EvaluateOptions = {
    files: positionals,
    concurrency: wholeNumber('concurrency', 1, 64)(values.concurrency),
    only,
    wholeGrid: values['whole-grid'],
    estimate,
    resume,
    batch,
    results,
    check,
    allowCommands: values['allow-commands'],
    ...defined({ settings, json, junit, summary, ...numbers }),
  };
  refuseConflicts(options);
  return options;
}

function refuseConflicts({ check, estimate, json, junit, summary }: EvaluateOptions): void {
  if (check && estimate) throw new UsageError('Write --check or --estimate, not both.');
  if (estimate && (junit !== undefined || summary !== undefined)) {
    throw new UsageError('An estimate has no tests, so it goes without --junit and --summary.');
  }
  if (check && [json, junit, summary].some((each) => each !== undefined)) {
    throw new UsageError(
      'A check has no results, so it goes without --json, --junit and --summary.',
    );
  }
}

function whenGiven<Value>(
  written: string | undefined,
  read: (written: string) => Value,
): Value | undefined {
  return written === undefined ? undefined : read(written);
}

function wholeNumber(name: string, least: number, most: number): (written: string) => number {
  return (written) => {
    const value = Number(written);
    const isWhole = written.trim() !== '' && Number.isInteger(value);
    if (isWhole && value >= least && value <= most) return value;
    throw new UsageError(`--${name} ${written} is not a whole number from ${least} to ${most}.`);
  };
}

function amount(written: string): number {
  const value = Number(written);
  if (written.trim() !== '' && value > 0 && value <= 1e6) return value;
  throw new UsageError(`--max-usd ${written} is not an amount in USD above 0, such as 0.50.`);
}
