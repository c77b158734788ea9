import {
  applyEdits,
  type Edit,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import { own } from '../../routing/input/objects.ts';
import { newNames } from '../../routing/models/renamedFields.ts';
import type { SettingKey } from '../platform/contributed.ts';

/**
 * The text of a settings file with the new names of renamed fields; comments, order and everything else stay.
 * Undefined when the text has an error. A field that is written by both names keeps the new one, which counts.
 */
export function newNamesIn(text: string): string | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  if (errors.length > 0) return undefined;
  const models = root && findNodeAtLocation(root, ['tierwise.models' satisfies SettingKey]);
  const edits = (models?.children ?? []).flatMap((model) => renames(model, text));
  return applyEdits(text, edits);
}

/** The edits in one model's property: its reference, then its facts. */
function renames({ children: [reference, facts] = [] }: Node, text: string): Edit[] {
  const keys = facts?.type === 'object' ? (facts.children ?? []).map(keyOf) : [];
  return keys.flatMap((key): Edit[] => {
    const name = own(newNames, String(key?.value));
    if (!key || name === undefined) return [];
    if (keys.some((other) => other?.value === name)) {
      const path = ['tierwise.models', String(reference?.value), String(key.value)];
      return modify(text, path, undefined, {});
    }
    return [{ offset: key.offset, length: key.length, content: JSON.stringify(name) }];
  });
}

function keyOf({ children }: Node): Node | undefined {
  return children?.[0];
}
