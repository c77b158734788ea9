import { type Section, sectionsIn } from './taskPrompt.ts';

/** What a judge of an evaluation is asked, parsed from its prompt. */
export interface ScorePrompt {
  readonly instruction: string;
  readonly answer: string;
  /** Undefined where there is nothing to compare with. */
  readonly reference: string | undefined;
  /** The answer stands before the reference. */
  readonly isAnswerFirst: boolean;
}

const opening = /^<evaluate-(\w+) type="[\w-]+" kind="(?:edit|findings|prose)">$/m;
const names = 'instruction|values|file|answer|reference';

/** Undefined if the prompt does not ask for a score. */
export function parseScorePrompt(text: string): ScorePrompt | undefined {
  const seal = opening.exec(text)?.[1];
  if (!seal) return undefined;
  // No body contains the seal, so the first tag with the seal ends the section.
  const sections = sectionsIn(
    text,
    new RegExp(
      `^<(${names})-${seal}((?: [\\w-]+="[^"]*")*)>\\n([\\s\\S]*?)\\n</\\1-${seal}>$`,
      'gm',
    ),
  );
  const place = (name: string) => sections.findIndex((each: Section) => each.name === name);
  const bodyOf = (name: string) => sections[place(name)]?.body;
  return {
    instruction: bodyOf('instruction') ?? '',
    answer: bodyOf('answer') ?? '',
    reference: bodyOf('reference'),
    isAnswerFirst: place('answer') < place('reference'),
  };
}
