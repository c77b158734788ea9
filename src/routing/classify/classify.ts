import { type TaskType, taskTypes } from '../task.ts';
import { correctionOf, type Corrections, correctionScores } from './corrections.ts';
import type { Feature } from './feature.ts';
import { featuresOf } from './features.ts';
import {
  columns,
  featureHash,
  probabilitiesOf,
  reasoningOf,
  scoresOf,
  type Weights,
} from './linearModel.ts';
import { contextHints, type Hint, type PromptContext } from './promptContext.ts';
import { promptLines } from './promptLines.ts';
import { commandIn, ruleHints } from './promptRules.ts';

/** What a prompt asks for, and why it is thought so. */
export interface Classification {
  readonly taskType: TaskType;
  /** How likely that is, from 0 to 1. */
  readonly confidence: number;
  /** Need for reasoning: 0 none, a third low, two thirds medium, 1 high. */
  readonly reasoning: number;
  /** Readable reasons, the strongest first: `stack trace`, `word: refactor`. */
  readonly signals: readonly string[];
  /** Every task type, the likeliest first. */
  readonly likely: readonly { readonly taskType: TaskType; readonly probability: number }[];
}

/** What classifying looks at besides the prompt. */
export interface ClassifierState {
  readonly weights: Weights;
  readonly context?: PromptContext | undefined;
  /** What was learnt here from the developer's own corrections. */
  readonly corrections?: Corrections | undefined;
}

/** Below it a small model may be asked for its opinion. */
export const sureFrom = 0.5;

const mostSignals = 5;

/**
 * Names the task type of a prompt: an explicit command decides; else rules, the shipped weights, the
 * surroundings and the developer's own corrections add up.
 */
export function classify(prompt: string, state: ClassifierState): Classification {
  const judged = judge(prompt, state);
  const command = state.context?.command ?? commandIn(prompt);
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

/** A prompt's features, what speaks for a type besides them, and all of it added up. */
export interface Judged {
  readonly features: readonly Feature[];
  readonly hints: readonly Hint[];
  /** A score a task type in their order, then one for reasoning. */
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
const leastWeight = 0.15;

/** The features that speak most for a task type, in words that people can read. */
export function featureSignals(
  features: readonly Feature[],
  type: TaskType,
  { weights, corrections }: ClassifierState,
): string[] {
  const column = taskTypes.indexOf(type);
  const shipped = ({ name, value }: Feature): number => {
    const row = weights.rows.get(featureHash(name));
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
