import { readJson } from '../../execution/answer/readJson.ts';
import { spokenText } from '../../execution/answer/parseAnswer.ts';
import type { JsonSchema } from '../../execution/workflow/jsonSchema.ts';
import { answerProblems, schemaProblem } from '../../execution/workflow/values/answerSchema.ts';
import { isRecord } from '../../routing/input/objects.ts';
import type { Scored } from '../trial.ts';
import { passOrFail, quoted, scored, unscorable } from './scorer.ts';

export interface JsonSettings {
  readonly kind: 'json';
  /** The fixture's `expected` when omitted. */
  readonly expected?: unknown;
  /**
   * `equal`: nothing else may be there; `subset`: objects may have more fields, and lists more items between
   * the expected ones. `equal` by default.
   */
  readonly match?: 'equal' | 'subset';
}

/** The JSON of an answer, also in a code block or among words, beside the expected value. */
export function scoreJson(
  answer: string,
  expected: unknown,
  match: 'equal' | 'subset' = 'equal',
): Scored {
  const found = readJson(spokenText(answer), (value) => kindOf(value) === kindOf(expected));
  if (found === undefined || kindOf(found) !== kindOf(expected)) {
    return passOrFail(false, `The answer holds no JSON like ${quoted(expected)}.`);
  }
  const { parts, differences } = compare(expected, found, {
    path: '',
    isSubset: match === 'subset',
  });
  const score = Math.max(0, (parts - differences.length) / parts);
  if (differences.length === 0) return scored(1, true, 'The JSON is as expected.');
  const shown = differences.slice(0, 3).join('; ');
  const more = differences.length > 3 ? ` and ${differences.length - 3} more` : '';
  // Never 1 with a difference, whatever the counts.
  return scored(Math.min(score, 0.999), false, `The JSON differs: ${shown}${more}.`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

interface Compared {
  /** How many values were expected. */
  readonly parts: number;
  readonly differences: readonly string[];
}

interface ComparePlace {
  readonly path: string;
  readonly isSubset: boolean;
}

function compare(expected: unknown, found: unknown, place: ComparePlace): Compared {
  if (Array.isArray(expected) && Array.isArray(found)) return compareLists(expected, found, place);
  if (isRecord(expected) && isRecord(found)) return compareObjects(expected, found, place);
  const differences =
    Object.is(expected, found) || expected === found
      ? []
      : [`${placeName(place)} is ${quoted(found)}, expected ${quoted(expected)}`];
  return { parts: 1, differences };
}

function compareObjects(
  expected: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
  { path, isSubset }: ComparePlace,
): Compared {
  const fields = Object.entries(expected).map(([name, value]) => {
    const inside = { path: path === '' ? name : `${path}.${name}`, isSubset };
    return Object.hasOwn(found, name)
      ? compare(value, found[name], inside)
      : { parts: 1, differences: [`${inside.path} is missing`] };
  });
  const added = Object.keys(found).filter((name) => !Object.hasOwn(expected, name));
  const differences = isSubset
    ? []
    : added.map((name) => `${path === '' ? name : `${path}.${name}`} is not expected`);
  return together([...fields, { parts: 1, differences }]);
}

function compareLists(
  expected: readonly unknown[],
  found: readonly unknown[],
  place: ComparePlace,
): Compared {
  if (place.isSubset) return compareSubsequence(expected, found, place);
  const items = expected.map((value, index) =>
    compare(value, found[index], { ...place, path: `${place.path}[${index}]` }),
  );
  const differences =
    expected.length === found.length
      ? []
      : [`${placeName(place)} has ${found.length} items, expected ${expected.length}`];
  return together([...items, { parts: 1, differences }]);
}

/** The expected items in their order; others may stand between them. */
function compareSubsequence(
  expected: readonly unknown[],
  found: readonly unknown[],
  place: ComparePlace,
): Compared {
  let from = 0;
  const items = expected.map((value, index): Compared => {
    const at = found.findIndex(
      (each, where) => where >= from && compare(value, each, place).differences.length === 0,
    );
    if (at < 0) {
      return { parts: 1, differences: [`${place.path}[${index}] is missing: ${quoted(value)}`] };
    }
    from = at + 1;
    return { parts: 1, differences: [] };
  });
  return together([...items, { parts: 1, differences: [] }]);
}

function together(parts: readonly Compared[]): Compared {
  return {
    parts: parts.reduce((sum, each) => sum + each.parts, 0),
    differences: parts.flatMap(({ differences }) => differences),
  };
}

function placeName({ path }: ComparePlace): string {
  return path === '' ? 'the value' : path;
}

export interface SchemaSettings {
  readonly kind: 'jsonSchema';
  /** Of an object. References and patterns are refused, as in a workflow's `output`. */
  readonly schema: JsonSchema;
}

/** The answer holds a JSON object that fits a schema. */
export function scoreSchema(answer: string, schema: JsonSchema): Scored {
  const problem = schemaProblem(schema);
  if (problem !== undefined) return unscorable(problem);
  const text = spokenText(answer);
  const fits = (value: unknown) => isRecord(value) && answerProblems(schema, value).length === 0;
  if (readJson(text, fits) !== undefined && fits(readJson(text, fits))) {
    return passOrFail(true, 'The JSON fits the schema.');
  }
  const found = readJson(text, isRecord);
  if (!isRecord(found)) return passOrFail(false, 'The answer holds no JSON object.');
  const problems = answerProblems(schema, found);
  return passOrFail(false, `The JSON does not fit the schema: ${problems.slice(0, 3).join('; ')}.`);
}
