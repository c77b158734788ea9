import type { PracticeCall } from '../call.ts';
import type { PracticeModel } from '../models.ts';
import { sectionsIn, type Section } from './taskPrompt.ts';
import { fenced, listed } from './words.ts';

/** A file in a chat's message. Its text ends where another section, or the developer's words, follow. */
const files = /^<(file)((?: [\w-]+="[^"]*")*)>\n([\s\S]*?)\n<\/\1>(?=\n\n)/gm;

interface Rename {
  readonly from: string;
  readonly to: string;
  /** A new file that says what was renamed. */
  readonly note: string | undefined;
}

/**
 * Renames a name in the files of a chat, as the developer's words ask: `rename total to sum`, and with `note it in
 * docs/names.md` in a new file as well. Undefined when the chat asks for nothing of that.
 */
export function chatEdits(
  { system, messages }: PracticeCall,
  model: PracticeModel,
): string | undefined {
  const rename = renameIn(messages);
  if (!rename) return undefined;
  const given = filesIn(messages).filter(({ body }) => nameIn(rename).test(body));
  if (system.startsWith('You plan a change')) return planOf(rename, given, model);
  if (!system.includes('<<<<<<< SEARCH') || given.length === 0) return undefined;
  const { from, to, note } = rename;
  return [
    `Practice model (${model.id}): ${from} becomes ${to} in ${listed(given.map(pathOf))}.`,
    ...given.map((file) => fenced(`ts ${pathOf(file)}`, changed(file, rename))),
    ...(note === undefined ? [] : [fenced(`md ${note}`, `# Names\n\n${from} is now ${to}.`)]),
  ].join('\n\n');
}

function renameIn(messages: PracticeCall['messages']): Rename | undefined {
  const words = /\brename `?(\w+)`? to `?(\w+)`?(?:.*?\bnote it in `?([\w./-]+\w))?/i;
  const asked = messages.findLast(({ role, text }) => role === 'user' && words.test(text));
  const [, from, to, note] = words.exec(asked?.text ?? '') ?? [];
  return from === undefined || to === undefined ? undefined : { from, to, note };
}

function filesIn(messages: PracticeCall['messages']): readonly Section[] {
  return (
    messages
      .filter(({ role }) => role === 'user')
      .map(({ text }) => sectionsIn(text, files))
      .findLast((found) => found.length > 0) ?? []
  );
}

function nameIn({ from }: Rename): RegExp {
  return new RegExp(`\\b${from}\\b`);
}

/** One part from the first line with the name to the last, so that it occurs only once. */
function changed({ body }: Section, rename: Rename): string {
  const name = nameIn(rename);
  const lines = body.split('\n');
  const part = lines.slice(
    lines.findIndex((line) => name.test(line)),
    lines.findLastIndex((line) => name.test(line)) + 1,
  );
  const renamed = part.map((line) => line.replaceAll(new RegExp(name, 'g'), rename.to));
  return ['<<<<<<< SEARCH', ...part, '=======', ...renamed, '>>>>>>> REPLACE'].join('\n');
}

function planOf(
  { from, to, note }: Rename,
  given: readonly Section[],
  model: PracticeModel,
): string {
  const steps = [
    ...given.map((file) => `In \`${pathOf(file)}\`, rename \`${from}\` to \`${to}\`.`),
    ...(note === undefined ? [] : [`Write \`${note}\`, which says so.`]),
  ];
  return [
    `Practice model (${model.id}): a plan to rename \`${from}\` to \`${to}\`.`,
    steps.map((step, at) => `${at + 1}. ${step}`).join('\n'),
    `**Risks**: other files may use \`${from}\` as well.`,
    '**Checks**: the type checker and the tests pass.',
  ].join('\n\n');
}

function pathOf({ attributes }: Section): string {
  return attributes['path'] ?? 'file.ts';
}
