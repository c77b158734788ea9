import { capitalised } from '../words.ts';

/** A resource, described in plain words. */
export interface Resource {
  /** As written in the prompt: `invoice`. */
  readonly name: string;
  /** The name of its type: `Invoice`. */
  readonly type: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean';
  readonly isDate: boolean;
  readonly isWhole: boolean;
  /** The limits of a number, or of the length of a text. */
  readonly least?: number;
  readonly most?: number;
}

/** Reads `title: text of 1 to 80 letters, price: whole number from 0; paid: yes or no`. */
export function resourceOf(name: string, fields: string): Resource {
  const parts = fields.split(/[\n;]|,(?=\s*\w+\s*[:(])|,(?![^,]*\d)/);
  return {
    name,
    type: capitalised(name),
    fields: parts.map((part) => part.trim()).flatMap(fieldOf),
  };
}

function fieldOf(part: string): Field[] {
  const [, name, words = ''] = /^[-*]?\s*([A-Za-z_]\w*)\s*[:(]?\s*(.*)$/.exec(part) ?? [];
  if (name === undefined || name === 'id') return [];
  const type = /\b(?:yes or no|boolean|true or false)\b/i.test(words)
    ? 'boolean'
    : /\b(?:number|amount|cents|price|count|whole)\b/i.test(`${words} ${name}`)
      ? 'number'
      : 'string';
  const range = /(-?\d+)\s*(?:to|-|–)\s*(\d+)/.exec(words);
  const least = range?.[1] ?? /\b(?:from|at least|min(?:imum)?)\s+(-?\d+)/i.exec(words)?.[1];
  const most = range?.[2] ?? /\b(?:at most|up to|max(?:imum)?)\s+(\d+)/i.exec(words)?.[1];
  return [
    {
      name,
      type,
      isDate: type === 'string' && /\bdate\b/i.test(`${words} ${name}`),
      isWhole: type === 'number' && /\b(?:whole|integer|count|cents)\b/i.test(`${words} ${name}`),
      ...(least !== undefined && { least: Number(least) }),
      ...(most !== undefined && { most: Number(most) }),
    },
  ];
}
