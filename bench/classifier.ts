import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/tools.mjs';
import { type Classification, classify } from '../src/routing/classify/classify.ts';
import { probabilitiesOf, readWeights, type Weights } from '../src/routing/classify/linearModel.ts';
import shipped from '../src/routing/classify/shippedClassifier.json' with { type: 'json' };
import { taskTypes } from '../src/routing/task.ts';
import { crossValidate, type HeldOut } from '../training/crossValidate.ts';
import {
  annotatedPath,
  heldOutPromptsPath,
  type LabelledPrompt,
  ownPromptsPath,
  readLabelledPrompts,
} from '../training/labelledPrompts.ts';
import { wraps } from '../test/support/wrappedPrompts.ts';
import { accuracyOf, confusionTable, type Guess, macroF1Of } from './classifier/accuracy.ts';
import { byKeyword } from './classifier/baselines.ts';
import { latencies } from './classifier/latency.ts';
import { realFigures } from './classifier/realPrompts.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';

/**
 * Measures speed, size and accuracy of the task-type classifier: on the project's own prompts, on held-out
 * prompts, on these as clients wrap them, and on the real prompts of TIERWISE_LABELLED_PROMPTS (`readAnnotatedPrompts`).
 */
export async function run(): Promise<Figures> {
  const weights = readWeights(shipped);
  const own = readLabelledPrompts(ownPromptsPath);
  const times = latencies(
    own.map(({ prompt }) => prompt),
    weights,
  );
  const size = statSync(join(root, 'src', 'routing', 'classify', 'shippedClassifier.json')).size;
  return {
    p50: { value: percentile(times.usual, 0.5), unit: 'ms' },
    p99: { value: percentile(times.usual, 0.99), unit: 'ms' },
    p50Of20kB: { value: percentile(times.long, 0.5), unit: 'ms' },
    p99Of20kB: { value: percentile(times.long, 0.99), unit: 'ms' },
    weights: { value: size / 1000, unit: 'kB' },
    ownPrompts: { value: own.length, unit: 'prompts' },
    ...figures('own.crossValidated', heldOutGuesses(crossValidate(own))),
    ...figures('own.keywords', own.map(keywordGuess)),
    ...heldOutFigures(weights),
    ...wrappedFigures(weights),
    ...(annotatedPath === undefined
      ? skipped()
      : realFigures(annotatedPath, { own, shipped, weights })),
  };
}

function heldOutFigures(weights: Weights): Figures {
  const heldOut = readLabelledPrompts(heldOutPromptsPath);
  const guesses = guessesOf(shippedAnswers(heldOut, weights));
  console.error(`Shipped weights on prompts held out:\n${confusionTable(guesses)}`);
  return {
    ...figures('heldOut.shipped', guesses),
    ...figures('heldOut.keywords', heldOut.map(keywordGuess)),
  };
}

/** The prompts held out, as clients wrap them: how often the type is right, and the same as without. */
function wrappedFigures(weights: Weights): Figures {
  const heldOut = readLabelledPrompts(heldOutPromptsPath);
  const plain = shippedAnswers(heldOut, weights);
  return Object.fromEntries(
    Object.entries(wraps).flatMap(([name, wrap]) => {
      const wrapped = heldOut.map((one) => ({ ...one, prompt: wrap(one.prompt) }));
      const answers = shippedAnswers(wrapped, weights);
      const same = answers.filter(({ said }, at) => said.taskType === plain[at]!.said.taskType);
      return [
        [`heldOut.${name}.accuracy`, { value: accuracyOf(guessesOf(answers)), unit: '' }],
        [`heldOut.${name}.same`, { value: same.length / plain.length, unit: '' }],
      ];
    }),
  );
}

interface Answered {
  readonly one: LabelledPrompt;
  readonly said: Classification;
}

function shippedAnswers(prompts: readonly LabelledPrompt[], weights: Weights): Answered[] {
  return prompts.map((one) => ({ one, said: classify(one.prompt, { weights }) }));
}

function guessesOf(answers: readonly Answered[]): Guess[] {
  return answers.map(({ one, said }) => ({ right: one.taskType, said: said.taskType }));
}

function skipped(): Figures {
  console.error('TIERWISE_LABELLED_PROMPTS names no file, so only our own prompts are measured.');
  return {};
}

function figures(name: string, guesses: readonly Guess[]): Figures {
  return {
    [`${name}.accuracy`]: { value: accuracyOf(guesses), unit: '' },
    [`${name}.macroF1`]: { value: macroF1Of(guesses), unit: '' },
  };
}

function heldOutGuesses(heldOut: readonly HeldOut[]): Guess[] {
  return heldOut.map(({ labelled, scores }) => {
    const probabilities = probabilitiesOf(scores, 1);
    const said = taskTypes[probabilities.indexOf(Math.max(...probabilities))]!;
    return { right: labelled.taskType, said };
  });
}

function keywordGuess({ prompt, taskType }: LabelledPrompt): Guess {
  return { right: taskType, said: byKeyword(prompt) };
}
