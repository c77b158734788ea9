import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/tools.mjs';
import { measureArea } from './measuring/measureArea.ts';
import { performancePage } from './performance/page.ts';
import { measuredAreas } from './performance/rows.ts';
import type { Figures } from './run.ts';

/** Measures what the page on performance tells, and writes it: `docs/performance.md`. */
export async function run(): Promise<Figures> {
  const figures: Figures = {};
  for (const area of measuredAreas) Object.assign(figures, await measureArea(area));
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${platform()} ${arch()}, Node ${process.versions.node}`;
  const page = performancePage(figures, { machine, day: new Date().toISOString().slice(0, 10) });
  writeFileSync(join(root, 'docs', 'performance.md'), page);
  return figures;
}
