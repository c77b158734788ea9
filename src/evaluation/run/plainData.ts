import { isRecord } from '../../routing/input/objects.ts';

/** Data that JSON keeps: maps and numbers without an end are written as records. */
declare const plainOf: unique symbol;
export interface Plain<Data> {
  readonly [plainOf]?: Data;
}

const mapEntries = '$entries';
const endless = '$number';

/** The data as JSON keeps it. */
export function toPlain<Data>(data: Data): Plain<Data> {
  return written(data) as Plain<Data>;
}

/** The data that `toPlain` was given, apart from fields that were undefined. */
export function fromPlain<Data>(plain: Plain<Data>): Data {
  return read(plain) as Data;
}

function written(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { [endless]: String(value) };
  if (value instanceof Map) return { [mapEntries]: written([...value]) };
  if (Array.isArray(value)) return value.map(written);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, written(each)]));
}

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (!isRecord(value)) return value;
  const { [endless]: number, [mapEntries]: entries } = value;
  if (typeof number === 'string') return Number(number);
  if (Array.isArray(entries)) return new Map(read(entries) as [unknown, unknown][]);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, read(each)]));
}
