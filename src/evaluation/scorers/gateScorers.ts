import { candidateFile } from '../../execution/answer/parseAnswer.ts';
import type { Candidate, Gate } from '../../execution/gates/gate.ts';
import { describeFailure, runGates } from '../../execution/gates/runGates.ts';
import type { Task } from '../../routing/task.ts';
import type { GateName, Verdict } from '../../routing/verdict.ts';
import type { Scored } from '../trial.ts';
import type { JudgeKit } from './judge/judgeKit.ts';
import { passOrFail, type Scorer, unscorable } from './scorer.ts';
import type { GateScorerSettings, ScorerSettings } from './settings.ts';

export interface GateScorerKit {
  /** The gates that are set up for the fixture; one that is named and missing here could not run. */
  readonly gates: ReadonlyMap<GateName, Gate>;
  /** What the fixture asks. */
  readonly task: Task;
  readonly judge: Pick<JudgeKit, 'attempts'>;
}

/**
 * Scores an answer by a gate, as the answer stands in the fixture's file. That an edit applies is checked by
 * `complete` and `format` together.
 */
export function gateScorer(
  settings: GateScorerSettings,
  beside: readonly ScorerSettings[],
  { gates, task, judge }: GateScorerKit,
): Scorer {
  const name = settings.gate;
  // A grammar that rejects valid modern code is overruled by a language server, as everywhere else.
  const second = beside.some((each) => each.kind === 'gate' && each.gate === 'diagnostics')
    ? gates.get('diagnostics')
    : undefined;
  return {
    name,
    settings: { ...settings, ...(name === 'syntax' && second && { second: 'diagnostics' }) },
    async score({ answer }, signal) {
      const gate = gates.get(name);
      if (!gate) return unscorable(`The ${name} check is not set up here.`);
      const checks = name === 'syntax' && second ? [gate, second] : [gate];
      const { report } = judge.attempts;
      for await (const verdict of runGates(candidateOf(task, answer), checks, signal, report)) {
        if (verdict.gate === name) return scoredBy(verdict);
      }
      return unscorable(`The ${name} check said nothing.`);
    },
  };
}

/** The answer as the gates of a request see it. */
function candidateOf(task: Task, answer: string): Candidate {
  const fileText = task.answerKind === 'edit' ? candidateFile(task, answer) : undefined;
  return {
    task,
    text: answer,
    outcome: 'complete',
    ...(fileText !== undefined && { fileText }),
  };
}

function scoredBy(verdict: Verdict): Scored {
  if (verdict.kind === 'couldNotRun') {
    return unscorable(`The ${verdict.gate} check could not run: ${verdict.why}`);
  }
  if (verdict.kind === 'fail') return passOrFail(false, describeFailure(verdict));
  return passOrFail(true, `The ${verdict.gate} check passes it.`);
}
