import { isRecord, own } from '../../../routing/input/objects.ts';
import type { ScorerSettings } from '../../scorers/settings.ts';
import { fillIn } from './fillIn.ts';
import { type MappedAssert, mapAssert } from './promptfooAsserts.ts';
import { type Fields, type ConfigPath, type Reading, recordOf } from './promptfooReading.ts';

/** An assert and where it is written. */
export interface PlacedAssert {
  readonly written: unknown;
  readonly where: ConfigPath;
}

export function assertsIn(written: unknown, where: ConfigPath): readonly PlacedAssert[] {
  return Array.isArray(written)
    ? written.map((each: unknown, place) => ({ written: each, where: [...where, place] }))
    : [];
}

/** The scorers that check the same as an assert; what none checks is left out. */
export function scorersFor(
  { written, where }: PlacedAssert,
  values: Fields,
  reading: Reading,
): readonly ScorerSettings[] {
  const { config, leaveOut } = reading;
  const meant = resolved(written, config);
  if (!isRecord(meant) || typeof meant['type'] !== 'string') {
    leaveOut(where, 'assert', 'It has no `type`. Write one, such as contains.');
    return [];
  }
  const { type, weight, provider, rubricPrompt } = meant;
  // Sets inside sets do not exist there, and one that names itself would have no end.
  const isInSet = where.filter((part) => part === 'assert').length > 1;
  const refused =
    isInSet && type === 'assert-set'
      ? 'It is inside another set. Write it out.'
      : whyRefused(meant);
  if (refused !== undefined) {
    leaveOut(where, `assert ${type}`, refused);
    return [];
  }
  if (weight !== undefined && weight !== 1) {
    leaveOut(where, 'weight', 'All scorers count the same, and each has to pass.');
  }
  if (type === 'assert-set') {
    const inner = assertsIn(meant['assert'], [...where, 'assert']);
    return inner.flatMap((each) => scorersFor(each, values, reading));
  }
  const mapped = mappedAssert(meant, type, values);
  if (mapped.scorer === undefined) {
    leaveOut(where, `assert ${type}`, mapped.why);
    return [];
  }
  if (mapped.but !== undefined) leaveOut(where, `assert ${type}`, mapped.but);
  if (provider !== undefined || rubricPrompt !== undefined) {
    leaveOut(where, 'its own judge', 'Your own judge is asked, with its own words.');
  }
  return [mapped.scorer];
}

function mappedAssert(
  { value: written, threshold }: Fields,
  type: string,
  values: Fields,
): MappedAssert {
  const { value, problem } = filledValue(written, values);
  return problem === undefined
    ? mapAssert({ type, value, ...(typeof threshold === 'number' && { threshold }) })
    : { why: problem };
}

/** The assert itself, or the template that it names. */
function resolved(written: unknown, config: Fields): unknown {
  const name = isRecord(written) && typeof written['$ref'] === 'string' ? written['$ref'] : '';
  const template = /^#\/assertionTemplates\/(.+)$/.exec(name)?.[1];
  return template === undefined ? written : own(recordOf(config['assertionTemplates']), template);
}

function whyRefused({ transform, weight, type, threshold }: Fields): string | undefined {
  if (transform !== undefined) {
    return 'It changes the answer with a program, which is never run. Write a scorer for the whole answer.';
  }
  if (weight === 0) return 'Its weight is 0, so it never fails.';
  if (type === 'assert-set' && threshold !== undefined) {
    return 'Here every scorer has to pass. Write those that must.';
  }
  return undefined;
}

function filledValue(
  value: unknown,
  values: Fields,
): { readonly value?: unknown; readonly problem?: string } {
  if (Array.isArray(value)) {
    const all = value.map((each: unknown) => filledValue(each, values));
    const problem = all.find((each) => each.problem !== undefined)?.problem;
    return problem === undefined ? { value: all.map((each) => each.value) } : { problem };
  }
  if (typeof value !== 'string') return { value };
  if (value.startsWith('file://')) {
    return { problem: 'Its value is in another file. Write it here.' };
  }
  const { text, problem } = fillIn(value, values);
  return problem === undefined ? { value: text } : { problem: `${problem} Write it out.` };
}
