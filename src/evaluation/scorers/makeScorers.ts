import { gateScorer, type GateScorerKit } from './gateScorers.ts';
import { judgeScorer, type JudgeScorerKit } from './judgeScorer.ts';
import type { Scorer } from './scorer.ts';
import type { ScorerSettings } from './settings.ts';
import { valueScorer } from './valueScorers.ts';

/** What the scorers of one fixture need from outside. */
export type ScorerKit = GateScorerKit & JudgeScorerKit;

/** Makes the scorers of one fixture, in the order of their settings. The kit belongs to that fixture. */
export function makeScorers(
  settings: readonly ScorerSettings[],
  kit: ScorerKit,
): readonly Scorer[] {
  return settings.map((each) => {
    if (each.kind === 'gate') return gateScorer(each, settings, kit);
    return each.kind === 'judge' ? judgeScorer(each, kit) : valueScorer(each);
  });
}
