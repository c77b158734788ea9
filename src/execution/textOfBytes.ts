/** The text of a file that people wrote, or what is wrong with its bytes. */
export type TextOfBytes =
  | { readonly text: string }
  | {
      /** What to do, as sentences for people. */
      readonly problem: string;
      /** 1-based. */
      readonly line: number;
      /** As much of the text as can be read. */
      readonly legible: string;
    };

/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark, which Windows writes. Bytes of another encoding
 * are a problem, because what they mean is not known, and a word that is garbled matches nothing.
 */
export function textOfBytes(bytes: Uint8Array): TextOfBytes {
  const encoding = markedEncoding(bytes);
  if (encoding !== undefined) return { text: new TextDecoder(encoding).decode(bytes) };
  const legible = new TextDecoder().decode(bytes);
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    const problem = 'This file is not text in UTF-8. Save it with the encoding UTF-8.';
    return { problem, line: lineOf(bytes, zero), legible };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const problem =
      'A character in this line is not written in UTF-8. Save the file with the encoding UTF-8.';
    return { problem, line: firstBadLine(bytes), legible };
  }
}

function markedEncoding([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

const lineFeed = 10;

function lineOf(bytes: Uint8Array, place: number): number {
  return bytes.subarray(0, place).filter((byte) => byte === lineFeed).length + 1;
}

function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let begin = 0; begin < bytes.length;) {
    const end = bytes.indexOf(lineFeed, begin);
    const next = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(begin, next));
    } catch {
      return lineOf(bytes, begin);
    }
    begin = next;
  }
  return 1;
}
