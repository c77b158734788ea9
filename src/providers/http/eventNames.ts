import { objectOf, parseJson, textOf } from './json.ts';

/** Writes an event stream anew, piece by piece. */
export interface EventNames {
  add(bytes: Uint8Array): Uint8Array;
  /** What is left when the stream ends. */
  end(): Uint8Array;
}

/**
 * Names each event that has no name by the `type` in its data. Anthropic's SDK skips events without a name,
 * and some gateways leave it out (https://github.com/earendil-works/pi/pull/1984, 2026-03-09).
 */
export function createEventNames(): EventNames {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let held = '';
  let isNamed = false;

  function named(line: string): string {
    if (line === '' || line === '\r') isNamed = false;
    if (line.startsWith('event:')) isNamed = true;
    if (isNamed || !line.startsWith('data:')) return line;
    const data = objectOf(parseJson(line.slice('data:'.length)));
    const type = textOf(data?.['type']) ?? (data?.['error'] ? 'error' : undefined);
    if (type === undefined || /[\r\n]/.test(type)) return line;
    isNamed = true;
    return `event: ${type}\n${line}`;
  }

  return {
    add(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      held += text;
      // A long line comes in many pieces, and is looked through once.
      if (!text.includes('\n')) return new Uint8Array();
      const lines = held.split('\n');
      held = lines.pop()!;
      return encoder.encode(lines.map((line) => `${named(line)}\n`).join(''));
    },
    end() {
      const rest = held + decoder.decode();
      held = '';
      return encoder.encode(rest === '' ? '' : named(rest));
    },
  };
}
