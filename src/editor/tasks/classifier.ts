import { type Classification, classify } from '../../routing/classify/classify.ts';
import { parseCorrections } from '../../routing/classify/corrections.ts';
import { learnCorrection } from '../../routing/classify/learnCorrection.ts';
import { readWeights } from '../../routing/classify/linearModel.ts';
import type { PromptContext } from '../../routing/classify/promptContext.ts';
import shippedClassifier from '../../routing/classify/shippedClassifier.json' with { type: 'json' };
import type { TaskType } from '../../routing/task.ts';

const weights = readWeights(shippedClassifier);

/** Classifies a prompt by the shipped weights and the corrections that the developer made. */
export function classifyPrompt(
  prompt: string,
  context: PromptContext,
  corrections: unknown,
): Classification {
  return classify(prompt, { weights, corrections: parseCorrections(corrections), context });
}

/** The corrections with one more: this prompt is of that type. */
export function correctionsWith(
  { prompt, context }: { readonly prompt: string; readonly context: PromptContext },
  right: TaskType,
  corrections: unknown,
): ReturnType<typeof learnCorrection> {
  const known = { weights, corrections: parseCorrections(corrections), context };
  return learnCorrection(prompt, right, known);
}
