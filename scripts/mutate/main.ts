import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from '../main.mjs';
import { root } from '../tools.mjs';
import { areas } from './areas.ts';
import { chooseMutants } from './chooseMutants.ts';
import { type Tried, mutate } from './mutate.ts';
import { copyProject } from './projectCopy.ts';
import { listOf, reportsOf, tableOf } from './report.ts';

/*
 * `npm run mutate` measures whether the unit tests notice mistakes. It copies the project, makes small
 * mistakes (mutants) in the copy one at a time, runs the tests that load the changed file, and reports the
 * share of mutants that a test noticed. Options come in on the command line; a table or JSON goes out.
 */

const say = (line: string) => console.error(line);

main(async () => {
  const options = readOptions();
  const copy = copyProject(root);
  process.once('exit', copy.remove);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(130));

  const chosen = chooseMutants(copy.root, options);
  for (const file of chosen.excluded) say(`Skipped ${file}: only the editor tests can load it.`);
  for (const [area, made] of chosen.made) {
    if (made > 0)
      say(`${area}: ${made} mutants, of which ${options.perArea} at most, seed ${options.seed}`);
  }
  if (chosen.choices.length === 0) throw new Error('There are no mutants to try.');
  if (options.list) {
    for (const { area, mutant } of chosen.choices) {
      const { file, line, operator, change } = mutant;
      console.log(`${area.name} ${file}:${line} [${operator}] ${change}`);
    }
    return 0;
  }

  const { confirm, nearest } = options;
  const tried = await mutate(chosen, { root: copy.root, confirm, nearest, say });
  const reports = reportsOf(tried);
  const below = reports.filter(({ score }) => (score ?? 1) < options.floor);
  if (options.json) console.log(jsonOf(tried, options));
  else console.log(wordsOf(tried));
  for (const { area } of below) say(`${area} is below ${options.floor}.`);
  return below.length > 0 ? 1 : 0;
});

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '7' },
      'per-area': { type: 'string', default: '60' },
      areas: { type: 'string' },
      file: { type: 'string' },
      nearest: { type: 'string' },
      floor: { type: 'string', default: '0.88' },
      confirm: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  const names = areas.map(({ name }) => name);
  const only = values.areas?.split(',');
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown) throw new Error(`There is no area "${unknown}". Areas: ${names.join(', ')}`);
  return {
    ...values,
    areas,
    only,
    equivalents: JSON.parse(readFileSync(join(import.meta.dirname, 'equivalents.json'), 'utf8')),
    seed: numberIn('--seed', values.seed),
    perArea: numberIn('--per-area', values['per-area']),
    nearest: values.nearest === undefined ? undefined : numberIn('--nearest', values.nearest),
    floor: numberIn('--floor', values.floor),
  };
}

function numberIn(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error(`${name} takes a number.`);
  return value;
}

function wordsOf(tried: readonly Tried[]): string {
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', `${title}:`, ...lines] : [];
  const unsure = tried.flatMap(({ outcome }) =>
    'unsure' in outcome ? (outcome.unsure ?? []) : [],
  );
  return [
    tableOf(reportsOf(tried)),
    ...section('Survived', listOf(tried, 'survived')),
    ...section('Equivalent, not counted', listOf(tried, 'equivalent')),
    ...section(
      'Failed once, then passed',
      [...new Set(unsure)].map((test) => `  ${test}`),
    ),
  ].join('\n');
}

function jsonOf(
  tried: readonly Tried[],
  { seed, perArea, nearest, confirm }: ReturnType<typeof readOptions>,
) {
  const mutants = tried.map(({ area, mutant, equivalent, outcome, ms }) => ({
    area: area.name,
    file: mutant.file,
    line: mutant.line,
    operator: mutant.operator,
    change: mutant.change,
    nth: mutant.nth,
    ...outcome,
    reason: equivalent,
    ms: Math.round(ms),
  }));
  return JSON.stringify(
    { seed, perArea, nearest, confirm, areas: reportsOf(tried), mutants },
    undefined,
    2,
  );
}
