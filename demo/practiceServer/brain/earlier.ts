import ts from 'typescript';
import { allDefects } from './defects/allDefects.ts';
import { findings, type Finding } from './review.ts';
import { descendants, parse, replaceTarget, type Source } from './source.ts';
import type { EarlierText } from './taskPrompt.ts';
import { fencedIn, listed, uncapitalised } from './words.ts';
import type { Work } from './work.ts';

/** From the strongest model, one sentence about what the last earlier answer missed; otherwise empty. */
export function missedByEarlier(work: Work, code?: string): string {
  const earlier = work.prompt.earlier.at(-1);
  if (!earlier || work.skill !== 'deep') return '';
  const block = fencedIn(earlier.text) ?? earlier.text;
  const missed =
    work.prompt.type === 'review'
      ? missedFindings(work, block)
      : leftDefect(work.source, block) || deeperNesting(block, code);
  return `The earlier answer (${earlier.model}) ${missed || fallback(earlier)}.`;
}

/** The findings of this model at lines that a review does not name. */
export function newFindings(work: Work, block: string): Finding[] {
  const namedLines = new Set(
    [...block.matchAll(/"line":\s*(\d+)/g)].map(([, line]) => Number(line)),
  );
  return findings(work).filter(({ line }) => !namedLines.has(line));
}

function missedFindings(work: Work, block: string): string {
  const lines = newFindings(work, block).map(({ line }) => String(line));
  const unique = [...new Set(lines)];
  if (unique.length === 0) return '';
  return `missed what is wrong in line${unique.length > 1 ? 's' : ''} ${listed(unique)}`;
}

function leftDefect(source: Source, block: string): string {
  const answered = replaceTarget(source, block);
  const left = allDefects
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ find }) => find(answered))[0];
  return left ? `left this: ${uncapitalised(left.message).replace(/\.$/, '')}` : '';
}

function deeperNesting(block: string, code: string | undefined): string {
  const depth = nestingOf(block);
  return code !== undefined && depth > nestingOf(code) ? `still nested ${depth} conditions` : '';
}

/** The deepest nesting of conditions. */
export function nestingOf(code: string): number {
  const depths = descendants(parse(code))
    .filter(ts.isIfStatement)
    .map((node) => {
      let depth = 1;
      for (let up = node.parent; up; up = up.parent) if (ts.isIfStatement(up)) depth += 1;
      return depth;
    });
  return Math.max(0, ...depths);
}

function fallback({ shortcoming }: EarlierText): string {
  return shortcoming
    ? `was not enough: ${uncapitalised(shortcoming).replace(/\.$/, '')}`
    : 'held nothing that this model would do otherwise';
}
