import type { ModelStep } from '../../execution/workflow/definition.ts';
import { namesUsed } from '../../execution/workflow/parse/references.ts';
import { isRecord } from '../../routing/input/objects.ts';
import type { FixtureFile } from '../fixture.ts';
import type { NewFixture } from './newFixture.ts';

/** A model's step of a run that is done. */
export interface DoneStep {
  readonly step: ModelStep;
  /** What its templates could use. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What it gave; undefined when that is not to be kept as a good answer. */
  readonly value?: unknown;
  /** The file that it changed, as it was. */
  readonly file?: FixtureFile;
  readonly tags: readonly string[];
}

/** The fixture that asks a step again: the values that it uses, and no others. */
export function fixtureOfStep({ step, values, value, file, tags }: DoneStep): NewFixture {
  const used = [...new Set(namesUsed(step))].filter((name) => Object.hasOwn(values, name));
  const kept = Object.fromEntries(used.map((name) => [name, values[name]]));
  return {
    ...(used.length > 0 && { values: kept }),
    ...(file && { files: [file] }),
    ...answerOf(step, value),
    ...(tags.length > 0 && { tags }),
  };
}

function answerOf(
  { output, edit }: ModelStep,
  value: unknown,
): Pick<NewFixture, 'expected' | 'reference'> {
  if (value === undefined || value === null) return {};
  if (output) return { expected: value };
  if (edit && isRecord(value) && typeof value['text'] === 'string') {
    return { reference: value['text'] };
  }
  return typeof value === 'string' ? { reference: value } : {};
}
