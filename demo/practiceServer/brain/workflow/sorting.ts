import { canSee, type Skill } from '../../models.ts';
import type { StepPrompt } from './stepPrompt.ts';

/*
 * The practice steps whose truth is known by construction: the demo workspace evaluates them. A letter says
 * its class by plain words, by words that the medium model understands as well, or by words that only the
 * large one does. So the share that a model gets right is the share of letters whose words it understands.
 */

interface Sign {
  readonly name: string;
  readonly needs: Skill;
  readonly words: RegExp;
}

/** Each step asks for one field. The last class is the answer where nothing else is understood. */
const steps: Readonly<
  Record<string, { readonly signs: readonly Sign[]; readonly otherwise: string }>
> = {
  language: {
    signs: [
      { name: 'german', needs: 'plain', words: /\b(?:ich|nicht|und)\b/i },
      { name: 'french', needs: 'plain', words: /\b(?:je|pas|vous)\b/i },
    ],
    otherwise: 'english',
  },
  mood: {
    signs: [
      { name: 'angry', needs: 'plain', words: /\b(?:angry|furious|unacceptable)\b/i },
      // Irony.
      { name: 'angry', needs: 'subtle', words: /\b(?:bravo|how thoughtful|what a surprise)\b/i },
    ],
    otherwise: 'calm',
  },
  risk: {
    signs: [
      { name: 'legal', needs: 'plain', words: /\b(?:lawyer|court)\b/i },
      { name: 'leaving', needs: 'subtle', words: /\b(?:another bookshop|looking around)\b/i },
      // Hints.
      { name: 'legal', needs: 'deep', words: /\b(?:kept every receipt|your terms)\b/i },
      { name: 'leaving', needs: 'deep', words: /\b(?:fond memories|good years)\b/i },
    ],
    otherwise: 'none',
  },
  queue: {
    signs: [
      { name: 'returns', needs: 'plain', words: /\b(?:send back|return)\b/i },
      { name: 'payments', needs: 'plain', words: /\b(?:charged|invoice|paid)\b/i },
    ],
    otherwise: 'orders',
  },
};

/** Answers a practice step that sorts letters; undefined for any other step. */
export function sortingStep({ section, schema }: StepPrompt, skill: Skill): string | undefined {
  const letter = section('letter');
  const [field, ...others] = Object.keys(schema?.properties ?? {});
  if (letter === undefined || field === undefined || others.length > 0) return undefined;
  const step = Object.hasOwn(steps, field) ? steps[field] : undefined;
  if (!step) return undefined;
  const { signs, otherwise } = step;
  const [first] = signs
    .filter(({ needs }) => canSee(skill, needs))
    .map(({ name, words }) => ({ name, at: attended(letter, skill).search(words) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at);
  return JSON.stringify({ [field]: first?.name ?? otherwise });
}

/** The small model takes the first matter of a letter, the others the one that matters most. */
function attended(letter: string, skill: Skill): string {
  const [, most] = letter.split(/\babove all\b/i);
  return most !== undefined && canSee(skill, 'subtle') ? most : letter;
}
