import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Io, InputError } from '../command.ts';
import type { EvaluateOptions } from './options.ts';

/** A result in all forms in which it can be written; what is not wanted is not made. */
export interface Written {
  readonly words: string;
  readonly json: () => string;
  readonly junit?: () => string;
  readonly summary?: () => string;
}

/** Where results go. No output shows a key. */
export interface Outputs {
  write(result: Written): void;
  /** Tells people what happens meanwhile. */
  tell(sentence: string): void;
}

/**
 * Opens the outputs that the options name. Throws `InputError` for a file that cannot be written, so that
 * nothing is paid for a result that is lost.
 */
export function openOutputs(
  options: EvaluateOptions,
  {
    io,
    env,
    secrets,
  }: {
    readonly io: Io;
    readonly env: NodeJS.ProcessEnv;
    readonly secrets: readonly string[];
  },
): Outputs {
  const { json, junit, estimate } = options;
  const summary =
    options.summary ?? (estimate ? undefined : env['GITHUB_STEP_SUMMARY'] || undefined);
  const files = [json === '-' ? undefined : json, junit, summary].filter(
    (each) => each !== undefined,
  );
  for (const file of files) prepare(file);
  const clean = (text: string) => withoutKeys(text, secrets);
  return {
    tell: (sentence) => io.writeError(clean(`${sentence}\n`)),
    write(result) {
      if (json === '-') io.write(clean(result.json()));
      else io.write(clean(result.words));
      if (json !== undefined && json !== '-') writeFileSync(json, clean(result.json()));
      if (junit !== undefined && result.junit) writeFileSync(junit, clean(result.junit()));
      // The file may hold what earlier steps of the job wrote.
      if (summary !== undefined && result.summary) appendFileSync(summary, clean(result.summary()));
    },
  };
}

function prepare(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, '');
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${(error as Error).message}.`);
  }
}

/** Characters; a shorter text is no key, and taking it out would garble the output. */
const shortestKey = 8;

/** Errors of providers hold no keys, and this holds whatever else is printed. */
function withoutKeys(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length >= shortestKey)
    .reduce((clean, secret) => clean.replaceAll(secret, '[key]'), text);
}
