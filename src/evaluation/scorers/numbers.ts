import { readJson } from '../../execution/answer/readJson.ts';
import { isRecord } from '../../routing/input/objects.ts';
import type { Scored } from '../trial.ts';
import { bare, namedAnswer, readingsOf, withoutExplanation } from './answerText.ts';
import { passOrFail, unscorable } from './scorer.ts';
import { isUnit, unitFactor } from './units.ts';

export interface NumberSettings {
  readonly kind: 'number';
  /** The fixture's `expected` when omitted. */
  readonly expected?: number;
  /** The largest difference that passes; 0 by default. The larger of the two tolerances counts. */
  readonly absolute?: number;
  /** The same as a share of the expected number, such as 0.01 for 1 %; 0 by default. */
  readonly relative?: number;
  /** Of the expected number, such as `ms`. An answer in another unit is converted, one without has this. */
  readonly unit?: string;
  /** The sign before decimals; `.` by default. */
  readonly decimal?: '.' | ',';
}

/** A number as it stands in a text. */
export interface WrittenNumber {
  readonly value: number;
  readonly unit?: string;
}

/** The number that an answer gives, within the tolerance of the expected one. */
export function scoreNumber(
  answer: string,
  expected: number,
  settings: Omit<NumberSettings, 'kind' | 'expected'> = {},
): Scored {
  if (!Number.isFinite(expected)) return unscorable('The expected value is not a number.');
  const { absolute = 0, relative = 0, unit, decimal = '.' } = settings;
  const found = answeredNumber(answer, decimal);
  if (!found) return passOrFail(false, 'The answer gives no number.');
  const value = inUnit(found, unit);
  const said = `${found.value}${found.unit === undefined ? '' : ` ${found.unit}`}`;
  const wanted = `${expected}${unit === undefined ? '' : ` ${unit}`}`;
  if (value === undefined) {
    return passOrFail(false, `The answer is ${said}, which is no amount in ${unit}.`);
  }
  const allowed = Math.max(absolute, relative * Math.abs(expected));
  // Decimal fractions are not exact: 0.3 is within 0.1 of 0.2.
  const slack = 1e-9 * Math.max(Math.abs(expected), Math.abs(value), allowed);
  const passes = Math.abs(value - expected) <= allowed + slack;
  const tolerance = allowed > 0 ? ` ± ${Number(allowed.toPrecision(6))}` : '';
  return passOrFail(passes, `The answer is ${said}, expected ${wanted}${tolerance}.`);
}

/** Without a unit, per cent are a share: 12 % is 0.12, and any other unit is read over. */
function inUnit(found: WrittenNumber, unit: string | undefined): number | undefined {
  if (found.unit === undefined) return found.value;
  if (unit === undefined) {
    return unitFactor(found.unit, '%') === undefined ? found.value : found.value / 100;
  }
  const factor = unitFactor(found.unit, unit);
  return factor === undefined ? undefined : found.value * factor;
}

/**
 * The number that an answer means: the whole of it, or of its only block; the only number of its JSON; what
 * stands behind `Answer:`; else the last number outside of brackets, because answers end with what they find.
 */
function answeredNumber(answer: string, decimal: '.' | ','): WrittenNumber | undefined {
  const { whole, block } = readingsOf(answer);
  const named = namedAnswer(whole);
  const short = named === undefined ? undefined : withoutExplanation(named);
  for (const text of [whole, block, named, short]) {
    if (text === undefined) continue;
    const numbers = numbersIn(bare(text), decimal);
    if (numbers.length === 1) return numbers[0];
  }
  const json = readJson(whole, isRecord);
  const inJson = isRecord(json)
    ? Object.values(json).filter((value) => typeof value === 'number')
    : [];
  if (inJson.length === 1) return { value: inJson[0]! };
  // What stands in brackets explains, unless there is nothing else.
  const outside = whole.replaceAll(/\([^()]*\)/g, ' ');
  const places = [short ?? '', named ?? '', outside, whole];
  return places.map((text) => numbersIn(text, decimal).at(-1)).find((number) => number);
}

/** The numbers of a text, with thousands separators, exponents, currency signs and units. */
export function numbersIn(text: string, decimal: '.' | ','): WrittenNumber[] {
  const group = decimal === '.' ? ',' : '.';
  const between = `[${group}'’_\\u00a0\\u202f\\u2009]`;
  const whole = `\\d{1,3}(?:${between}\\d{3})+(?!\\d)|\\d+`;
  const power = `(?:[eE][+-]?\\d+|\\s?[×x*]\\s?10\\^?[+−-]?\\d+)`;
  const number = new RegExp(
    `(?<![\\p{L}\\p{N}_.,])(?<sign>[+−-]?)(?<before>[$€£]?)(?<sign2>[−-]?)` +
      `(?<digits>(?:${whole})(?:[${decimal}]\\d+)?|[${decimal}]\\d+)(?<power>${power})?` +
      `(?:\\s?(?<unit>%|per cent|[$€£]|µ?\\p{L}+))?`,
    'gu',
  );
  return [...text.matchAll(number)].flatMap((found) => {
    const { sign, sign2, digits, power: exponent = '', before, unit } = found.groups!;
    const plain = digits!.replaceAll(new RegExp(between, 'gu'), '').replace(decimal, '.');
    const scale = exponent.replace('−', '-').replace(/\s?[×x*]\s?10\^?/, 'e');
    const value = Number(`${plain}${scale}`) * (/[−-]/.test(`${sign}${sign2}`) ? -1 : 1);
    if (!Number.isFinite(value)) return [];
    const named = before !== '' ? before : unit !== undefined && isUnit(unit) ? unit : undefined;
    return [{ value, ...(named !== undefined && { unit: named }) }];
  });
}
