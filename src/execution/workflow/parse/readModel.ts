import * as z from 'zod';
import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { defined, isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import { parseModelChoice } from '../../../routing/models/model.ts';
import { fastestUse } from '../../../routing/policy/policy.ts';
import { namesAModel } from '../../../routing/policy/repositoryLaw.ts';
import type { ModelUse } from '../definition.ts';
import { lonePathOf } from '../values/template.ts';
import { type Reading, readShape, report } from './reading.ts';
import { readPath } from './readName.ts';
import { modelShapes } from './shapes.ts';

const name = z.string('Name a tier.').min(1, 'Name a tier.');
const shapes = modelShapes(name);
const hint =
  'Name a tier such as fast, auto or fastest; or write `cascade`, `speculate`, `fastest` or `from`.';
const templateHint =
  'A template for a model is one value and nothing else, such as "{{ triage.tier }}".';

/** Reads a model choice; undefined when it cannot be used, after a report. */
export function readModel(
  written: unknown,
  path: ProblemPath,
  reading: Reading,
): ModelUse | undefined {
  if (written === 'auto') return { kind: 'auto' };
  if (written === fastestUse) return { kind: 'fastest', names: [], by: 'total' };
  if (typeof written === 'string') {
    const from = lonePathOf(written);
    if (from) return { kind: 'from', from, map: {}, isTemplate: true };
    if (written.includes('{{')) {
      report(reading, path, templateHint);
      return undefined;
    }
    return isKnownTier(written, path, reading) ? { kind: 'named', name: written } : undefined;
  }
  if (!isRecord(written)) {
    report(reading, path, hint);
    return undefined;
  }
  if (written.gates !== undefined) {
    report(reading, [...path, 'gates'], '`gates` belongs to the step, beside `model`.', true);
    return undefined;
  }
  if ('cascade' in written) return readCascade(written, path, reading);
  if ('speculate' in written) return readSpeculate(written, path, reading);
  if ('fastest' in written) return readFastest(written, path, reading);
  if (!('from' in written)) {
    report(reading, path, hint);
    return undefined;
  }
  return readFrom(written, path, reading);
}

function readCascade(written: unknown, path: ProblemPath, reading: Reading): ModelUse | undefined {
  const read = readShape(shapes.cascade, written, path, { reading, hint });
  if (!read || !areKnown(read.cascade, [...path, 'cascade'], reading)) return undefined;
  const { cascade: names, retry, raiseEffort } = read;
  return { kind: 'cascade', names, ...defined({ retry, raiseEffort }) };
}

function readSpeculate(
  written: unknown,
  path: ProblemPath,
  reading: Reading,
): ModelUse | undefined {
  const read = readShape(shapes.speculate, written, path, { reading, hint });
  if (!read || !areKnown(read.speculate, [...path, 'speculate'], reading)) return undefined;
  return { kind: 'speculate', names: read.speculate };
}

function readFastest(written: unknown, path: ProblemPath, reading: Reading): ModelUse | undefined {
  const read = readShape(shapes.fastest, written, path, { reading, hint });
  if (!read || !areKnown(read.fastest, [...path, 'fastest'], reading)) return undefined;
  return { kind: 'fastest', names: read.fastest, by: read.by ?? 'total' };
}

function readFrom(written: unknown, path: ProblemPath, reading: Reading): ModelUse | undefined {
  const read = readShape(shapes.from, written, path, { reading, hint });
  if (!read) return undefined;
  const { from, map = {}, else: otherwise } = read;
  const chosen: [string, ProblemPath][] = Object.entries(map).map(([value, model]) => [
    model,
    [...path, 'map', value],
  ]);
  if (otherwise !== undefined) chosen.push([otherwise, [...path, 'else']]);
  const known = chosen.filter(([model, place]) => isKnownTier(model, place, reading));
  if (known.length < chosen.length) return undefined;
  return {
    kind: 'from',
    from: readPath(from, [...path, 'from'], reading),
    map,
    ...(otherwise !== undefined && { otherwise }),
  };
}

function areKnown(names: readonly string[], path: ProblemPath, reading: Reading): boolean {
  const known = names.filter((it, index) => isKnownTier(it, [...path, index], reading));
  return known.length === names.length;
}

/** Whether a name is a tier; reports a name that is none. A workflow names no model. */
export function isKnownTier(written: string, path: ProblemPath, reading: Reading): boolean {
  const { tiers } = reading.known;
  if (tiers.includes(written)) return true;
  const message = parseModelChoice(written)
    ? namesAModel(written, `The tiers are ${tiers.join(', ')}.`)
    : `There is no tier "${written}".${didYouMean(written, tiers)}`;
  report(reading, path, message);
  return false;
}
