// Characters, both chosen by judgement: shorter pieces of a secret do not give it away.
const shortestSecret = 4;
const shortestPiece = 8;
const masked = /([^\s"'()[\],;]*?)(?:[*•·#]{2,}|\.{2,}|…+|x{4,})([^\s"'()[\],;]*)/gi;

/**
 * A text without these secrets and without pieces of them, however they are written: in upper or lower
 * case, in base64 or hex, escaped as in an address, in JSON or in HTML, masked in the middle or cut off.
 */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  const known = [...new Set(secrets)].filter((secret) => (secret?.length ?? 0) >= shortestSecret);
  if (known.length === 0) return text;
  const forms = known.flatMap((secret) => formsOf(secret!)).map(comparable);
  const clean = (words: string) =>
    known.reduce(
      (line: string, secret) => withoutMasked(line, secret!),
      withoutPieces(words, forms),
    );
  const cleaned = clean(text);
  const decoded = decode(text);
  if (decoded === text) return cleaned;
  const decodedClean = clean(decoded);
  return decodedClean === decoded ? cleaned : decodedClean;
}

/** A secret as it is, and coded; in base64 also behind one or two other bytes, such as in `Bearer …`. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((before) => {
    const coded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first characters hold bits of what stands before, the last ones of what follows.
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return coded.slice(Math.ceil((before * 8) / 6), whole);
  });
  return [secret, encodeURIComponent(secret), bytes.toString('hex'), ...base64];
}

/** Same length; case and the two alphabets of base64 do not matter. */
function comparable(text: string): string {
  return text
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll('-', '+')
    .replaceAll('_', '/');
}

function withoutPieces(text: string, forms: readonly string[]): string {
  const searched = comparable(text);
  let kept = '';
  let at = 0;
  while (at < text.length) {
    const length = Math.max(...forms.map((form) => pieceAt(searched, at, form)));
    kept += length > 0 ? '[key]' : text[at];
    at += Math.max(length, 1);
  }
  return kept.replaceAll(/(?:\[key\]){2,}/g, '[key]');
}

/** How many characters from here on are a piece of a form; 0 where they are too few. */
function pieceAt(text: string, at: number, form: string): number {
  const least = Math.min(shortestPiece, form.length);
  let end = at + least;
  if (least < shortestSecret || end > text.length || !form.includes(text.slice(at, end))) return 0;
  while (end < text.length && form.includes(text.slice(at, end + 1))) end += 1;
  return end - at;
}

/** Servers show the beginning or the end of a wrong key around a row of dots or stars. */
function withoutMasked(text: string, secret: string): string {
  const key = secret.toLowerCase();
  return text.replaceAll(masked, (all, before: string, after: string) => {
    const end = after.replace(/[.?!:]+$/, '');
    const isBegin = before.length > 1 && key.startsWith(before.toLowerCase());
    const isEnd = end.length > 1 && key.endsWith(end.toLowerCase());
    return isBegin || isEnd ? `[key]${after.slice(end.length)}` : all;
  });
}

/** What an address, JSON or HTML stands for. A text that is none of them stays, or is harmless. */
function decode(text: string): string {
  return text
    .replaceAll(
      /%([0-9a-f]{2})|\\x([0-9a-f]{2})|\\u00([0-9a-f]{2})|&#x([0-9a-f]{2});/gi,
      (...found) => String.fromCharCode(parseInt(found.slice(1, 5).find(Boolean) as string, 16)),
    )
    .replaceAll(/&#(\d{2,3});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/\\([/"\\])/g, '$1');
}
