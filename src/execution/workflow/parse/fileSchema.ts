import * as z from 'zod';
import { shippedTiers } from '../../../routing/policy/shippedPolicy.ts';
import { toolNames, workflowTools, type ToolInput, type ToolName } from '../tools.ts';
import { stepParsers } from './kinds/stepParsers.ts';
import {
  agentShape,
  fileShape,
  inputShape,
  modelShapes,
  namePattern,
  type Parts,
} from './shapes.ts';

const name = z.string().regex(namePattern);

// Completion offers the shipped tiers first; any other name is allowed.
const modelName = z
  .union([z.enum(Object.keys(shippedTiers)), z.string().min(1)])
  .describe(
    'A tier such as fast, or an earlier value that names one, such as "{{ triage.tier }}".',
  );
const auto = z.literal('auto').describe('The policy decides, by the task type of the step.');

const fastestOfAll = z
  .literal('fastest')
  .describe('The model of all tiers that is measured to be the fastest.');

const { from, cascade, speculate, fastest } = modelShapes(modelName);
const model = z
  .union([auto, fastestOfAll, modelName, from, cascade, speculate, fastest])
  .describe('Which model: a tier, auto, fastest, a cascade, or from an earlier value.');

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
const agent = agentShape({
  model: z
    .union([auto, modelName, from])
    .describe('What it runs on: a tier, auto, or an earlier value such as "{{ triage.tier }}".'),
});
const parts: Parts = { steps, model, input, output, agent, name };

const step: z.ZodType = z.lazy(() => {
  const { tool, ...others } = stepParsers;
  const tools = toolNames.map((it) =>
    tool.shape(parts).extend({ tool: toolLiteral(it), with: toolInputs(it) }),
  );
  return z.union([...Object.values(others).map((kind) => kind.shape(parts)), ...tools]);
});

function toolLiteral(tool: ToolName) {
  return z.literal(tool).describe(workflowTools[tool].description);
}

// One schema for each tool, so that completion and hover know its inputs.
function toolInputs(tool: ToolName) {
  const inputs: [string, ToolInput][] = Object.entries(workflowTools[tool].inputs);
  const shape = inputs.map(([key, { type, description, required }]) => {
    const value = argument(type).describe(description);
    return [key, required ? value : value.optional()] as const;
  });
  const given = z
    .strictObject(Object.fromEntries(shape))
    .describe('What the tool is given. A lone "{{ step.field }}" keeps its type.');
  return inputs.some(([, { required }]) => required) ? given : given.optional();
}

function argument(type: ToolInput['type']) {
  if (type === 'string') return z.string();
  return z.union([type === 'integer' ? z.int() : z.boolean(), z.string()]);
}

/** The JSON Schema of workflow files, for completion and hover. The parser uses the same shapes. */
export function workflowSchema(): unknown {
  return z.toJSONSchema(fileShape(parts));
}
