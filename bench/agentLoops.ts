import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../test/support/agentJobs/job.ts';
import { jobs, playJobs } from '../test/support/agentJobs/jobs.ts';
import { systemText } from '../test/support/agentJobs/systemText.ts';
import type { PlayedLoop } from '../test/support/companion/agentLoop.ts';
import { openPractice, type PracticeVscode } from '../test/support/practiceVscode.ts';
import type { Figures } from './run.ts';

/*
 * Plays agents' loops in a real VS Code: a companion extension asks Tierwise's models through `vscode.lm` and
 * runs the tools that they call on a real project. The models are practice models at practice prices with a
 * prompt cache; what a loop did is judged by tests that it never saw. Everything is simulated but the way.
 */

const modes = ['reasoning', 'balanced', 'auto'] as const;
type Mode = (typeof modes)[number];

const sizes = { fast: 'practice-small', balanced: 'practice-medium', reasoning: 'practice-large' };
const wires = ['practice-anthropic', 'practice-openai', 'practice-compatible', 'vscode/forwarded'];

interface Row extends PlayedLoop {
  readonly wire: string;
  readonly job: string;
  readonly mode: Mode;
  readonly nanoUsd: number;
  /** How often another model was asked than before. */
  readonly switches: number;
}

export async function run(): Promise<Figures> {
  const window = await openPractice({ pace: 0.01, play: playJobs, settings: withForwarded });
  try {
    const rows: Row[] = [];
    for (const wire of wires) {
      await window.changeSettings({
        'companion.practiceUrl': window.practice.url,
        'tierwise.tiers': Object.fromEntries(
          Object.entries(sizes).map(([tier, model]) => [tier, [`${wire}/${model}`]]),
        ),
      });
      for (const job of jobs) {
        for (const mode of modes) {
          const row = await played(window, { wire, job, mode });
          rows.push(row);
          console.error(lineOf(row, rows));
        }
      }
    }
    console.log(rows.map((row) => lineOf(row, rows)).join('\n'));
    return figuresOf(rows);
  } finally {
    await window.stop();
  }
}

function withForwarded(settings: Record<string, unknown>): Record<string, unknown> {
  const models = settings['tierwise.models'] as Record<string, object>;
  const forwarded = Object.values(sizes).map(
    (model) => [`vscode/forwarded/${model}`, models[`practice-compatible/${model}`]] as const,
  );
  return {
    ...settings,
    'tierwise.models': { ...models, ...Object.fromEntries(forwarded) },
    // The companion is another extension; its loops are longer than an hour's usual share.
    'tierwise.otherExtensions': { usdPerDay: 1_000, requestsPerHour: 100_000 },
  };
}

async function played(
  { run, practice, billed, folder: workspace }: PracticeVscode,
  { wire, job, mode }: { readonly wire: string; readonly job: Job; readonly mode: Mode },
): Promise<Row> {
  practice.reset();
  const folder = join(workspace, `loop-${job.id}`);
  const { words, files, hidden } = job;
  const loop = { words, files, hidden, system: systemText, folder, model: mode, mostTurns: 90 };
  const result = await run(
    (vscode, given) => vscode.commands.executeCommand<PlayedLoop>('companion.playLoop', given),
    loop,
  );
  const { calls, nanoUsd } = await billed();
  rmSync(folder, { recursive: true, force: true });
  const models = calls.map(({ model }) => model);
  const switches = models.filter((model, at) => at > 0 && model !== models[at - 1]).length;
  return { ...result, wire, job: job.id, mode, nanoUsd, switches };
}

function figuresOf(rows: readonly Row[]): Figures {
  const total = (mode: Mode) =>
    rows.filter((row) => row.mode === mode).reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
  const right = (mode: Mode) => rows.filter((row) => row.mode === mode && row.isRight).length;
  const dearest = Math.max(
    ...rows
      .filter(({ mode }) => mode === 'auto')
      .map((row) => row.nanoUsd / strongestOf(rows, row).nanoUsd),
  );
  return {
    savedAgainstReasoning: {
      value: 100 * (1 - total('auto') / total('reasoning')),
      unit: '% (practice)',
    },
    savedAgainstBalanced: {
      value: 100 * (1 - total('auto') / total('balanced')),
      unit: '% (practice)',
    },
    dearestLoopAgainstReasoning: { value: 100 * dearest, unit: '% (practice)' },
    ...Object.fromEntries(
      modes.map((mode) => [
        `rightOn.${mode}`,
        { value: right(mode), unit: `of ${rows.length / modes.length}` },
      ]),
    ),
  };
}

function strongestOf(rows: readonly Row[], { wire, job }: Row): Row {
  return rows.find((row) => row.wire === wire && row.job === job && row.mode === 'reasoning')!;
}

/** A line of the table; the loop on reasoning is played before the others. */
function lineOf(row: Row, rows: readonly Row[]): string {
  const { wire, job, mode, turns, switches, nanoUsd, isRight } = row;
  const share = Math.round((100 * nanoUsd) / strongestOf(rows, row).nanoUsd);
  const cost = `practice $${(nanoUsd / 1e9).toFixed(4)}`;
  return [
    wire.padEnd(20),
    job.padEnd(13),
    mode.padEnd(10),
    `${String(turns).padStart(3)} turns`,
    `${String(switches).padStart(2)} switches`,
    cost.padStart(18),
    `${String(share).padStart(4)} %`,
    isRight ? 'right' : 'WRONG',
  ].join('  ');
}
