import * as z from 'zod';
import type { OutputSchema } from '../../../providers/provider.ts';
import { parseEdit, spokenText } from '../../answer/parseAnswer.ts';

/** A judge's answer. */
export interface Opinion {
  readonly pass: boolean;
  readonly problems: readonly Problem[];
}

export interface Problem {
  /** The line as the judge counted it; the file may not have it. */
  readonly line?: number | null | undefined;
  readonly message: string;
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

const opinion = z.object({
  pass: z.boolean(),
  problems: z.array(z.object({ line: z.int().nullish(), message: z.string() })),
});

/** Reads an opinion; undefined when there is none. */
export function parseOpinion(text: string): Opinion | undefined {
  const { success, data } = opinion.safeParse(onlyJson(text));
  return success ? data : undefined;
}

/**
 * The JSON that is a judge's whole text or its only code block; undefined when there is none. JSON inside
 * other text is ignored, because it may be quoted from the judged answer.
 */
export function onlyJson(text: string): unknown {
  const { code, closed, note } = parseEdit(text);
  const json = code !== undefined && closed && note === '' ? code : spokenText(text);
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
