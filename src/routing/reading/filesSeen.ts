import type { Message } from '../conversation.ts';
import { requestIn } from './asked.ts';
import { noticeOf } from './notices.ts';
import { clientTalk } from './wrappers.ts';

/**
 * The files that a conversation may have read, as they are written there: attachments of every turn, what
 * calls of tools name and what their results name. Names too much rather than too little.
 */
export function filesSeen(messages: readonly Message[]): readonly string[] {
  return [...new Set(messages.flatMap(filesIn))];
}

function filesIn(message: Message): readonly string[] {
  if (message.role === 'tool') return pathsNamed(message.text);
  if (message.role === 'assistant') {
    return (message.toolCalls ?? []).flatMap(({ argumentsJson }) => {
      const texts = textsIn(parsed(argumentsJson));
      return [...texts.filter((text) => text.length < 1_000), ...texts.flatMap(pathsNamed)];
    });
  }
  const attached = requestIn(message).attachments.map(({ path }) => path);
  // Some clients send what a tool has read as if the developer had typed it.
  const isTold = clientTalk.test(message.text) || noticeOf(message.text) !== undefined;
  return isTold ? [...attached, ...pathsNamed(message.text)] : attached;
}

const token = /(?:[A-Za-z]:)?[\\/]?[\p{L}\p{N}_@.+~()[\]$-]+(?:[\\/][\p{L}\p{N}_@.+~()[\]$-]+)*/gu;
const quoted = /"([^"\n]{1,500})"|'([^'\n]{1,500})'|`([^`\n]{1,500})`/g;
const looksLikePath = /[\\/]|\.[\p{L}\p{N}_]/u;

/** Everything in a text that may be the path of a file, with forward slashes. */
export function pathsNamed(text: string): readonly string[] {
  const tokens = [...text.matchAll(token)].flatMap(([found]) => [
    found,
    found.replace(/^[([]+|[.)\]]+$/g, ''),
  ]);
  const inQuotes = [...text.matchAll(quoted)].map(([, a, b, c]) => (a ?? b ?? c)!);
  // A name with spaces stands alone in a line, or before a colon.
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const whole = line.trim();
    if (whole === '' || whole.length > 500 || !whole.includes(' ')) return [];
    return [whole, whole.replace(/:\d.*$/, '')];
  });
  const found = [...tokens, ...inQuotes, ...lines].filter((each) => looksLikePath.test(each));
  return [...new Set(found.map((each) => each.replaceAll('\\', '/')))];
}

/** Every text in a JSON value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A model may write something that is not JSON; then the text itself is looked at. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
