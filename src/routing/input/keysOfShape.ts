import type * as z from 'zod';
import { isRecord, own } from './objects.ts';
import type { ProblemPath } from './problems.ts';

/** The keys that a value at a path may have, by the shape of the root; of several kinds, those of the one written. */
export function keysOfShape(root: z.core.$ZodType, path: ProblemPath, written: unknown): string[] {
  let shapes = formsOf(root, written);
  let value = written;
  for (const step of path) {
    const below = partOf(value, step);
    value = below;
    shapes = shapes.flatMap((shape) => inside(shape, step, below));
  }
  return [
    ...new Set(
      shapes.flatMap(({ _zod: { def } }) => (def.type === 'object' ? Object.keys(def.shape) : [])),
    ),
  ];
}

function partOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)] as unknown;
  return isRecord(value) ? own(value, String(step)) : undefined;
}

type Shape = z.core.$ZodTypes;

function inside({ _zod: { def } }: Shape, step: string | number, value: unknown): Shape[] {
  if (def.type === 'array') return formsOf(def.element, value);
  if (def.type === 'record') return formsOf(def.valueType, value);
  const part = def.type === 'object' ? own(def.shape, String(step)) : undefined;
  return part ? formsOf(part, value) : [];
}

/** What a value may look like, without what only wraps it. */
function formsOf(shape: z.core.$ZodType, value: unknown): Shape[] {
  const {
    _zod: { def },
  } = shape as Shape;
  switch (def.type) {
    case 'union': {
      const forms = def.options.flatMap((option) => formsOf(option, value));
      const kind = 'discriminator' in def ? String(def.discriminator) : undefined;
      const meant = forms.filter((form) => kind !== undefined && isOfKind(form, kind, value));
      return meant.length > 0 ? meant : forms;
    }
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return formsOf(def.innerType, value);
    case 'pipe':
      return formsOf(def.in, value);
    default:
      return [shape as Shape];
  }
}

function isOfKind({ _zod: { def } }: Shape, kind: string, value: unknown): boolean {
  const part = def.type === 'object' ? own(def.shape, kind) : undefined;
  const { _zod: facts } = part ?? {};
  return facts?.values?.has(partOf(value, kind) as never) === true;
}
