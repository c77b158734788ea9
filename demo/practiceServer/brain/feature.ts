import ts from 'typescript';
import { canSee, type Skill } from '../models.ts';
import { functionsIn, recordNamed, type FunctionShape } from './shape.ts';
import { applyEdits, descendants, indentOf, replaceNode, targetText } from './source.ts';
import { singular, uncapitalised, wordsOf } from './words.ts';
import type { EditAnswer, Work } from './work.ts';

/** Writes the body of a function that throws "not implemented", where its name and types say enough. */
export function feature({ prompt, source, skill }: Work): EditAnswer {
  const before = targetText(source);
  for (const shape of functionsIn(source)) {
    const [gap] = gapsIn(shape.node);
    if (!gap) continue;
    const comment = ts.getJSDocCommentsAndTags(shape.node).map((doc) => doc.getText());
    const wish = [wordsOf(shape.name), ...comment, prompt.instruction].join(' ').toLowerCase();
    const body = mergeBody(shape, source.file, wish, skill) ?? groupBody(shape, wish, skill);
    if (!body) {
      return {
        code: before,
        note: `the practice models can write merging and grouping only, so ${shape.name} is unchanged.`,
      };
    }
    const edit = replaceNode(gap, body.join(`\n${indentOf(gap)}`));
    return { code: targetText(applyEdits(source, [edit])), note: '' };
  }
  return { code: before, note: 'there is no function without a body here, so nothing changed.' };
}

/** Statements `throw new Error('not implemented')`. */
export function gapsIn(node: ts.Node): ts.ThrowStatement[] {
  return descendants(node)
    .filter(ts.isThrowStatement)
    .filter(({ expression }) => /not (?:yet )?implemented|todo/i.test(expression.getText()));
}

function elementOf(type: string): string | undefined {
  return /^(?:readonly )?(\w+)\[\]$/.exec(type)?.[1];
}

/** Merges two lists of the same records: equal keys become one record with the summed quantity. */
function mergeBody(
  shape: FunctionShape,
  file: ts.SourceFile,
  wish: string,
  skill: Skill,
): string[] | undefined {
  const [first, second] = shape.parameters;
  if (!first || !second || !/\b(?:merge|combine|both|sum)\b/.test(wish)) return undefined;
  const element = elementOf(first.type);
  if (!element || element !== elementOf(second.type) || element !== elementOf(shape.returns)) {
    return undefined;
  }
  const fields = recordNamed(file, element)?.fields ?? [];
  const key = fields.find(({ type }) => type === 'string')?.name;
  const sum = fields.find(({ name }) => /^(?:quantity|count|amount)$/.test(name))?.name;
  if (!key || !sum) return undefined;
  const item = singular(uncapitalised(element.replace(/^.*(?=[A-Z])/, '')).replace(/s?$/, 's'));
  if (!canSee(skill, 'subtle')) {
    // Forgets the quantity of a record that is in both lists.
    return [
      `const known = new Set(${first.name}.map((${item}) => ${item}.${key}));`,
      `return [...${first.name}, ...${second.name}.filter((${item}) => !known.has(${item}.${key}))];`,
    ];
  }
  return [
    `const merged = new Map<string, ${element}>();`,
    `for (const ${item} of [...${first.name}, ...${second.name}]) {`,
    `  const known = merged.get(${item}.${key});`,
    `  const ${sum} = (known?.${sum} ?? 0) + ${item}.${sum};`,
    `  merged.set(${item}.${key}, { ...(known ?? ${item}), ${sum} });`,
    '}',
    'return [...merged.values()];',
  ];
}

/** Groups a list by one of its fields: `groupByAuthor(books): Map<string, Book[]>`. */
function groupBody(shape: FunctionShape, wish: string, skill: Skill): string[] | undefined {
  const [list] = shape.parameters;
  const element = list && elementOf(list.type);
  const result = /^Map<(\w+), (\w+)\[\]>$/.exec(shape.returns);
  if (!list || !element || result?.[2] !== element || !/\b(?:group|each|by)\b/.test(wish)) {
    return undefined;
  }
  const field = /By([A-Z]\w*)$/.exec(shape.name)?.[1];
  if (!field) return undefined;
  const key = uncapitalised(field);
  const item = singular(list.name);
  if (canSee(skill, 'deep')) {
    return [`return Map.groupBy(${list.name}, (${item}) => ${item}.${key});`];
  }
  if (!canSee(skill, 'subtle')) {
    // Keeps only the last record of each group.
    return [`return new Map(${list.name}.map((${item}) => [${item}.${key}, [${item}]]));`];
  }
  return [
    `const groups = new Map<${result[1]}, ${element}[]>();`,
    `for (const ${item} of ${list.name}) {`,
    `  groups.set(${item}.${key}, [...(groups.get(${item}.${key}) ?? []), ${item}]);`,
    '}',
    'return groups;',
  ];
}
