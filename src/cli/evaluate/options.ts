import { parseArgs } from 'node:util';
import { defined } from '../../routing/input/objects.ts';
import { UsageError } from '../command.ts';

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
  readonly results: string;
  /** `-` is standard output. */
  readonly json?: string;
  readonly junit?: string;
  readonly summary?: string;
  readonly check: boolean;
  readonly allowCommands: boolean;
}

/** Reads the arguments. Throws `UsageError`, or what `parseArgs` throws. */
export function readOptions(args: readonly string[]): EvaluateOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      settings: { type: 'string' },
      'max-usd': { type: 'string' },
      'max-calls': { type: 'string' },
      concurrency: { type: 'string', default: '8' },
      seed: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      'whole-grid': { type: 'boolean', default: false },
      estimate: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      results: { type: 'string', default: '.tierwise/evaluations/.results' },
      json: { type: 'string' },
      junit: { type: 'string' },
      summary: { type: 'string' },
      check: { type: 'boolean', default: false },
      'allow-commands': { type: 'boolean', default: false },
    },
  });
  const { settings, only, estimate, resume, results, json, junit, summary, check } = values;
  if (check && estimate) throw new UsageError('Write --check or --estimate, not both.');
  if (estimate && (junit !== undefined || summary !== undefined)) {
    throw new UsageError('An estimate has no tests, so it goes without --junit and --summary.');
  }
  if (check && [json, junit, summary].some((each) => each !== undefined)) {
    throw new UsageError(
      'A check has no results, so it goes without --json, --junit and --summary.',
    );
  }
  const [maxUsd, maxCalls] = [values['max-usd'], values['max-calls']];
  return {
    files: positionals,
    concurrency: wholeNumber('concurrency', values.concurrency, { least: 1, most: 64 }),
    only,
    wholeGrid: values['whole-grid'],
    estimate,
    resume,
    results,
    check,
    allowCommands: values['allow-commands'],
    ...defined({
      settings,
      json,
      junit,
      summary,
      maxUsd: maxUsd === undefined ? undefined : amount('max-usd', maxUsd),
      maxCalls:
        maxCalls === undefined
          ? undefined
          : wholeNumber('max-calls', maxCalls, { least: 1, most: 1_000_000 }),
      seed:
        values.seed === undefined
          ? undefined
          : wholeNumber('seed', values.seed, { least: 0, most: 2 ** 31 - 1 }),
    }),
  };
}

function wholeNumber(
  name: string,
  written: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = Number(written);
  const isWhole = written.trim() !== '' && Number.isInteger(value);
  if (isWhole && value >= least && value <= most) return value;
  throw new UsageError(`--${name} ${written} is not a whole number from ${least} to ${most}.`);
}

function amount(name: string, written: string): number {
  const value = Number(written);
  if (written.trim() !== '' && value > 0 && value <= 1e6) return value;
  throw new UsageError(`--${name} ${written} is not an amount in USD above 0, such as 0.50.`);
}
