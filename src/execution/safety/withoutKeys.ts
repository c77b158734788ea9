import { keyShapes } from './keyShapes.ts';

/** What stands in the place of a key. */
export const keyMark = '[key]';

const secretName = String.raw`[\w.-]*(?:api[_-]?key|access[_-]?key|private[_-]?key|secret|token|passw(?:or)?d|passphrase|credential)[\w.-]*`;

/** The text around a secret; the second group is the secret itself, the first one stays. */
const around: readonly RegExp[] = [
  /(\b(?:Bearer|Basic)\s+)([\w+/=.~-]{16,})/gi,
  /(:\/\/[^\s/:@"']*:)([^\s/@"']+)(?=@)/g,
  // A quoted text after such a name, in code, JSON or YAML.
  new RegExp(`(${secretName}["'\`]?\\s*(?::|=>?|:=)\\s*["'\`])([^"'\`\\s]{8,})(?=["'\`])`, 'gi'),
  // A setting as in an .env file, alone on its line.
  new RegExp(
    `(^[ \\t]*(?:export[ \\t]+)?${secretName}[ \\t]*=[ \\t]*)([\\w+/=.~@:-]{12,})(?=[ \\t]*\\r?$)`,
    'gim',
  ),
];

const pem = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)([\s\S]*?)(-----END [A-Z ]*PRIVATE KEY-----|$)/g;

const whole = keyShapes.map(({ whole: shape }) => new RegExp(shape.source, 'g'));

/**
 * A text without what looks like a key: the keys of known services, private keys, passwords in addresses, and
 * quoted values of names such as `apiKey`. The number of lines stays the same.
 */
export function withoutKeys(text: string): string {
  const plain = whole.reduce((left, shape) => left.replaceAll(shape, keyMark), text);
  const named = around.reduce(
    (left, shape) => left.replaceAll(shape, (_, before: string) => `${before}${keyMark}`),
    plain,
  );
  return named.replaceAll(
    pem,
    (_, begin: string, inside: string, end: string) =>
      `${begin}${inside.replaceAll(/[^\r\n]+/g, keyMark)}${end}`,
  );
}
