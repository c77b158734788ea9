import { nearWords } from '../input/didYouMean.ts';
import { efforts, parseModelChoice } from './model.ts';

/** What is wrong with a reference to a model, as a sentence for people; undefined when it can be used. */
export function referenceProblem(reference: string): string | undefined {
  if (reference !== reference.trim()) return `"${reference}" has a space around it. Take it out.`;
  if (!parseModelChoice(reference)) {
    return `"${reference}" is not a model reference. Write provider/model, such as ollama/qwen3:4b.`;
  }
  const effort = reference.slice(reference.lastIndexOf('@') + 1);
  // Some servers have a version behind an @, which is like no effort.
  if (effort === reference || efforts.some((each) => each === effort)) return undefined;
  const near = nearWords(effort, efforts, (name) => `"@${name}"`);
  return near === '' ? undefined : `There is no effort "${effort}".${near}`;
}
