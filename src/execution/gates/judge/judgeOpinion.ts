import * as z from 'zod';
import type { OutputSchema } from '../../../providers/provider.ts';
import { judgeJson, type Problem, problemsIn } from './judgeJson.ts';

/** A judge's answer. */
export interface Opinion {
  readonly pass: boolean;
  readonly problems: readonly Problem[];
}

/** The schema of an opinion, for models with structured output. */
export const opinionSchema: OutputSchema = {
  name: 'opinion',
  schema: {
    type: 'object',
    properties: {
      pass: {
        type: 'boolean',
        description: 'The answer does what the task asks and is good as the rubric defines it.',
      },
      problems: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            line: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
            message: { type: 'string' },
          },
          required: ['line', 'message'],
          additionalProperties: false,
        },
      },
    },
    required: ['pass', 'problems'],
    additionalProperties: false,
  },
};

const flag = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);

/** Reads the opinion on an answer; undefined when there is none. */
export function parseOpinion(text: string, answer: string): Opinion | undefined {
  const fields = judgeJson(text, { answer, field: 'pass' });
  const { success, data: pass } = flag.safeParse(fields?.['pass']);
  const problems = problemsIn(fields?.['problems']);
  return success && problems ? { pass, problems } : undefined;
}
