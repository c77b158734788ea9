import { type TaskType, taskTypes } from '../../src/routing/task.ts';

/*
 * This folder has the measures of the classifier bench: accuracy, calibration, latency, and baselines to
 * compare with. Predictions and labels come in; numbers go out.
 */

/** The predicted and the correct label of one prompt. */
export interface Guess {
  readonly right: TaskType;
  readonly said: TaskType;
}

export function accuracyOf(guesses: readonly Guess[]): number {
  return guesses.filter(({ right, said }) => right === said).length / guesses.length;
}

/** Macro F1: the mean, over the types that occur, of the harmonic mean of precision and recall. */
export function macroF1Of(guesses: readonly Guess[]): number {
  const occurring = taskTypes.filter((type) => guesses.some(({ right }) => right === type));
  const sum = occurring.reduce((total, type) => total + f1Of(type, guesses), 0);
  return sum / occurring.length;
}

function f1Of(type: TaskType, guesses: readonly Guess[]): number {
  const both = guesses.filter(({ right, said }) => right === type && said === type).length;
  const either =
    guesses.filter(({ right }) => right === type).length +
    guesses.filter(({ said }) => said === type).length;
  return (2 * both) / either;
}

/** The confusion matrix: rows are correct labels, columns are predictions. */
export function confusionTable(guesses: readonly Guess[]): string {
  const width = 6;
  const head = taskTypes.map((type) => type.slice(0, width - 1).padStart(width)).join('');
  const rows = taskTypes.map((right) => {
    const counts = taskTypes.map(
      (said) => guesses.filter((guess) => guess.right === right && guess.said === said).length,
    );
    return right.padEnd(12) + counts.map((n) => String(n || '·').padStart(width)).join('');
  });
  return [`${'right ↓ said →'.padEnd(12)}`, ' '.repeat(12) + head, ...rows].join('\n');
}
