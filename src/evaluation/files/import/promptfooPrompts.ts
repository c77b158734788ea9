import { isRecord } from '../../../routing/input/objects.ts';
import type { Reading } from './promptfooReading.ts';

/** Without prompts a test brings its own, as the variable `prompt`. */
const usual = '{{prompt}}';

/** The texts of the prompts. A conversation is one where it only asks once. */
export function promptsOf({ config, leaveOut }: Reading): readonly string[] {
  return writtenPrompts(config['prompts']).flatMap((written, place) => {
    const where = ['prompts', place];
    if (typeof written === 'string' && isFile(written)) {
      leaveOut(where, 'prompt', 'It is in a file that cannot be read. Write its text here.');
      return [];
    }
    const messages = messagesOf(written);
    if (!messages && typeof written === 'string') return [written];
    const text = messages && textOf(messages);
    if (text !== undefined) return [text];
    leaveOut(
      where,
      'prompt',
      'It is no single question, and a fixture asks one thing. Write a text.',
    );
    return [];
  });
}

/** Prompts as a text, a list or, in old files, an object with a label for each file. */
export function writtenPrompts(prompts: unknown): readonly unknown[] {
  if (prompts === undefined) return [usual];
  const isPrompt = isRecord(prompts) && ('raw' in prompts || 'id' in prompts);
  const list: unknown[] = isRecord(prompts) && !isPrompt ? Object.keys(prompts) : [prompts].flat();
  return list.map((each) => (isRecord(each) ? (each['raw'] ?? each['id']) : each));
}

/** Files, and prompts that promptfoo knows by the ending of their name. */
export function isFile(text: string): boolean {
  return text.startsWith('file://') || /^\S+\.(?:txt|md|jsonl?|ya?ml|csv|j2|js|ts|py)$/.test(text);
}

/** The messages of a prompt that is a conversation, also of one that is written as JSON. */
function messagesOf(written: unknown): readonly unknown[] | undefined {
  if (Array.isArray(written)) return written;
  if (typeof written !== 'string' || !/^\s*\[\s*\{\s*"/.test(written)) return undefined;
  try {
    const messages: unknown = JSON.parse(written);
    return Array.isArray(messages) ? messages : [];
  } catch {
    return [];
  }
}

/** What is said before, and what the user asks. */
function textOf(messages: readonly unknown[]): string | undefined {
  const texts = messages.map((each) => (isRecord(each) ? each['content'] : undefined));
  const roles = messages.map((each) => (isRecord(each) ? each['role'] : undefined));
  const isOneQuestion =
    roles.at(-1) === 'user' &&
    roles.slice(0, -1).every((role) => role === 'system' || role === 'developer');
  const areTexts = texts.every((text) => typeof text === 'string');
  return isOneQuestion && areTexts ? texts.join('\n\n') : undefined;
}
