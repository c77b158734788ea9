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
  const found = foundIn(output);
  let left = mostCharacters;
  for (const [file, { name, text }] of files.entries()) {
    for (const value of valuesIn(text, { secretsOnly: mostlySettings.test(name) })) {
      left -= value.length;
      if (left < 0) break;
      for (const form of formsOf(value)) found.mark(form, file);
    }
  }
  return found.replaced((file) => `[value from ${files[file]!.name} hidden]`);
}

/** Marks texts in an output. A part of one that is long enough is marked as well. */
function foundIn(output: string) {
  const places = placesOfGrams(output);
  /** For each character the number of the file that it is from, counted from 1; 0 for none. */
  const owners = new Uint32Array(output.length);

  function markAt(from: number, length: number, file: number): void {
    for (let at = from; at < from + length; at += 1) owners[at] ||= file + 1;
  }

  return {
    mark(text: string, file: number): void {
      if (text.length < gram) {
        for (const from of occurrences(output, text)) markAt(from, text.length, file);
        return;
      }
      for (let at = 0; at + gram <= text.length; at += 1) {
        const part = text.slice(at, at + gram);
        for (const from of places.get(part) ?? []) markAt(from, gram, file);
        // Once marked, it need not be looked for again.
        places.delete(part);
      }
    },
    replaced(markOf: (file: number) => string): string {
      const parts: string[] = [];
      let at = 0;
      while (at < output.length) {
        const isHidden = owners[at]! > 0;
        const from = at;
        while (at < output.length && owners[at]! > 0 === isHidden) at += 1;
        parts.push(isHidden ? markOf(owners[from]! - 1) : output.slice(from, at));
      }
      return parts.join('');
    },
  };
}

function placesOfGrams(output: string): Map<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + gram <= output.length; at += 1) {
    const text = output.slice(at, at + gram);
    const known = places.get(text);
    if (known) known.push(at);
    else places.set(text, [at]);
  }
  return places;
}

function occurrences(output: string, text: string): readonly number[] {
  const found: number[] = [];
  for (let at = output.indexOf(text); at !== -1; at = output.indexOf(text, at + text.length)) {
    found.push(at);
  }
  return found;
}

/** The ways in which a program may print a value. */
function formsOf(value: string): ReadonlySet<string> {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const plain = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)];
  const reversed = [...value].toReversed().join('');
  if (value.length < gram) return new Set(plain);
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
