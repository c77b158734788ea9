import { Environment } from '@marcbachmann/cel-js';
import type { JsonSchema } from '../jsonSchema.ts';
import { itemsOf, present } from './valueSchema.ts';

/** What conditions may call. `matches` is missing because a regular expression may never end. */
export const functions = [
  'size',
  'has',
  'contains',
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'trim',
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
  'int',
  'double',
  'string',
];
/** Chosen by judgement: far more than a condition needs, and a check stays fast. */
const limits = { maxAstNodes: 500, maxDepth: 30, maxListElements: 100, maxMapEntries: 20 };

/** Knows no names; each check clones it and declares the names of its place. */
export const checking = withPlainNumbers(new Environment({ limits }));
/** Accepts any name. */
export const running = withPlainNumbers(new Environment({ limits, unlistedVariablesAreDyn: true }));

// JSON has one type of number; CEL has two and refuses to mix them.
function withPlainNumbers(environment: Environment): Environment {
  const operators: [string, (one: number, other: number) => number][] = [
    ['+', (one, other) => one + other],
    ['-', (one, other) => one - other],
    ['*', (one, other) => one * other],
    ['/', (one, other) => one / other],
  ];
  for (const [sign, operate] of operators) {
    const handle = (one: unknown, other: unknown) => operate(Number(one), Number(other));
    environment.registerOperator(`double ${sign} int`, handle);
    environment.registerOperator(`int ${sign} double`, handle);
  }
  const equal = (one: unknown, other: unknown) => Number(one) === Number(other);
  return environment.registerOperator('double == int', equal);
}

type CelVariable = { type: string } | { schema: CelSchema };
interface CelSchema {
  [field: string]: string | CelSchema;
}

/** The CEL type of values with a schema. */
export function variable(schema: JsonSchema): CelVariable {
  const type = celType(schema);
  return typeof type === 'string' ? { type } : { schema: type };
}

function celType(schema: JsonSchema): string | CelSchema {
  const { type, properties, additionalProperties } = schema;
  if (type === 'string') return 'string';
  if (type === 'number' || type === 'integer') return 'double';
  if (type === 'boolean') return 'bool';
  if (type === 'array') {
    const items = celType(present(itemsOf(schema) ?? {}));
    return typeof items === 'string' ? `list<${items}>` : 'list<map<string, dyn>>';
  }
  if (type !== 'object' || !properties || additionalProperties !== false) return 'dyn';
  return Object.fromEntries(
    Object.entries(properties as Record<string, JsonSchema>).map(([name, it]) => [
      name,
      celType(it),
    ]),
  );
}
