import { isRecord, own } from '../../../routing/input/objects.ts';

/** A template that was filled in, or the part of it that cannot be. */
export type FilledIn =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: string };

const part = /\{\{-?\s*([^{}]*?)\s*-?\}\}/g;
const path = /^[A-Za-z_]\w*(?:\.\w+)*$/;

/** Fills variables into `{{ name }}` and `{{ name.field }}`; filters and tags are not understood. */
export function fillIn(template: string, values: Readonly<Record<string, unknown>>): FilledIn {
  const tag = /\{[%#]/.exec(template);
  if (tag) return { problem: `It has the tag "${template.slice(tag.index, tag.index + 20)}".` };
  const unknown = [...template.matchAll(part)]
    .map((found) => found[1]!)
    .find((name) => valueAt(name, values) === undefined);
  if (unknown !== undefined) return { problem: `"{{ ${unknown} }}" is no variable of the test.` };
  const text = template.replaceAll(part, (_, name: string) => written(valueAt(name, values)));
  return { text };
}

function valueAt(name: string, values: Readonly<Record<string, unknown>>): unknown {
  if (!path.test(name)) return undefined;
  return name
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) ? own(value, key) : undefined), values);
}

function written(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
