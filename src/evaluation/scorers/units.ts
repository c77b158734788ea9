/**
 * Units that measure the same thing, each with its size in the first of them. Sizes are by definition
 * (SI brochure, 9th edition 2019; IEC 80000-13 for bytes).
 */
const measures: readonly Readonly<Record<string, number>>[] = [
  {
    s: 1,
    sec: 1,
    second: 1,
    ms: 1e-3,
    millisecond: 1e-3,
    µs: 1e-6,
    us: 1e-6,
    ns: 1e-9,
    min: 60,
    minute: 60,
    h: 3600,
    hour: 3600,
    d: 86_400,
    day: 86_400,
  },
  {
    B: 1,
    byte: 1,
    KB: 1e3,
    kB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    GiB: 2 ** 30,
    TiB: 2 ** 40,
  },
  { m: 1, meter: 1, metre: 1, km: 1e3, cm: 1e-2, mm: 1e-3, µm: 1e-6, nm: 1e-9 },
  { g: 1, gram: 1, kg: 1e3, mg: 1e-3, t: 1e6 },
  { l: 1, L: 1, liter: 1, litre: 1, ml: 1e-3, mL: 1e-3 },
  { Hz: 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 },
  { '%': 1, percent: 1, 'per cent': 1 },
  { USD: 1, $: 1, dollar: 1, cent: 0.01 },
  { EUR: 1, '€': 1, euro: 1 },
  { GBP: 1, '£': 1, pound: 1 },
];

/** How many of one unit another one is: 1,000 for `s` in `ms`; undefined when they do not compare. */
export function unitFactor(from: string, to: string): number | undefined {
  if (from === to) return 1;
  for (const measure of measures) {
    const [one, other] = [sizeIn(measure, from), sizeIn(measure, to)];
    if (one !== undefined && other !== undefined) return one / other;
  }
  return undefined;
}

/** Whether a word is a unit, so that it is not taken for any word that follows a number. */
export function isUnit(word: string): boolean {
  return measures.some((measure) => sizeIn(measure, word) !== undefined);
}

function sizeIn(measure: Readonly<Record<string, number>>, unit: string): number | undefined {
  const singular = unit.length > 3 ? unit.toLowerCase().replace(/s$/, '') : unit;
  return [unit, singular].flatMap((name) =>
    Object.hasOwn(measure, name) ? [measure[name]!] : [],
  )[0];
}
