import type { TaskType } from '../task.ts';
import type { Hint } from './promptContext.ts';
import type { PromptLines } from './promptLines.ts';

const commands: Readonly<Record<string, TaskType>> = {
  boilerplate: 'boilerplate',
  implement: 'feature',
  feature: 'feature',
  refactor: 'refactor',
  fix: 'debug',
  debug: 'debug',
  test: 'test',
  tests: 'test',
  doc: 'docs',
  docs: 'docs',
  explain: 'explain',
  review: 'review',
  design: 'design',
};

/** The task type of a command at the beginning of the prompt, such as `/fix`. */
export function commandIn(prompt: string): TaskType | undefined {
  const name = /^\s*\/([a-z]+)(?=\s|$)/.exec(prompt)?.[1];
  return name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
}

const lead = String.raw`^\s*(?:(?:ok|okay|now|please|pls|then|and|also|can you|could you|i want you to|you should)[,\s]+)*`;

/** Words that show that a translation is between programming languages, not human ones. */
const programs = String.raw`\b(?:code|function|class|method|script|query|program|command|python|java|javascript|typescript|go|golang|rust|kotlin|swift|sql|bash|php)\b|c#|c\+\+|代码|函数`;

const patterns: [signal: string, type: TaskType, pattern: RegExp][] = [
  [
    'asks for tests',
    'test',
    new RegExp(
      `${lead}(?:add|write|create|generate|make)\\b.{0,24}?\\b(?:unit|integration|regression|property based|e2e)?[ -]?tests?\\b(?! (?:data|plan|user|page|framework|runner|server))`,
      'i',
    ),
  ],
  ['asks to refactor', 'refactor', new RegExp(`${lead}refactor\\b`, 'i')],
  ['asks to rename', 'refactor', new RegExp(`${lead}rename\\b.{1,60}\\bto\\b`, 'i')],
  [
    'asks for documentation',
    'docs',
    new RegExp(
      `${lead}(?:(?:add|write|update|improve|generate|create)\\b.{0,24}?\\b(?:readme|docstrings?|javadoc|jsdoc|changelog|docs)\\b|document (?:this|the|it)\\b|comment (?:this|the|every|each)\\b)`,
      'i',
    ),
  ],
  [
    'asks for a review',
    'review',
    new RegExp(
      `${lead}(?:code )?review (?:this|my|the|it)\\b(?!.{0,30}\\b(?:readme|docs)\\b)`,
      'i',
    ),
  ],
  [
    'asks for a translation',
    'other',
    new RegExp(
      `${lead}(?:(?:translate|rephrase|paraphrase|proofread)(?![\\p{L}])|翻译|переведи)(?!.{0,60}?(?:${programs}))`,
      'iu',
    ),
  ],
];

/** In units of the classifier's score. Chosen by judgement. */
const ruleStrength = 2.5;

/** The hints from unambiguous words and shapes; empty for most prompts. */
export function ruleHints({ prose, trace }: PromptLines): Hint[] {
  const opening = prose[0]?.slice(0, 300) ?? '';
  const hints = patterns
    .filter(([, , pattern]) => pattern.test(opening))
    .map(([signal, type]): Hint => ({ signal, type, strength: ruleStrength }));
  if (trace.length > 0 && prose.length === 0) {
    hints.push({ signal: 'nothing but an error', type: 'debug', strength: ruleStrength });
  }
  return hints;
}
