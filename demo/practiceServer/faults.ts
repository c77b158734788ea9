import * as z from 'zod';

const kinds = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    retryAfterSeconds: z.number().optional(),
  }),
  /** The reply ends in the middle: `end` closes the body properly, `reset` breaks the connection. */
  z.object({
    kind: z.literal('cutOff'),
    afterChars: z.number(),
    how: z.enum(['end', 'reset']).default('end'),
  }),
  z.object({ kind: z.literal('missingUsage') }),
  z.object({ kind: z.literal('redirect'), to: z.string() }),
  z.object({ kind: z.literal('html') }),
  z.object({ kind: z.literal('length'), afterChars: z.number() }),
  z.object({ kind: z.literal('hang') }),
  z.object({ kind: z.literal('slow'), msPerChunk: z.number() }),
  /** The model thinks for this long, and the stream carries nothing but signs of life. */
  z.object({
    kind: z.literal('thinkSilently'),
    ms: z.number(),
    pingEveryMs: z.number().min(1).default(5000),
  }),
]);
/** Something that goes wrong with one model call: the next one, or the next one of this model. */
const fault = kinds.and(z.object({ model: z.string().optional() }));

export type Fault = z.infer<typeof fault>;
export type FaultKind = Fault['kind'];

export const faultList = z.object({ next: z.array(fault) });

/** The fault, if it is of one of these kinds; otherwise undefined. */
export function faultOf<Kind extends FaultKind>(
  fault: Fault | undefined,
  ...kinds: Kind[]
): Extract<Fault, { kind: Kind }> | undefined {
  const found = kinds.some((kind) => kind === fault?.kind);
  return found ? (fault as Extract<Fault, { kind: Kind }>) : undefined;
}
