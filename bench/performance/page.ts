import type { Figures } from '../run.ts';
import { type PerformanceRow, published, rows } from './rows.ts';

/** The page on performance as Markdown. Throws when a figure was not measured. */
export function performancePage(
  figures: Figures,
  { machine, day }: { readonly machine: string; readonly day: string },
): string {
  return `# Performance

<!-- \`npm run bench performance\` writes this page. -->

Measured on ${day} with ${machine}.

The models are practice models or a server on the same machine: what is measured is Tierwise.

| what | goal | measured | |
| --- | --- | --- | --- |
${rows.map((row) => measuredRow(row, figures)).join('\n')}

## What others publish

Their figures are of their machines and their setups, read on ${published.readOn}, so compare orders of magnitude.

| who | what | source |
| --- | --- | --- |
${published.figures.map(({ who, what, source }) => `| ${who} | ${what} | <${source}> |`).join('\n')}
`;
}

function measuredRow(row: PerformanceRow, figures: Figures): string {
  const { what, figures: names, divisor = 1, unit, goal } = row;
  const values = names.map((name) => {
    const measured = figures[name];
    if (!measured) throw new Error(`Nothing measured ${name}.`);
    return measured.value / divisor;
  });
  const value = Math.max(...values);
  const verdict = value <= goal ? 'met' : '**not met**';
  return `| ${what} | ${goal === 0 ? 'none' : `≤ ${goal} ${unit}`} | ${shown(value)} ${unit} | ${verdict} |`;
}

/** Three digits say enough of a time. */
function shown(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 2 });
}
