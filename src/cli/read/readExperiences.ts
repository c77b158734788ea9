import * as z from 'zod';
import type { Experience } from '../../routing/evidence/evidence.ts';
import { defined } from '../../routing/input/objects.ts';
import { readShape } from '../../routing/input/readShape.ts';
import { taskTypes } from '../../routing/task.ts';
import { readInput, refuseProblems } from './readInput.ts';

const answer = z.strictObject({
  rung: z.string().min(1),
  passed: z.boolean().optional(),
  nanoUsd: z.int().min(0).optional(),
  ms: z.number().min(0).optional(),
});
const experience = z.strictObject({
  taskType: z.enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`),
  language: z.string().optional(),
  repository: z.string().optional(),
  answers: z.array(answer),
  taken: z.int().min(0).optional(),
  wrong: z.boolean().default(false),
});

/** Reads experiences, one JSON object per line. Throws `InputError` with the lines that are wrong. */
export async function readExperiences(path: string): Promise<Experience[]> {
  const lines = (await readInput(path)).split('\n');
  const read = lines.map((text, index) => ({ line: index + 1, ...readLine(text) }));
  refuseProblems(
    path,
    read.flatMap(({ line, message }) => (message === undefined ? [] : { line, message })),
  );
  return read.flatMap(({ found }) => found ?? []);
}

function readLine(text: string): { found?: Experience; message?: string } {
  if (text.trim() === '') return {};
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return { message: 'This is not a JSON object.' };
  }
  const parsed = readShape(experience, written);
  if (parsed.success) {
    const answers = parsed.data.answers.map((each) => defined(each));
    return { found: defined({ ...parsed.data, answers }) as Experience };
  }
  const messages = parsed.problems.map(({ path, message }) => [...path, message].join(': '));
  return { message: messages.join(' ') };
}
