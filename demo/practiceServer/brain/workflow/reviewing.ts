import type { Skill } from '../../models.ts';
import { findings } from '../review.ts';
import { parse } from '../source.ts';
import type { StepPrompt } from './stepPrompt.ts';

interface Spot {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly why: string;
}

/** The steps of "review my changes": which hunks are risky, what is wrong in one, and the summary. */
export function reviewingStep(step: StepPrompt, skill: Skill): string | undefined {
  const fields = Object.keys(step.schema?.properties ?? {});
  if (fields.includes('risky')) return JSON.stringify(sorted(step.section('diff') ?? ''));
  if (fields.includes('findings')) return JSON.stringify({ findings: reviewed(step, skill) });
  const isSummary = step.section('harmless') !== undefined && !step.schema;
  return isSummary ? summary(step) : undefined;
}

/** Hunks that add code to source files are risky; tests, texts and comments are not. */
function sorted(diff: string): { risky: Spot[]; harmless: string } {
  const hunks = diff.split(/^(?=diff --git )/m).flatMap(hunksOf);
  const risky = hunks.filter(({ path, changes }) => isSource(path) && changes.some(isCode));
  return {
    risky: risky.map(({ path, startLine, endLine }) => ({
      path,
      startLine,
      endLine,
      why: 'The behaviour of this code changes.',
    })),
    harmless: `${hunks.length - risky.length} of ${hunks.length} hunks change no code that is run.`,
  };
}

function hunksOf(file: string): (Omit<Spot, 'why'> & { changes: string[] })[] {
  const path = /^\+\+\+ b\/(.+)$/m.exec(file)?.[1];
  if (path === undefined) return [];
  return [...file.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@[^\n]*\n((?:[ +\-\\][^\n]*\n?)*)/gm)].map(
    ([, start, count = '1', body = '']) => ({
      path,
      startLine: Number(start),
      endLine: Number(start) + Math.max(1, Number(count)) - 1,
      changes: body.split('\n').filter((line) => /^[+-]/.test(line)),
    }),
  );
}

const isSource = (path: string): boolean => /\.[jt]sx?$/.test(path) && !/\btest\b/.test(path);
const isCode = (line: string): boolean => !/^[+-]\s*(?:\/\/|\*|\/\*|$)/.test(line);

function reviewed(step: StepPrompt, skill: Skill): object[] {
  const asked = /^Review lines (\d+) to (\d+) of `([^`]+)`/m.exec(step.text);
  const text = step.section('file');
  if (!asked || text === undefined) return [];
  const [, from, to, path] = asked;
  const source = { file: parse(text), start: 0, end: text.length };
  return findings({ source, skill })
    .filter(({ line }) => line >= Number(from) && line <= Number(to))
    .map((finding) => ({ path, ...finding }));
}

function summary(step: StepPrompt): string {
  const found = findingsIn(step.section('findings') ?? '[]');
  const verdict = found.some(({ severity }) => severity === 'error')
    ? 'Do not merge this yet.'
    : 'This can be merged.';
  const lines = found.map(({ path, line, message }) => `- \`${path}\`, line ${line}: ${message}`);
  return [`${verdict} (practice model)`, ...lines, step.section('harmless')].join('\n');
}

type Told = { path: string; line: number; severity: string; message: string };

function findingsIn(text: string): Told[] {
  const reviews = JSON.parse(text) as { findings: Told[] }[];
  return reviews.flatMap((review) => review.findings);
}
