import type { Task } from '../../routing/task.ts';
import type { Scored } from '../trial.ts';
import { askJudge, judgeOf, type JudgeOpinion } from './judge/askJudge.ts';
import type { JudgeKit } from './judge/judgeKit.ts';
import { judgeSystem } from './judge/judgeText.ts';
import { quoted, scored, type Scorer, unscorable } from './scorer.ts';
import type { JudgeScorerSettings } from './settings.ts';

export interface JudgeScorerKit {
  /** What the fixture asks. */
  readonly task: Task;
  readonly judge: JudgeKit;
}

/** The least score that passes. Chosen by judgement: the judge is told that 5 of 10 points mean usable. */
export const usualLeast = 0.5;

/** Lets a model score answers by a rubric, beside the fixture's reference when it has one. */
export function judgeScorer(
  { rubric, judge, least = usualLeast }: JudgeScorerSettings,
  { task, judge: kit }: JudgeScorerKit,
): Scorer {
  const by = judgeOf(task, judge, kit);
  return {
    name: 'judge',
    settings: {
      kind: 'judge',
      least,
      // Whether there is a reference is a matter of the fixture.
      system: judgeSystem(rubric, true),
      model: by?.model.reference,
      effort: by?.effort,
    },
    async score({ fixture, answer }, signal) {
      const terms = { least, ...(judge !== undefined && { judge }) };
      const opinion = await askJudge({ fixture, task, answer, rubric }, terms, kit, signal);
      return scoredBy(opinion, least);
    },
  };
}

function scoredBy(opinion: JudgeOpinion, least: number): Scored {
  switch (opinion.kind) {
    case 'none':
      return unscorable(opinion.why);
    case 'changedMind': {
      const { by, first, last } = opinion;
      return unscorable(
        `${by} changed its mind: it gives ${points(first)} with the answer before the reference and ${points(last)} with the answer after it. Sharpen the rubric or name another judge.`,
      );
    }
    case 'opinion': {
      const { by, score, passed, problems } = opinion;
      const [problem] = problems;
      const found = problem === undefined ? '' : ` It finds: ${quoted(problem)}.`;
      return scored(
        score,
        passed,
        `${by} gives ${points(score)}; ${points(least)} passes.${found}`,
      );
    }
  }
}

function points(score: number): string {
  return String(Number(score.toFixed(2)));
}
