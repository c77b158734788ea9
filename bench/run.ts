import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { main } from '../scripts/main.mjs';

/*
 * `npm run bench` measures the product. Each file in this folder is an area whose `run()` returns figures;
 * its helpers are in the sub-folder of the same name. Names of areas come in on the command line; a table
 * or JSON goes out.
 */

/** The result of an area's `run()`. Figure names do not include the area. */
export type Figures = Record<string, { value: number; unit: string }>;

const notAreas = ['run.ts', 'percentile.ts'];

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const areas = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !notAreas.includes(file))
    .map((file) => file.slice(0, -'.ts'.length));
  const unknown = positionals.find((area) => !areas.includes(area));
  if (unknown) throw new Error(`There is no area "${unknown}". Areas: ${areas.join(', ')}`);

  const figures: Figures = {};
  for (const area of positionals.length > 0 ? positionals : areas) {
    console.error(`Measuring ${area}…`);
    const measured: Figures = await (await import(`./${area}.ts`)).run();
    for (const [name, figure] of Object.entries(measured)) figures[`${area}.${name}`] = figure;
  }
  console.log(values.json ? JSON.stringify(figures) : table(figures));
});

function table(figures: Figures): string {
  const names = Object.keys(figures);
  const width = Math.max(...names.map((name) => name.length));
  const rows = Object.entries(figures).map(
    ([name, { value, unit }]) => `${name.padEnd(width)}  ${value.toLocaleString('en')} ${unit}`,
  );
  return rows.join('\n');
}
