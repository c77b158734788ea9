import { defined, isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Step } from '../definition.ts';
import type { CommonFields } from './fields.ts';
import type { StepHead, StepParser, Surroundings } from './kinds/stepParser.ts';
import { stepParsers } from './kinds/stepParsers.ts';
import { insteadOf } from './otherTools.ts';
import { isFull, type Reading, readShape, report } from './reading.ts';
import { readName } from './readName.ts';
import { namesUsed } from './references.ts';
import { maxLevels, maxSteps, unreadParts } from './shapes.ts';

const parsers: readonly StepParser[] = Object.values(stepParsers);
const keys = parsers.map(({ key }) => key);
const readers = new Map(
  parsers.map((parser) => [parser.key, { parser, shape: parser.shape(unreadParts) }] as const),
);
const hint = 'Write steps by name, such as `summary: { prompt: … }`.';

/** Reads steps in the order written. Reports and omits those that cannot be read. */
export function readSteps(written: unknown, path: ProblemPath, around: Surroundings): Step[] {
  const { reading, level } = around;
  if (!isRecord(written) || Object.keys(written).length === 0) {
    report(reading, path, hint);
    return [];
  }
  if (level >= maxLevels) {
    const message = `Steps lie at most ${maxLevels} levels deep. Move some of them up.`;
    report(reading, path, message, true);
    return [];
  }
  return Object.entries(written).flatMap(([name, step]) => {
    const place = [...path, name];
    if (isFull(reading) || reading.places.size > maxSteps) return [];
    if (!readName(name, place, reading)) return [];
    const earlier = reading.places.has(name);
    if (earlier) report(reading, place, `There are two steps named "${name}". Rename one.`, true);
    else reading.places.set(name, place);
    if (reading.places.size === maxSteps + 1) {
      report(reading, place, `A workflow has at most ${maxSteps} steps. Split it up.`, true);
    }
    return readStep(name, step, place, around) ?? [];
  });
}

function readStep(
  name: string,
  written: unknown,
  path: ProblemPath,
  around: Surroundings,
): Step | undefined {
  const { reading } = around;
  if (!isRecord(written)) {
    report(reading, path, 'Write what the step does, such as `prompt: …`.');
    return undefined;
  }
  const key = keyOf(written, path, reading);
  if (key === undefined) return undefined;
  const { parser, shape } = readers.get(key)!;
  const fields = readShape(shape, written, path, { reading, hint });
  if (!fields) return undefined;
  const inside = { ...around, level: around.level + 1 };
  return parser.read(fields, { path, base: baseOf(name, fields) }, around, {
    read: (steps, place) => readSteps(steps, place, inside),
    namesUsed,
  });
}

function baseOf(
  name: string,
  { description, when, needs: requirements, maxSeconds }: CommonFields,
): StepHead['base'] {
  return {
    name,
    needs: [requirements ?? []].flat(),
    ...defined({ description, when, maxSeconds }),
  };
}

function keyOf(
  written: Readonly<Record<string, unknown>>,
  path: ProblemPath,
  reading: Reading,
): string | undefined {
  const [first, second] = keys.filter((key) => key in written);
  if (first && second) {
    const message = `A step does one thing, this one has \`${first}\` and \`${second}\`. Make two steps of it.`;
    report(reading, [...path, second], message, true);
    return undefined;
  }
  if (first) return first;
  const [slip] = Object.keys(written).flatMap((key) => {
    const instead = insteadOf(key, keys);
    return /`|mean/.test(instead) ? [{ key, instead }] : [];
  });
  if (slip === undefined) {
    report(reading, path, `Say what the step does: ${keys.join(', ')}.`, true);
  } else {
    const message = `"${slip.key}" is not known here.${slip.instead}`;
    report(reading, [...path, slip.key], message, true);
  }
  return undefined;
}
