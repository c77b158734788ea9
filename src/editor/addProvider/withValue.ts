import { applyEdits, type Edit, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';

/** Keys and indexes from the root. */
export type JsonPath = readonly (string | number)[];

/**
 * A JSON text with comments in which a value is set, put before an item of an array (`isInserted`), or taken out
 * when it is undefined. jsonc-parser says where; its formatter would also reformat the lines around.
 */
export function withValue(
  text: string,
  path: JsonPath,
  value: unknown,
  isInserted: boolean,
): string {
  const edits = modify(text, [...path], value, { isArrayInsertion: isInserted });
  return applyEdits(
    text,
    value === undefined ? edits : edits.flatMap((edit) => laidOut(edit, text, path, value)),
  );
}

function laidOut(edit: Edit, text: string, path: JsonPath, value: unknown): Edit[] {
  const style = styleOf(text);
  const isItem = typeof path.at(-1) === 'number';
  if (isItem && edit.length === 0) {
    return [{ ...edit, content: `${JSON.stringify(value)},${gapAt(text, edit.offset)}` }];
  }
  if (edit.length > 0 && isPresent(text, path)) {
    return [{ ...edit, content: written(value, path.length, style) }];
  }
  return afterComment({ ...edit, content: newProperty(edit, text, path, value) }, text);
}

/** A comment at the end of the line belongs to the property before, so the new one comes after it. */
function afterComment(edit: Edit, text: string): Edit[] {
  const rest = /^(,?)[ \t]*\/\/[^\r\n]*/.exec(text.slice(edit.offset));
  if (!rest || !edit.content.startsWith(',')) return [edit];
  const property = edit.content.slice(1);
  const offset = edit.offset + rest[0].length;
  if (rest[1] === ',') return [{ offset, length: 0, content: `${property},` }];
  return [
    { ...edit, content: ',' },
    { offset, length: 0, content: property },
  ];
}

/** What stands before the first item of an array stands before the second as well. */
function gapAt(text: string, offset: number): string {
  const gap = text.slice(text.lastIndexOf('[', offset - 1) + 1, offset);
  return /^\s*\n\s*$/.test(gap) ? gap : ' ';
}

/** A property, with the objects around it that are not there yet, on lines of its own. */
function newProperty(
  { content, offset }: Edit,
  text: string,
  path: JsonPath,
  value: unknown,
): string {
  const style = styleOf(text);
  const depth = presentDepth(text, path);
  const nested = path
    .slice(depth + 1)
    .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  const line = `${JSON.stringify(path[depth])}: ${written(nested, depth + 1, style)}`;
  const indent = style.eol + style.unit.repeat(depth + 1);
  if (content.startsWith(',')) return `,${indent}${line}`;
  if (content.endsWith(',')) return `${indent}${line},`;
  const end = style.eol + style.unit.repeat(depth);
  // Without a root, the whole object is new.
  if (!parseTree(text)) return `{${indent}${line}${end}}${style.eol}`;
  const endsLine = /^[ \t]*(?:\/\/|\r?\n)/.test(text.slice(offset));
  return endsLine ? `${indent}${line}` : `${indent}${line}${end}`;
}

function isPresent(text: string, path: JsonPath): boolean {
  const root = parseTree(text);
  return root !== undefined && findNodeAtLocation(root, [...path]) !== undefined;
}

/** How many objects of the path are there. */
function presentDepth(text: string, path: JsonPath): number {
  let depth = 0;
  while (depth < path.length - 1 && isPresent(text, path.slice(0, depth + 1))) depth += 1;
  return depth;
}

interface Style {
  readonly unit: string;
  readonly eol: string;
}

/** As the file is written; two spaces where it does not show. */
function styleOf(text: string): Style {
  const unit = /^([ \t]+)["}]/m.exec(text)?.[1] ?? '  ';
  return {
    unit: unit.startsWith('\t') ? '\t' : unit,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** JSON as people write it: objects on lines of their own, lists of words on one. */
function written(value: unknown, depth: number, style: Style): string {
  const isList = Array.isArray(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts: readonly string[] = isList
    ? value.map((item) => written(item, depth + 1, style))
    : Object.entries(value).map(
        ([key, inner]) => `${JSON.stringify(key)}: ${written(inner, depth + 1, style)}`,
      );
  const [open, close] = isList ? '[]' : '{}';
  if (parts.length === 0) return `${open}${close}`;
  if (isList && value.every((item) => typeof item !== 'object')) {
    return `${open}${parts.join(', ')}${close}`;
  }
  const inside = style.eol + style.unit.repeat(depth + 1);
  return `${open}${inside}${parts.join(`,${inside}`)}${style.eol}${style.unit.repeat(depth)}${close}`;
}
