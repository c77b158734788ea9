import type { Candidates } from '../candidates/candidates.ts';
import type { Turn } from '../turns/turn.ts';

/**
 * Tokens of a turn's answer. Mean of 357,161 steps of agents in a public trace: 523
 * (github.com/uw-syfi/TraceLab, 2026-06).
 */
export const answerTokens = 523;

/** A summary of a long conversation. Chosen by judgement. */
const summaryTokens = 3_000;

/** Tokens of the answer to expect from a turn. */
export function answerTokensOf({ side }: Turn): number {
  return side === 'summary' ? summaryTokens : answerTokens;
}

/** Tokens of a turn's prompt, estimated. */
export function promptTokensOf({ requirements }: Pick<Candidates, 'requirements'>): number {
  return requirements.tokens + (requirements.otherTokens ?? 0);
}
