import ts from 'typescript';
import { recordsIn, type Field, type RecordShape } from './shape.ts';
import { targetText } from './source.ts';
import { capitalised, uncapitalised } from './words.ts';
import type { EditAnswer, Work } from './work.ts';

/** Functions that can be written from a type's fields alone. */
export function boilerplate({ prompt, source }: Work): EditAnswer {
  const before = targetText(source);
  const record = recordsIn(source).find(({ fields }) => fields.length > 0);
  if (!record) {
    return {
      code: before,
      note: 'boilerplate is made from an interface, an object type or a class with fields; there is none here, so nothing changed.',
    };
  }
  if (ts.isClassDeclaration(record.node)) return withConstructor(record, before, source.start);
  const wanted = wantedFrom(prompt.instruction);
  const made = wanted.map((make) => make(record)).join('\n\n');
  return { code: `${before}\n\n${made}`, note: '' };
}

type Maker = (record: RecordShape) => string;

function wantedFrom(instruction: string): Maker[] {
  const asked: [RegExp, Maker][] = [
    [/\b(?:factory|create|default)/i, factory],
    [/\bbuilder\b/i, builder],
    [/\b(?:equal|compar)/i, equality],
    [/\b(?:wither|with-er|change|copy)\b/i, changer],
  ];
  const found = asked.filter(([words]) => words.test(instruction)).map(([, make]) => make);
  return found.length > 0 ? found : [factory, equality, changer];
}

/** The default value of an omitted field; undefined if there is no safe default. */
function defaultOf({ type }: Field): string | undefined {
  const plain = type.replace(/^readonly /, '');
  if (plain === 'string') return "''";
  if (plain === 'number') return '0';
  if (plain === 'boolean') return 'false';
  return /\[\]$|^(?:Readonly)?Array</.test(plain) ? '[]' : undefined;
}

function factory({ name, fields }: RecordShape): string {
  const needed = fields.filter((field) => !field.optional);
  const required = needed.filter((field) => defaultOf(field) === undefined);
  const picks = required.map((field) => `'${field.name}'`).join(' | ');
  const type = picks ? `Partial<${name}> & Pick<${name}, ${picks}>` : `Partial<${name}>`;
  const defaults = needed
    .filter((field) => defaultOf(field) !== undefined)
    .map((field) => `    ${field.name}: ${defaultOf(field)},`);
  return [
    `export function create${name}(fields: ${type}${picks ? '' : ' = {}'}): ${name} {`,
    '  return {',
    ...defaults,
    '    ...fields,',
    '  };',
    '}',
  ].join('\n');
}

function equality({ name, fields }: RecordShape): string {
  const tests = fields.map(({ name: field, type }) => {
    if (!type.endsWith('[]')) return `one.${field} === other.${field}`;
    return `one.${field}.length === other.${field}.length &&\n    one.${field}.every((value, index) => value === other.${field}[index])`;
  });
  return [
    `export function equal${name}s(one: ${name}, other: ${name}): boolean {`,
    `  return (\n    ${tests.join(' &&\n    ')}\n  );`,
    '}',
  ].join('\n');
}

function changer({ name }: RecordShape): string {
  const value = uncapitalised(name);
  return [
    `export function change${name}(${value}: ${name}, changes: Partial<${name}>): ${name} {`,
    `  return { ...${value}, ...changes };`,
    '}',
  ].join('\n');
}

function builder({ name, fields }: RecordShape): string {
  const setters = fields.flatMap(({ name: field, type }) => [
    `    with${capitalised(field)}: (${field}: ${type}) => build${name}({ ...${uncapitalised(name)}, ${field} }),`,
  ]);
  return [
    `export function build${name}(${uncapitalised(name)}: ${name}) {`,
    '  return {',
    ...setters,
    `    done: (): ${name} => ${uncapitalised(name)},`,
    '  };',
    '}',
  ].join('\n');
}

function withConstructor(record: RecordShape, before: string, targetStart: number): EditAnswer {
  const { node, fields } = record;
  const classNode = node as ts.ClassDeclaration;
  if (classNode.members.some(ts.isConstructorDeclaration)) {
    return { code: before, note: 'the class has a constructor already, so nothing changed.' };
  }
  const properties = classNode.members.filter(ts.isPropertyDeclaration);
  const open = properties.filter(({ initializer, type }) => !initializer && type);
  const last = properties.at(-1);
  const names = new Set(open.map(({ name }) => name.getText()));
  const given = fields.filter(({ name }) => names.has(name));
  if (!last || given.length === 0) {
    return { code: before, note: 'every field has a value already, so nothing changed.' };
  }
  const made = [
    '',
    '',
    `  constructor(fields: { ${given.map(({ name, type, optional }) => `${name}${optional ? '?' : ''}: ${type}`).join('; ')} }) {`,
    ...given.map(({ name }) => `    this.${name} = fields.${name};`),
    '  }',
  ].join('\n');
  const at = last.end - targetStart;
  return { code: before.slice(0, at) + made + before.slice(at), note: '' };
}
