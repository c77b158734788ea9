import * as z from 'zod';
import { badRequest } from '../problem.ts';

/** Parses a request body; its first problem becomes a 400. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badRequest(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}

/** The JSON Schema for the answer. The practice models follow the prompt instead. */
export const outputSchema = z.looseObject({ type: z.literal('object') });

/** The schema fields that both OpenAI interfaces share. */
export const namedSchema = z.looseObject({
  name: z.string().regex(/^[\w-]{1,64}$/),
  schema: outputSchema,
  strict: z.boolean().nullish(),
});

/** Message content: plain text, or a list of parts. Only text parts are used. */
export const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()])
  .optional();

export function textOf(value: z.infer<typeof content>): string {
  if (typeof value === 'string') return value;
  return (value ?? []).map(partText).filter(Boolean).join('\n');
}

function partText(part: Record<string, unknown>): string {
  if (typeof part['text'] === 'string') return part['text'];
  if (typeof part['content'] === 'string') return part['content'];
  return '';
}
