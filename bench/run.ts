import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { main } from '../scripts/main.mjs';
import { measureArea } from './measuring/measureArea.ts';

/*
 * `npm run bench` measures the product. Each file in this folder is an area whose `run()` returns figures;
 * its helpers are in the sub-folder of the same name, and what several areas share is in `measuring/`. Names of areas come in on the command line, each with
 * the folder that it reads, if any; a table or JSON goes out. `gates -- --cases <folder>` plays reported
 * edits of a folder (gates/reported/). `evaluation -- --data <folder>` reads a folder of outcome files
 * instead of simulating. `judging <file>` asks judges about an evaluation's labelled answers instead of its
 * own.
 */

/** The result of an area's `run()`. Figure names do not include the area. */
export type Figures = Record<string, { value: number; unit: string }>;

/** Areas that read a folder, which is named after them; they run by name only. */
const readingAreas: ReadonlySet<string> = new Set(['wires']);
/** Areas that read a file of their own unless another one is named after them. */
const fileAreas: ReadonlySet<string> = new Set(['judging']);
/** Areas that take many minutes; they run by name only, too. */
const longAreas: ReadonlySet<string> = new Set([
  'agentLoops',
  'animation',
  'evaluation',
  'firstRuns',
  'keyboard',
  'performance',
]);

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      cases: { type: 'string' },
      data: { type: 'string' },
      // Of the areas that follow from a seed.
      lives: { type: 'string' },
      count: { type: 'string' },
      seed: { type: 'string' },
      plant: { type: 'string' },
      workers: { type: 'string' },
    },
    // npm takes a `--` off, a direct call does not.
    args: process.argv.slice(2).filter((word) => word !== '--'),
  });
  if (values.cases !== undefined && positionals.join() !== 'gates') {
    throw new Error('Only gates takes cases: npm run bench gates -- --cases <folder>');
  }
  if (values.data !== undefined && positionals.join() !== 'evaluation') {
    throw new Error('Only evaluation takes data: npm run bench evaluation -- --data <folder>');
  }
  const { lives, count, seed, workers } = values;
  const seeded = {
    ...numbersIn({ lives, count, seed, workers }),
    ...(values.plant !== undefined && { plant: values.plant }),
  };
  const areas = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -'.ts'.length));
  const figures: Figures = {};
  for (const [area, folder] of asked(positionals, areas)) {
    Object.assign(figures, await measureArea(area, folder ?? values.cases ?? values.data, seeded));
  }
  console.log(values.json ? JSON.stringify(figures) : table(figures));
});

function numbersIn(words: Readonly<Record<string, string | undefined>>): Record<string, number> {
  const given = Object.entries(words).filter((entry): entry is [string, string] => !!entry[1]);
  return Object.fromEntries(
    given.map(([name, word]) => {
      const number = Number(word);
      if (Number.isSafeInteger(number) && number > 0) return [name, number];
      throw new Error(`--${name} takes a whole number above zero, not "${word}".`);
    }),
  );
}

/** The areas to run, each with its folder. */
function asked(
  words: readonly string[],
  areas: readonly string[],
): readonly (readonly [area: string, folder: string | undefined])[] {
  if (words.length === 0) {
    return areas
      .filter((area) => !readingAreas.has(area) && !longAreas.has(area))
      .map((area) => [area, undefined]);
  }
  return words.flatMap((word, place) => {
    const isFolder = readingAreas.has(words[place - 1] ?? '');
    if (isFolder) return [];
    const isFile = fileAreas.has(words[place - 1] ?? '') && !areas.includes(word);
    if (isFile) return [];
    if (!areas.includes(word)) {
      throw new Error(`There is no area "${word}". Areas: ${areas.join(', ')}`);
    }
    const folder = readingAreas.has(word) ? words[place + 1] : undefined;
    if (readingAreas.has(word) && folder === undefined) {
      throw new Error(`Name the folder that ${word} reads: npm run bench ${word} <folder>`);
    }
    const next = words[place + 1];
    const file = fileAreas.has(word) && !areas.includes(next ?? '') ? next : undefined;
    return [[word, folder ?? file] as const];
  });
}

function table(figures: Figures): string {
  const names = Object.keys(figures);
  const width = Math.max(...names.map((name) => name.length));
  const rows = Object.entries(figures).map(
    ([name, { value, unit }]) => `${name.padEnd(width)}  ${value.toLocaleString('en')} ${unit}`,
  );
  return rows.join('\n');
}
