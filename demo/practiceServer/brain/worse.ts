import { createHash } from 'node:crypto';
import type { PracticeCall } from '../call.ts';
import type { PracticeModel } from '../models.ts';
import { parseTaskPrompt } from './taskPrompt.ts';
import { fenced } from './words.ts';
import { leastOf, parseStepPrompt, type Schema } from './workflow/stepPrompt.ts';

/**
 * The answer of a practice model that has become worse: right for a share of the prompts, and wrong for the
 * others. The text of a prompt decides, so that the same prompt is always answered in the same way.
 */
export function asWorse(call: PracticeCall, { rightShare }: PracticeModel, right: string): string {
  if (rightShare === undefined || placeOf(call) < rightShare) return right;
  const step = parseStepPrompt(call);
  if (step?.schema) return JSON.stringify(wrongValue(step.schema, right));
  const prompt = parseTaskPrompt(lastText(call));
  if (prompt && right.trimStart().startsWith('```json')) return fenced('json', '[]');
  if (prompt && right.trimStart().startsWith('```')) {
    return fenced(prompt.file.language, prompt.target.text);
  }
  return 'Practice model: I was made worse for a test, and do not know this one.';
}

/** From 0 to 1, evenly over all prompts. */
function placeOf(call: PracticeCall): number {
  return createHash('sha256').update(lastText(call)).digest().readUInt32BE() / 2 ** 32;
}

function lastText({ messages }: PracticeCall): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? '';
}

/** Each choice becomes the next one. */
function wrongValue(schema: Schema, right: string): unknown {
  const value = JSON.parse(right) as Record<string, unknown>;
  const choices = Object.entries(schema.properties ?? {}).filter(([, each]) => each.enum);
  if (choices.length === 0) return leastOf(schema);
  const wrong = choices.map(([name, { enum: all = [] }]) => {
    const next = (all.indexOf(value[name]) + 1) % all.length;
    return [name, all[next]];
  });
  return { ...value, ...Object.fromEntries(wrong) };
}
