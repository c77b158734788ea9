import { families } from './gates/badEdits.ts';
import { makeCases } from './gates/cases.ts';
import { judge, type JudgedCase } from './gates/judge.ts';
import { inLongFiles } from './gates/longFiles.ts';
import { type PlayedCase, playCases, readCases } from './gates/reported/play.ts';
import { reportedCases } from './gates/reported/reported.ts';
import { judgedRightly, medianMs, tableOf } from './gates/table.ts';
import { tryAllGates } from './gates/tryAllGates.ts';
import type { Figures } from './run.ts';

/** Families that parse: only the diagnostics and command gates can catch them. */
const forOtherGates = [...families['type error']!, ...families['broken behaviour']!];

/**
 * Measures verdicts and time of the gates complete, format and syntax on all labelled edits, then the
 * verdicts of all gates on a sample of them. With a folder it plays the reported cases in it and nothing
 * else, and fails when one does not hold.
 */
export async function run(casesFolder?: string): Promise<Figures> {
  if (casesFolder !== undefined) return allHold(await playCases(readCases(casesFolder)));
  const reported = toldCases(await playCases(reportedCases));
  const made = makeCases();
  const { cases } = made;
  const judged = await judge(cases);
  const tuned = judged.filter(({ heldOut }) => !heldOut);
  const heldOut = judged.filter((each) => each.heldOut);
  console.error(`\nFunctions and phrasings that the gates were tuned on\n\n${tableOf(tuned)}`);
  console.error(`\nFunctions and phrasings held out\n\n${tableOf(heldOut)}`);

  const long = await judge(inLongFiles(sample(cases, 500), 1_000));
  console.error(`\n${timesByLanguage(long)}`);
  return {
    ...reported,
    ...(await tryAllGates(made)),
    ...shares('tuned', tuned),
    ...shares('heldOut', heldOut),
    completeOn1000Lines: { value: medianMs(long, 'complete'), unit: 'ms' },
    formatOn1000Lines: { value: medianMs(long, 'format'), unit: 'ms' },
    syntaxOn1000Lines: { value: medianMs(long, 'syntax'), unit: 'ms' },
  };
}

function allHold(played: readonly PlayedCase[]): Figures {
  const failed = played.filter(({ problem }) => problem !== undefined);
  for (const { id, problem } of failed) console.error(`✗ ${id} ${problem}`);
  if (failed.length > 0) throw new Error(`${failed.length} of ${played.length} cases do not hold.`);
  return { hold: { value: played.length, unit: 'cases' } };
}

/** How many of the project's own reported cases hold, those that do not by name. */
function toldCases(played: readonly PlayedCase[]): Figures {
  const failed = played.filter(({ problem }) => problem !== undefined);
  const names = failed.map(({ id, problem }) => `✗ ${id} ${problem}`);
  console.error(
    `\nReported by others: ${played.length} cases\n\n${names.join('\n') || 'All hold.'}\n`,
  );
  const share = (right: PlayedCase['right']) => {
    const own = played.filter((each) => each.right === right);
    const hold = own.filter(({ problem }) => problem === undefined);
    return { value: Number(((100 * hold.length) / own.length).toFixed(2)), unit: '%' };
  };
  return {
    'reported.goodAccepted': share('accept'),
    'reported.badRejected': share('reject'),
    'reported.readRightly': share('read'),
  };
}

/** Picks `count` cases, spread evenly. */
function sample<T>(cases: readonly T[], count: number): T[] {
  const step = Math.max(1, Math.floor(cases.length / count));
  return cases.filter((_, index) => index % step === 0);
}

function shares(name: string, judged: readonly JudgedCase[]): Figures {
  const good = judged.filter((each) => each.good);
  const bad = judged.filter((each) => !each.good);
  const own = bad.filter(({ kind }) => !forOtherGates.includes(kind));
  const right = (cases: readonly JudgedCase[]) => {
    const share = judgedRightly(cases, 'stack');
    return { value: Number((share.share * 100).toFixed(2)), unit: '%' };
  };
  return {
    [`${name}.goodAccepted`]: right(good),
    [`${name}.badOfTheirKindRejected`]: right(own),
    [`${name}.badRejected`]: right(bad),
  };
}

function timesByLanguage(judged: readonly JudgedCase[]): string {
  const byLanguage = Map.groupBy(judged, ({ candidate }) => candidate.task.language);
  const rows = [...byLanguage].map(([language, own]) => {
    const [complete, syntax] = [medianMs(own, 'complete'), medianMs(own, 'syntax')];
    return `${language.padEnd(12)} complete ${complete.toFixed(1)} ms  syntax ${syntax.toFixed(1)} ms`;
  });
  return `Medians on files of 1,000 lines\n\n${rows.join('\n')}\n`;
}
