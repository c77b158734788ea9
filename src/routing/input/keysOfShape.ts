import type * as z from 'zod';
import { own } from './objects.ts';
import type { ProblemPath } from './problems.ts';

/** The keys that a value at a path may have, by the shape of the root. */
export function keysOfShape(root: z.core.$ZodType, path: ProblemPath): string[] {
  const found = path.reduce<Shape[]>(
    (shapes, step) => shapes.flatMap((shape) => inside(shape, step)),
    formsOf(root),
  );
  return [
    ...new Set(
      found.flatMap(({ _zod: { def } }) => (def.type === 'object' ? Object.keys(def.shape) : [])),
    ),
  ];
}

type Shape = z.core.$ZodTypes;

function inside({ _zod: { def } }: Shape, step: string | number): Shape[] {
  if (def.type === 'array') return formsOf(def.element);
  if (def.type === 'record') return formsOf(def.valueType);
  const part = def.type === 'object' ? own(def.shape, String(step)) : undefined;
  return part ? formsOf(part) : [];
}

/** What a value may look like, without what only wraps it. */
function formsOf(shape: z.core.$ZodType): Shape[] {
  const {
    _zod: { def },
  } = shape as Shape;
  switch (def.type) {
    case 'union':
      return def.options.flatMap(formsOf);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return formsOf(def.innerType);
    case 'pipe':
      return formsOf(def.in);
    default:
      return [shape as Shape];
  }
}
