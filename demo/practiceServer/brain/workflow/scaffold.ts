import { canSee, type Skill } from '../../models.ts';
import { sectionIn, type StepPrompt } from './stepPrompt.ts';
import { resourceOf, type Field, type Resource } from './resource.ts';

/** "Scaffold endpoints": the signatures between the types and the code. */
export function signaturesStep(step: StepPrompt): string | undefined {
  const name = /^List the endpoints of the resource `(\w+)`/.exec(step.text)?.[1];
  if (name === undefined || step.schema) return undefined;
  const { type } = resourceOf(name, '');
  return [
    `/** All that there are. */\nlist(): Promise<${type}[]>;`,
    `/** Undefined when there is none with this id. */\nread(id: string): Promise<${type} | undefined>;`,
    `/** Resolves with what was stored. */\ncreate(fields: New${type}): Promise<${type}>;`,
    `/** Undefined when there is none with this id. */\nchange(id: string, fields: ${type}Change): Promise<${type} | undefined>;`,
    `/** Whether there was one. */\ndelete(id: string): Promise<boolean>;`,
  ].join('\n');
}

/** The files of "scaffold endpoints", in TypeScript; undefined for another instruction. */
export function scaffoldFile(instruction: string, skill: Skill): string | undefined {
  const asked = /^Write the (types|validation|endpoints) of (?:[^`]*)`(\w+)`/.exec(instruction);
  if (!asked) return undefined;
  const [, what, name = ''] = asked;
  const resource = resourceOf(name, sectionIn(instruction, 'fields') ?? '');
  if (what === 'types') return typesOf(resource);
  return what === 'validation' ? validationOf(resource, skill) : endpointsOf(resource);
}

function typesOf({ name, type, fields }: Resource): string {
  const lines = fields.map((field) => `  readonly ${field.name}: ${field.type};`);
  return [
    `/** A stored ${name}. Written by a practice model. */`,
    `export interface ${type} {\n${['  readonly id: string;', ...lines].join('\n')}\n}`,
    `\n/** What a client sends to create one. */\nexport type New${type} = Omit<${type}, 'id'>;`,
    `\n/** What a client may send to change one. */\nexport type ${type}Change = Partial<New${type}>;`,
    '',
  ].join('\n');
}

function validationOf({ name, type, fields }: Resource, skill: Skill): string {
  const names = fields.map((field) => `'${field.name}'`).join(', ');
  const checks = fields.map((field) => checkOf(field, skill)).join('\n');
  return `import type { New${type}, ${type}Change } from './${name}Types.ts';

/** What is wrong with one field. Written by a practice model. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

const known: readonly string[] = [${names}];

/** All problems of a new ${name}; none when it may be stored. */
export function problemsOfNew(input: unknown): FieldProblem[] {
  const missing = known
    .filter((field) => fieldsOf(input)?.[field] === undefined)
    .map((field) => ({ field, message: 'is missing' }));
  return [...missing, ...problemsOfChange(input)];
}

/** The same of a change, which may leave fields out. */
export function problemsOfChange(input: unknown): FieldProblem[] {
  const given = fieldsOf(input);
  if (!given) return [{ field: '', message: 'is no object' }];
  const problems = Object.keys(given)
    .filter((field) => !known.includes(field))
    .map((field) => ({ field, message: field === 'id' ? 'may not be set' : 'is unknown' }));
  const check = (field: string, isRight: (value: unknown) => boolean, message: string): void => {
    const value = given[field];
    if (value !== undefined && !isRight(value)) problems.push({ field, message });
  };
${checks}
  return problems;
}

export function isNew(input: unknown): input is New${type} {
  return problemsOfNew(input).length === 0;
}

export function isChange(input: unknown): input is ${type}Change {
  return problemsOfChange(input).length === 0;
}

function fieldsOf(input: unknown): Record<string, unknown> | undefined {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return isObject ? (input as Record<string, unknown>) : undefined;
}
`;
}

/** The small model checks types alone; limits, empty texts and dates need more skill. */
function checkOf({ name, type, isDate, isWhole, least, most }: Field, skill: Skill): string {
  const sees = canSee(skill, 'subtle');
  const size = type === 'string' ? 'value.trim().length' : 'value';
  const smallest = least ?? (type === 'string' ? 1 : undefined);
  const conditions = [
    `typeof value === '${type}'`,
    ...(type === 'number'
      ? [isWhole && sees ? 'Number.isInteger(value)' : 'Number.isFinite(value)']
      : []),
    ...(sees && type !== 'boolean' && smallest !== undefined ? [`${size} >= ${smallest}`] : []),
    ...(sees && type !== 'boolean' && most !== undefined ? [`${size} <= ${most}`] : []),
    ...(sees && isDate
      ? [
          '/^\\d{4}-\\d\\d-\\d\\d$/.test(value)',
          'new Date(`${value}T00:00Z`).toJSON()?.startsWith(value) === true',
        ]
      : []),
  ];
  const words = wordsOf(
    { type, isDate, isWhole },
    sees ? smallest : undefined,
    sees ? most : undefined,
  );
  return `  check('${name}', (value) => ${conditions.join(' && ')}, '${words}');`;
}

function wordsOf(
  { type, isDate, isWhole }: Pick<Field, 'type' | 'isDate' | 'isWhole'>,
  least: number | undefined,
  most: number | undefined,
): string {
  if (type === 'boolean') return 'must be true or false';
  if (isDate) return 'must be a date such as 2026-01-31';
  const what = type === 'string' ? 'a text' : isWhole ? 'a whole number' : 'a number';
  const unit = type === 'string' ? ' characters' : '';
  if (least !== undefined && most !== undefined)
    return `must be ${what} of ${least} to ${most}${unit}`;
  if (least !== undefined) return `must be ${what} of at least ${least}${unit}`;
  return most === undefined ? `must be ${what}` : `must be ${what} of at most ${most}${unit}`;
}

function endpointsOf({ name, type }: Resource): string {
  return `import type { ${type}, ${type}Change, New${type} } from './${name}Types.ts';
import { isChange, isNew, problemsOfChange, problemsOfNew } from './${name}Validation.ts';

/** Where the data lies. Written by a practice model. */
export interface ${type}Store {
  list(): Promise<${type}[]>;
  read(id: string): Promise<${type} | undefined>;
  create(fields: New${type}): Promise<${type}>;
  change(id: string, fields: ${type}Change): Promise<${type} | undefined>;
  delete(id: string): Promise<boolean>;
}

export interface Answer {
  readonly status: 200 | 201 | 204 | 400 | 404;
  readonly body?: unknown;
}

/** The endpoints of the resource, independent of the server that runs them. */
export function ${name}Endpoints(store: ${type}Store) {
  return {
    async list(): Promise<Answer> {
      return { status: 200, body: await store.list() };
    },
    async read(id: string): Promise<Answer> {
      return foundOr404(await store.read(id));
    },
    async create(input: unknown): Promise<Answer> {
      if (!isNew(input)) return { status: 400, body: problemsOfNew(input) };
      return { status: 201, body: await store.create(input) };
    },
    async change(id: string, input: unknown): Promise<Answer> {
      if (!isChange(input)) return { status: 400, body: problemsOfChange(input) };
      return foundOr404(await store.change(id, input));
    },
    async delete(id: string): Promise<Answer> {
      return { status: (await store.delete(id)) ? 204 : 404 };
    },
  };
}

function foundOr404(found: ${type} | undefined): Answer {
  return found ? { status: 200, body: found } : { status: 404 };
}
`;
}
