import { nearWords } from '../input/didYouMean.ts';
import { inEnglish, type Say } from '../say.ts';
import { efforts, parseModelChoice } from './model.ts';

/** What is wrong with a reference to a model, as a sentence for people; undefined when it can be used. */
export function referenceProblem(reference: string, say: Say = inEnglish): string | undefined {
  if (reference !== reference.trim()) {
    return say('"{0}" has a space around it. Take it out.', reference);
  }
  if (!parseModelChoice(reference)) {
    return say(
      '"{0}" is not a model reference. Write provider/model, such as ollama/qwen3:4b.',
      reference,
    );
  }
  const effort = reference.slice(reference.lastIndexOf('@') + 1);
  // Some servers have a version behind an @, which is like no effort.
  if (effort === reference || efforts.some((each) => each === effort)) return undefined;
  const near = nearWords(effort, efforts, { say, shown: (name) => `@${name}` });
  return near === '' ? undefined : `${say('There is no effort "{0}".', effort)}${near}`;
}
