import type * as vscode from 'vscode';
import type { Classification } from '../../routing/classify/classify.ts';
import type { Corrections } from '../../routing/classify/corrections.ts';
import type { Weights } from '../../routing/classify/linearModel.ts';
import type { PromptContext } from '../../routing/classify/promptContext.ts';
import type { TaskType } from '../../routing/task.ts';

/** Shared by all workspaces, because a developer words questions alike in each. */
const stateKey = 'taskTypeCorrections';

/** A prompt that was classified, so that it can be corrected. */
export interface Classified {
  readonly prompt: string;
  readonly context: PromptContext;
  readonly classification: Classification;
}

/** Asks a small model about an unsure guess; resolves to the guess when no model may be asked. */
export type SecondOpinion = (prompt: string, guess: Classification) => Promise<Classification>;

/** Classifies prompts with the shipped weights and the developer's corrections. */
export class TaskTypes {
  private readonly state: vscode.Memento;
  private readonly secondOpinion: SecondOpinion;
  private loading: Promise<Weights> | undefined;
  /** The newest prompt that was classified in this window. */
  last: Classified | undefined;

  constructor(state: vscode.Memento, secondOpinion: SecondOpinion) {
    this.state = state;
    this.secondOpinion = secondOpinion;
  }

  async classify(prompt: string, context: PromptContext = {}): Promise<Classification> {
    const { classify } = await import('../../routing/classify/classify.ts');
    const guess = classify(prompt, { ...(await this.learnt()), context });
    const classification = await this.secondOpinion(prompt, guess);
    this.last = { prompt, context, classification };
    return classification;
  }

  /** Learns the right type of a prompt that was misread. */
  async correct({ prompt, context }: Classified, right: TaskType): Promise<void> {
    const { learnCorrection: learn } = await import('../../routing/classify/learnCorrection.ts');
    await this.state.update(stateKey, learn(prompt, right, { ...(await this.learnt()), context }));
  }

  /** Forgets all corrections. */
  async reset(): Promise<void> {
    await this.state.update(stateKey, undefined);
  }

  private async learnt(): Promise<{ weights: Weights; corrections: Corrections }> {
    const { parseCorrections } = await import('../../routing/classify/corrections.ts');
    this.loading ??= loadWeights();
    return {
      weights: await this.loading,
      corrections: parseCorrections(this.state.get(stateKey)),
    };
  }
}

// Read on first use: most windows open without a question.
async function loadWeights(): Promise<Weights> {
  const [{ readWeights }, { default: shipped }] = await Promise.all([
    import('../../routing/classify/linearModel.ts'),
    import('../../routing/classify/shippedClassifier.json', { with: { type: 'json' } }),
  ]);
  return readWeights(shipped);
}
