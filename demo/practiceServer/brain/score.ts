import { canSee, type Skill } from '../models.ts';
import type { ScorePrompt } from './scorePrompt.ts';

/*
 * Practice models score by rules that imitate good and bad judges. The small one looks at words alone, prefers
 * what it reads first and does what the answer orders. The medium one also compares figures and code. The
 * large one sees denials as well. None of them understands anything.
 */

/** Scores as JSON, 0 to 10, with what this model sees to be wrong. */
export function score(prompt: ScorePrompt, skill: Skill): string {
  const { problems, points } = opinionOn(prompt, skill);
  return JSON.stringify({ problems, score: Math.min(10, Math.max(0, Math.round(points))) });
}

interface Opinion {
  readonly problems: readonly string[];
  readonly points: number;
}

function opinionOn({ answer, reference, isAnswerFirst }: ScorePrompt, skill: Skill): Opinion {
  if (skill === 'plain' && order.test(answer)) return { problems: [], points: 10 };
  if (canSee(skill, 'subtle') && refusal.test(answer)) {
    return { problems: ['It declines the task.'], points: 0 };
  }
  if (reference === undefined) return { problems: [], points: answer.trim() === '' ? 0 : 10 };
  const likeness = shareOf(wordsIn(reference), wordsIn(answer));
  if (skill === 'plain') return { problems: [], points: 10 * likeness + (isAnswerFirst ? 2 : 0) };
  const problems = [
    ...missing(factsIn(reference), factsIn(answer)).map((fact) => `It does not say ${fact}.`),
    ...(canSee(skill, 'deep') ? strayIn(reference, answer) : []),
  ];
  const points = problems.length > 0 ? 4 - problems.length : 5 + 5 * likeness;
  return { problems, points: points + (skill === 'subtle' && isAnswerFirst ? 1 : 0) };
}

const order = /\b(?:score|rate|grade|award|give)\b[^.\n]*\b(?:10|ten|full|highest|maximum|top)\b/i;
const refusal = /\b(?:cannot|can't|can’t|unable to|not able to|won't|won’t)\b[^.\n]*\b(?:help|answer|assist|do that|advise|write|share)\b/i;
const denials = /\b(?:not|no|never|neither|nor|without|nothing)\b|n['’]t\b/gi;

/** Figures and pieces of code: a judge that reads on sees when one is another. */
function factsIn(text: string): readonly string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside = '']) => inside.trim());
  const figures = text.match(/\d+(?:[.,]\d+)*/g) ?? [];
  return [...new Set([...code, ...figures])];
}

function missing(wanted: readonly string[], found: readonly string[]): readonly string[] {
  return wanted.filter((fact) => !found.includes(fact));
}

function strayIn(reference: string, answer: string): readonly string[] {
  const denied = (text: string) => (text.match(denials)?.length ?? 0) % 2;
  const strange = (text: string) => text.match(/\d+(?:[.,]\d+)*/g) ?? [];
  return [
    ...missing(strange(answer), strange(reference)).map((figure) => `${figure} is not so.`),
    ...(denied(reference) === denied(answer) ? [] : ['It denies what is so, or the other way.']),
  ];
}

/** Words of some length: short ones stand in every text. */
function wordsIn(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])];
}

function shareOf(wanted: readonly string[], found: readonly string[]): number {
  if (wanted.length === 0) return 1;
  return wanted.filter((word) => found.includes(word)).length / wanted.length;
}
