import { existsSync } from 'node:fs';
import { type Classification, classify } from '../../src/routing/classify/classify.ts';
import type { ShippedWeights, Weights } from '../../src/routing/classify/linearModel.ts';
import { crossValidate } from '../../training/crossValidate.ts';
import {
  type AnnotatedPrompts,
  hashOfPrompts,
  type LabelledPrompt,
  readAnnotatedPrompts,
  reasoningScores,
} from '../../training/labelledPrompts.ts';
import type { Figures } from '../run.ts';
import { accuracyOf, confusionTable, type Guess, macroF1Of } from './accuracy.ts';
import { byKeyword, majorityOf } from './baselines.ts';
import { calibrationError } from './calibration.ts';
import { decidingType, hardSentTooLowOf, sentTooLowOf, tierRightOf } from './tiers.ts';

interface Answered {
  readonly one: LabelledPrompt;
  readonly said: Classification;
}

interface Trained {
  readonly own: readonly LabelledPrompt[];
  readonly shipped: ShippedWeights;
  readonly weights: Weights;
}

/**
 * How well real prompts of a file are recognised: cross-validated, with whole conversations and repositories
 * held out; by the shipped weights, unless they were trained on this file; and by baselines. The agreement
 * of the annotators is printed beside it. Throws an error when there is no such file.
 */
export function realFigures(path: string, { own, shipped, weights }: Trained): Figures {
  if (!existsSync(path)) throw new Error(`TIERWISE_LABELLED_PROMPTS: there is no file ${path}`);
  const annotated = readAnnotatedPrompts(path);
  const { agreed } = annotated;
  const heldOut = crossValidate(agreed, { always: own }).map(
    ({ labelled, weights: fold }): Answered => ({
      one: labelled,
      said: classify(labelled.prompt, {
        weights: { ...fold, temperature: weights.temperature },
      }),
    }),
  );
  console.error(`Cross-validated on ${path}:\n${confusionTable(guessesOf(heldOut))}`);
  const majority = majorityOf(agreed.map(({ taskType }) => taskType));
  return {
    'labelled.prompts': { value: agreed.length, unit: 'prompts' },
    ...agreementFigures(annotated),
    ...answeredFigures('labelled.crossValidated', heldOut),
    ...shippedFigures(agreed, shipped, weights),
    ...typeFigures(
      'labelled.keywords',
      agreed.map(({ prompt, taskType }) => ({ right: taskType, said: byKeyword(prompt) })),
    ),
    ...typeFigures(
      'labelled.majority',
      agreed.map(({ taskType }) => ({ right: taskType, said: majority })),
    ),
  };
}

function shippedFigures(
  prompts: readonly LabelledPrompt[],
  shipped: ShippedWeights,
  weights: Weights,
): Figures {
  if (hashOfPrompts(prompts) === shipped.otherPromptsHash) {
    console.error('The shipped weights know these prompts, so only cross-validation tells.');
    return {};
  }
  const answers = prompts.map((one) => ({ one, said: classify(one.prompt, { weights }) }));
  console.error(`Shipped weights on the same:\n${confusionTable(guessesOf(answers))}`);
  return answeredFigures('labelled.shipped', answers);
}

/** What each annotator says of the other’s types: as far as people agree. */
function agreementFigures({ opinions }: AnnotatedPrompts): Figures {
  if (opinions.length === 0) return {};
  const guesses = opinions.flatMap((types): Guess[] => {
    const [one, other] = [types[0]!, types.at(-1)!];
    return [
      { right: one, said: other },
      { right: other, said: one },
    ];
  });
  return typeFigures('labelled.annotators', guesses);
}

function answeredFigures(name: string, answers: readonly Answered[]): Figures {
  const sureties = answers.map(({ one, said }) => ({
    confidence: said.confidence,
    right: said.taskType === one.taskType,
  }));
  const decided = answers.map(({ one, said }) => ({
    right: one.taskType,
    said: decidingType(said),
  }));
  return {
    ...typeFigures(name, guessesOf(answers)),
    ...tierFigures(`${name}.asDecided`, decided),
    [`${name}.calibrationError`]: { value: calibrationError(sureties), unit: '' },
    [`${name}.reasoningError`]: { value: reasoningError(answers), unit: '' },
  };
}

function typeFigures(name: string, guesses: readonly Guess[]): Figures {
  return {
    [`${name}.accuracy`]: { value: accuracyOf(guesses), unit: '' },
    [`${name}.macroF1`]: { value: macroF1Of(guesses), unit: '' },
    ...tierFigures(name, guesses),
  };
}

function tierFigures(name: string, guesses: readonly Guess[]): Figures {
  return {
    [`${name}.tierRight`]: { value: tierRightOf(guesses), unit: '' },
    [`${name}.sentTooLow`]: { value: sentTooLowOf(guesses), unit: '' },
    [`${name}.hardSentTooLow`]: { value: hardSentTooLowOf(guesses), unit: '' },
  };
}

function guessesOf(answers: readonly Answered[]): Guess[] {
  return answers.map(({ one, said }) => ({ right: one.taskType, said: said.taskType }));
}

/** The mean error of the need for reasoning, over prompts whose labels agree. */
function reasoningError(answers: readonly Answered[]): number {
  const off = answers.flatMap(({ one: { reasoning }, said }) =>
    reasoning === undefined ? [] : [Math.abs(said.reasoning - reasoningScores[reasoning])],
  );
  return off.reduce((sum, one) => sum + one, 0) / off.length;
}
