import ts from 'typescript';
import { recordNamed, type FunctionShape } from '../shape.ts';
import { descendants } from '../source.ts';
import type { Scope } from './evaluate.ts';
import { evaluateExpression } from './evaluate.ts';

const mostExamples = 300;

/** Arguments for trying a function: simple values, and values around those in its conditions. */
export function examplesFor(shape: FunctionShape, file: ts.SourceFile, scope: Scope): unknown[][] {
  const hints = comparedWith(shape.node, scope);
  const options = shape.parameters.map(({ name, type, optional }) => {
    const values = valuesFor(type, name, file, hints, 0);
    return optional ? [...(values ?? []), undefined] : values;
  });
  if (options.some((values) => !values || values.length === 0)) return [];
  return product(options as unknown[][]).slice(0, mostExamples);
}

type Hints = ReadonlyMap<string, readonly unknown[]>;

/** The values that each name is compared with: `parcel.grams <= 1000` gives grams → 1000. */
function comparedWith(node: ts.Node, scope: Scope): Hints {
  const hints = new Map<string, unknown[]>();
  for (const found of descendants(node)) {
    if (!ts.isBinaryExpression(found)) continue;
    const name = lastName(found.left);
    const value = name === undefined ? undefined : evaluateExpression(found.right, scope);
    if (name === undefined || value === undefined) continue;
    const near = typeof value === 'number' ? neighbours(found.operatorToken.kind, value) : [value];
    hints.set(name, [...(hints.get(name) ?? []), ...near]);
  }
  return hints;
}

function neighbours(operator: ts.SyntaxKind, value: number): number[] {
  const isEquality = [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ].includes(operator);
  return isEquality ? [value, value + 1] : [value, value - 1, value + 1];
}

function lastName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

function valuesFor(
  type: string,
  name: string,
  file: ts.SourceFile,
  hints: Hints,
  depth: number,
): unknown[] | undefined {
  const plain = type.replace(/^readonly /, '').replace(/ \| undefined$/, '');
  const hinted = hints.get(name) ?? [];
  const element = /^(.*)\[\]$/.exec(plain)?.[1];
  if (plain === 'string')
    return unique(['text', ...hinted.filter((hint) => typeof hint === 'string')]);
  if (plain === 'number') return unique([...hinted.filter((hint) => typeof hint === 'number'), 1]);
  if (plain === 'boolean') return [false, true];
  const literals = [...plain.matchAll(/'([^']*)'/g)].map(([, text]) => text);
  if (literals.length > 0) return literals;
  if (element) {
    const items = valuesFor(element, name, file, hints, depth + 1);
    return items && [items.slice(0, 1), []];
  }
  const record = recordNamed(file, plain);
  if (record && depth < 3) {
    const fields = record.fields.filter(({ optional }) => !optional);
    const values = fields.map((field) => valuesFor(field.type, field.name, file, hints, depth + 1));
    if (values.some((choices) => !choices)) return undefined;
    return product(values as unknown[][])
      .slice(0, mostExamples)
      .map((choice) =>
        Object.fromEntries(fields.map((field, index) => [field.name, choice[index]])),
      );
  }
  return valuesForAlias(plain, name, file, hints, depth);
}

function valuesForAlias(
  type: string,
  name: string,
  file: ts.SourceFile,
  hints: Hints,
  depth: number,
): unknown[] | undefined {
  const alias = file.statements.find(
    (node) => ts.isTypeAliasDeclaration(node) && node.name.text === type,
  );
  if (alias && ts.isTypeAliasDeclaration(alias) && depth < 3) {
    return valuesFor(alias.type.getText(), name, file, hints, depth + 1);
  }
  // The type comes from another file; such types are usually amounts.
  return /^(?:Cents|Amount|Price|Percent|Count|Milliseconds)$/.test(type)
    ? unique([...(hints.get(name) ?? []), 100])
    : undefined;
}

function unique(values: readonly unknown[]): unknown[] {
  return [...new Set(values)];
}

/** Every combination; neighbours differ in the first place. */
function product(options: readonly (readonly unknown[])[]): unknown[][] {
  let combinations: unknown[][] = [[]];
  for (const values of options) {
    combinations = values
      .flatMap((value) => combinations.map((combination) => [...combination, value]))
      .slice(0, mostExamples * 4);
  }
  return combinations;
}
