/** A private file's text, and its name as the mark in its place gives it. */
export interface PrivateText {
  readonly name: string;
  readonly text: string;
}

/** So many equal characters in a row are part of a value: what cuts, wraps or indents an output leaves as many. */
const gram = 12;
/** A value of a setting that is not called a secret is hidden from this length on. */
const leastPlain = 8;
const leastSecret = 4;
/** Characters of values that are looked for, in all files together. Chosen by judgement. */
const mostCharacters = 300_000;

/**
 * Replaces the values that private files hold in the output of a program by a mark with the file's name, also
 * where they are cut off, written backwards, or coded as URL, JSON, base64 or hexadecimal digits. What a program
 * makes unrecognizable in other ways stays.
 */
export function withoutPrivateValues(output: string, files: readonly PrivateText[]): string {
  const ranges: Range[] = [];
  const places = placesOfGrams(output);
  let left = mostCharacters;
  for (const { name, text } of files) {
    for (const value of valuesIn(text, { secretsOnly: mostlySettings.test(name) })) {
      left -= value.length;
      if (left < 0) break;
      for (const form of formsOf(value)) ranges.push(...rangesOf(form, { output, places, name }));
    }
  }
  return replaced(output, ranges);
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

function placesOfGrams(output: string): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + gram <= output.length; at += 1) {
    const text = output.slice(at, at + gram);
    const known = places.get(text);
    if (known) known.push(at);
    else places.set(text, [at]);
  }
  return places;
}

function rangesOf(
  form: string,
  {
    output,
    places,
    name,
  }: {
    readonly output: string;
    readonly places: ReadonlyMap<string, readonly number[]>;
    readonly name: string;
  },
): readonly Range[] {
  if (form.length < gram) return allOf(output, form, name);
  const ranges: Range[] = [];
  for (let at = 0; at + gram <= form.length; at += 1) {
    for (const from of places.get(form.slice(at, at + gram)) ?? []) {
      ranges.push({ from, to: from + gram, name });
    }
  }
  return ranges;
}

function allOf(output: string, form: string, name: string): readonly Range[] {
  const ranges: Range[] = [];
  for (let at = output.indexOf(form); at !== -1; at = output.indexOf(form, at + form.length)) {
    ranges.push({ from: at, to: at + form.length, name });
  }
  return ranges;
}

function replaced(output: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let at = 0;
  let end = -1;
  for (const { from, to, name } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from > end) {
      parts.push(output.slice(at, from), `[value from ${name} hidden]`);
      end = to;
    }
    end = Math.max(end, to);
    at = end;
  }
  return parts.join('') + output.slice(at);
}

/** The ways in which a program may print a value. */
function formsOf(value: string): ReadonlySet<string> {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const plain = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)];
  const reversed = [...value].toReversed().join('');
  if (value.length < gram) return new Set([...plain]);
  return new Set([...plain, reversed, hex, hex.toUpperCase(), ...base64Of(bytes)]);
}

/** The characters of base64 that depend on the bytes alone, wherever they stand in a longer text. */
function base64Of(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const coded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const own = coded.slice(shift === 0 ? 0 : shift + 1, -2);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

const secretName = /pass|secret|token|key|auth|pwd|cred|private|salt|dsn|conn|cookie|sign|cert/i;

/** Values that are in many files and tell nothing; hiding them would only spoil the output. */
const ordinary =
  /^(?:true|false|null|none|undefined|yes|no|on|off|\d{1,5}|\d+(?:\.\d+)*|(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?\/?|development|production|staging|test|testing|local|info|debug|warn|error|verbose|postgres|postgresql|mysql|sqlite|redis|admin|root|user|password|secret|example|changeme|default|public|private|application|\.{0,2}\/?[\w-]{1,20}\/?|utf-?8)$/i;
const common =
  /^(?:true|false|null|none|undefined|yes|no|on|off|test|tests|testing|local|localhost|root|user|admin|password|secret|token|example|changeme|default|postgres|mysql|redis|\d{1,3})$/i;

/** Files of tools that hold more addresses and choices than secrets, which programs print all the time. */
const mostlySettings =
  /npmrc|yarnrc|pip\.|condarc|\.git\/config|\.docker|\.kube|tfstate|settings\.xml|\.bundle|gradle|hosts\.yml/;

/**
 * What a private file holds: what stands right of `=` or `:`, quoted texts, and long words such as the lines of a
 * key. Longest first, without what is too ordinary to hide. With `secretsOnly`, of settings those alone whose name
 * speaks of a secret.
 */
export function valuesIn(
  text: string,
  { secretsOnly = false }: { readonly secretsOnly?: boolean } = {},
): readonly string[] {
  const values = new Set<string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    for (const value of valuesOfLine(line, secretsOnly)) values.add(value);
  }
  return [...values].toSorted((a, b) => b.length - a.length);
}

const setting =
  /^[\s#;/*-]*(?:export\s+|set\s+|setx\s+|\$env:)?["']?([\w.\-/:@]*[\w\-@])["']?\s*[=:]\s*(.*)$/i;

function valuesOfLine(line: string, secretsOnly: boolean): readonly string[] {
  const [, name = '', right = ''] = setting.exec(line) ?? [];
  const isSecret = secretName.test(name);
  const parts = [unquotedValue(right), ...quotedIn(line)];
  const plain = secretsOnly ? [] : parts.filter(isLongEnough);
  const own = isSecret ? parts.filter(isTelling) : plain;
  const words = (line.match(/[\w+/=.~-]{20,}/g) ?? []).filter((word) => /\d/.test(word));
  return [...own, ...passwordsIn(line).filter(isTelling), ...words];
}

function isTelling(value: string): boolean {
  return value.length >= leastSecret && !common.test(value);
}

function isLongEnough(value: string): boolean {
  return value.length >= leastPlain && !ordinary.test(value);
}

function unquotedValue(written: string): string {
  const text = written.trim().replace(/[,;]$/, '');
  const quoted = /^(["'`])(.*)\1/.exec(text);
  if (quoted) return quoted[2]!;
  return text.replace(/\s+#.*$/, '').replace(/^["'`]/, '');
}

function quotedIn(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
    ([, double, single]) => double ?? single ?? '',
  );
}

/** The passwords in addresses such as `postgres://name:password@host`. */
function passwordsIn(line: string): readonly string[] {
  return [...line.matchAll(/:\/\/[^\s/:@]*:([^\s/@]+)@/g)].map(([, password]) => password!);
}
