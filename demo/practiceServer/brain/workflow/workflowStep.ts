import type { PracticeModel, Skill } from '../../models.ts';
import { changesStep } from './changes.ts';
import { moduleStep } from './moduleSteps.ts';
import { repairStep } from './repair.ts';
import { reviewingStep } from './reviewing.ts';
import { signaturesStep } from './scaffold.ts';
import { sortingStep } from './sorting.ts';
import { leastOf, type StepPrompt } from './stepPrompt.ts';
import { supportStep } from './support.ts';

/*
 * This folder answers the steps and agents of the shipped workflows. A parsed prompt comes in; the answer of
 * the first rule that recognises the step goes out, as text or as JSON for the step's schema.
 */

/** The answer to a workflow step; if no practice model can do the step, the smallest valid answer. */
export function workflowStep(step: StepPrompt, model: PracticeModel, skill: Skill): string {
  const answer =
    supportStep(step, skill) ??
    sortingStep(step, skill) ??
    repairStep(step, skill) ??
    reviewingStep(step, skill) ??
    changesStep(step) ??
    moduleStep(step, model, skill) ??
    signaturesStep(step);
  if (answer !== undefined) return answer;
  if (step.schema) return JSON.stringify(leastOf(step.schema));
  const words = step.text.split(/\s+/).filter(Boolean).length;
  return `Practice model (${model.id}): I am no real model and cannot do this step; its ${words} words were counted and billed with practice money.`;
}
