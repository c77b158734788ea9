import * as z from 'zod';
import {
  agentShape,
  fileShape,
  inputShape,
  modelShapes,
  namePattern,
  stepShapes,
  type Parts,
} from './workflowShape.ts';

const name = z.string().regex(namePattern);
const choice = z
  .string()
  .min(1)
  .describe('A tier such as fast, a model reference such as ollama/qwen3:4b, or auto.');

const { from, cascade, speculate } = modelShapes(choice);
const model = z
  .union([choice, from, cascade, speculate])
  .describe('Which model: a tier, a model reference, auto, a cascade, or from an earlier value.');

const input = z.union([z.string().min(1), inputShape]).describe('The question, or more about it.');

const field: z.ZodType = z.lazy(() =>
  z.union([
    z.enum(['text', 'number', 'integer', 'boolean']),
    z.array(z.string()).min(1).describe('One of these texts.'),
    fields,
  ]),
);
const fields: z.ZodType = z.lazy(() => z.record(name, field).meta({ minProperties: 1 }));
const output = fields.describe(
  'The fields of the answer, each text, number, integer, boolean, a list of choices such as [low, high], fields of its own, or list: with what it lists.',
);

const steps: z.ZodType = z.lazy(() =>
  z
    .record(name, step)
    .meta({ description: 'Steps by name, in the order they run.', minProperties: 1 }),
);
const agent = agentShape({ model: choice });
const parts: Parts = { steps, model, input, output, agent, name };
const step: z.ZodType = z.lazy(() => z.union(Object.values(stepShapes(parts))));

/** The JSON Schema of workflow files, for completion and hover; the parser reads by the same shapes. */
export function workflowSchema(): unknown {
  return z.toJSONSchema(fileShape(parts));
}
