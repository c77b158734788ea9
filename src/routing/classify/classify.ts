import { wordsOf } from '../reading/readRequest.ts';
import { type TaskType, taskTypes } from '../task.ts';
import { correctionOf, type Corrections, correctionScores } from './corrections.ts';
import type { Feature } from './feature.ts';
import { featuresOf } from './features.ts';
import {
  columns,
  probabilitiesOf,
  reasoningOf,
  rowOf,
  scoresOf,
  type Weights,
} from './linearModel.ts';
import { contextHints, type Hint, type PromptContext } from './promptContext.ts';
import { promptLines } from './promptLines.ts';
import { commandIn, ruleHints } from './promptRules.ts';

/*
 * This folder names the task type of a prompt. A prompt, its surroundings and the developer's corrections
 * come in; a task type with its probability and readable signals goes out. The prompt is split into prose,
 * code and trace (`promptLines.ts`), turned into features (`features.ts`) and scored by a linear model
 * (`linearModel.ts`), to which rules, surroundings and corrections add. Feature names are hashed by the
 * shipped weights: a changed name needs a new training.
 */

/** The task type that a prompt asks for, and why. */
export interface Classification {
  readonly taskType: TaskType;
  /** The probability of the task type, 0 to 1. */
  readonly confidence: number;
  /** Need for reasoning: 0 is none, a third is low, two thirds is medium, 1 is high. */
  readonly reasoning: number;
  /** Readable reasons, strongest first: `stack trace`, `word: refactor`. */
  readonly signals: readonly string[];
  /** Every task type, most likely first. */
  readonly likely: readonly { readonly taskType: TaskType; readonly probability: number }[];
}

/** What a classification depends on, besides the prompt. */
export interface ClassifierState {
  readonly weights: Weights;
  readonly context?: PromptContext | undefined;
  /** What was learnt from the developer's own corrections. */
  readonly corrections?: Corrections | undefined;
}

/** More signals would be too long to read. Chosen by judgement. */
const mostSignals = 5;

/**
 * Names the task type of a prompt, by the developer's words in it. An explicit command decides. Otherwise the scores of the rules, the
 * shipped weights, the surroundings and the developer's own corrections are added up.
 */
export function classify(prompt: string, state: ClassifierState): Classification {
  const words = wordsOf(prompt);
  const judged = judge(words, state);
  const command = state.context?.command ?? commandIn(words);
  const probabilities = command
    ? taskTypes.map((type) => Number(type === command))
    : probabilitiesOf(judged.scores, state.weights.temperature);
  const likely = taskTypes
    .map((taskType, index) => ({ taskType, probability: probabilities[index]! }))
    .toSorted((a, b) => b.probability - a.probability);
  const { taskType, probability } = likely[0]!;
  const signals = command
    ? [`command: ${command}`]
    : [
        ...judged.hints.filter(({ type }) => type === taskType).map(({ signal }) => signal),
        ...featureSignals(judged.features, taskType, state),
      ];
  return {
    taskType,
    confidence: probability,
    reasoning: reasoningOf(judged.scores),
    signals: signals.slice(0, mostSignals),
    likely,
  };
}

/** A prompt's features, the other hints, and the sum of both. */
export interface Judged {
  readonly features: readonly Feature[];
  readonly hints: readonly Hint[];
  /** One score for each task type, in their order, then one for reasoning. */
  readonly scores: readonly number[];
}

export function judge(
  prompt: string,
  { weights, context = {}, corrections }: ClassifierState,
): Judged {
  const lines = promptLines(prompt);
  const features = featuresOf(prompt, lines);
  const words = lines.prose.reduce((sum, line) => sum + line.split(/\s+/).length, 0);
  const hints = [...ruleHints(lines), ...contextHints(context, words)];
  const learnt = corrections && correctionScores(features, corrections);
  const scores = scoresOf(features, weights).map(
    (score, column) => score + (learnt?.[column] ?? 0),
  );
  for (const { type, strength } of hints) scores[taskTypes.indexOf(type)]! += strength;
  return { features, hints, scores };
}

const readable =
  /^(?:words?: |starts with: |ends with: |stack trace|error line|only an error|only code|code|much code|diff|list|question mark|no word about programs|talks about tools)/;
/** Weaker features are not worth showing. Chosen by judgement. */
const leastWeight = 0.15;

/** The features that count most for a task type, by their readable names. */
function featureSignals(
  features: readonly Feature[],
  type: TaskType,
  { weights, corrections }: ClassifierState,
): string[] {
  const column = taskTypes.indexOf(type);
  const shipped = ({ name, value }: Feature): number => {
    const row = rowOf(name, weights);
    return row === undefined ? 0 : weights.values[row * columns + column]! * weights.step * value;
  };
  const strong = features
    .filter(({ name }) => readable.test(name))
    .map((feature) => ({ name: feature.name, weight: shipped(feature) }))
    .filter(({ weight }) => weight > leastWeight)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ name }) => name);
  const corrected =
    corrections &&
    features.some(({ name }) => (correctionOf(name, corrections)?.[column] ?? 0) > 0);
  return [...(corrected ? ['your earlier corrections'] : []), ...strong];
}
