import type { Attachment } from '../attachment.ts';
import type { Conversation, Message, ToolCall } from '../conversation.ts';
import { isRecord } from '../input/objects.ts';
import { noticeOf } from '../reading/notices.ts';
import { clientTalk } from '../reading/wrappers.ts';
import { type CommandFacts, patchedPaths, readCommand } from './commandKind.ts';
import { toolKind, type ToolFacts, type ToolKind } from './toolKind.ts';

/** One call of a tool with its result. */
export interface Step {
  /** The place in the conversation of the answer that made the call. */
  readonly at: number;
  readonly name: string;
  /** What this call was for: a terminal may read, edit or check. */
  readonly kind: ToolKind;
  /** Set when the call is a command of a terminal. */
  readonly command?: CommandFacts;
  /** The files that the call names, as the client writes them. */
  readonly files: readonly Attachment[];
  /** The same for two calls with the same arguments, whatever the reasons that they give. */
  readonly key: string;
  /** Omitted when the result is not in the conversation. */
  readonly result?: string;
}

/** Arguments that are longer are not parsed: they hold whole files. Characters. */
const longestParsed = 20_000;

/** The calls of a conversation that come after a message, oldest first. */
export function stepsOf({ messages, tools }: Conversation, after = -1): Step[] {
  const known = new Map<string, ToolFacts>(tools.map((tool) => [tool.name, tool]));
  const steps: Step[] = [];
  for (const [at, message] of messages.entries()) {
    if (at <= after) continue;
    if (message.role === 'user') {
      steps.push(...talkedSteps(messages, at), ...noticedSteps(messages, at, steps));
    }
    if (message.role !== 'assistant' || !message.toolCalls) continue;
    const results = resultsAfter(messages, at);
    for (const call of message.toolCalls) {
      const result = results.get(call.id);
      const step = stepOf(call, known.get(call.name) ?? { name: call.name });
      steps.push({ ...step, at, ...(result !== undefined && { result }) });
    }
  }
  return steps;
}

/** What an answer's calls brought. Only as far as the next answer: some servers give its calls the same ids. */
function resultsAfter(messages: readonly Message[], at: number): ReadonlyMap<string, string> {
  const results = new Map<string, string>();
  for (let place = at + 1; place < messages.length; place += 1) {
    const message = messages[place]!;
    if (message.role === 'assistant') break;
    if (message.role === 'tool') results.set(message.callId, message.text);
  }
  return results;
}

function stepOf(call: ToolCall, tool: ToolFacts): Omit<Step, 'at' | 'result'> {
  const args = parsedArguments(call.argumentsJson);
  const general = toolKind(tool);
  const command = general === 'run' ? commandOf(args) : undefined;
  // One tool for texts both shows and changes files, and says in an argument which.
  const onlyShows = general === 'edit' && args['command'] === 'view';
  const kind = onlyShows ? 'read' : (command?.kind ?? general);
  return {
    name: call.name,
    kind,
    ...(command && { command }),
    files: command ? command.paths.map((path) => ({ path })) : filesNamed(args, kind),
    key: `${call.name} ${sameArguments(args, call.argumentsJson)}`,
  };
}

function parsedArguments(json: string): Readonly<Record<string, unknown>> {
  if (json.length > longestParsed) return pathsAtStart(json);
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : { text: value };
  } catch {
    // A model may write something that is not JSON.
    return { text: json };
  }
}

function pathsAtStart(json: string): Readonly<Record<string, unknown>> {
  const named = /"([\w-]*(?:path|file|uri)[\w-]*)"\s*:\s*"((?:[^"\\]|\\.){1,500})"/i;
  const [, name, path] = named.exec(json.slice(0, 2_000)) ?? named.exec(json.slice(-2_000)) ?? [];
  const patched = patchedPaths(json.replaceAll('\\n', '\n'));
  return {
    ...(name !== undefined && { [name]: path!.replaceAll('\\\\', '\\') }),
    ...(patched.length > 0 && { paths: patched }),
  };
}

function commandOf(args: Readonly<Record<string, unknown>>): CommandFacts | undefined {
  const written = args['command'] ?? args['cmd'] ?? args['commands'] ?? args['script'];
  if (typeof written === 'string') return readCommand(written);
  if (!Array.isArray(written)) return undefined;
  const words = written.filter((each) => typeof each === 'string');
  // Codex starts a shell and hands it the command: ["bash", "-lc", "npm test"].
  const isShell = /^(?:\S*\/)?(?:ba|z|da)?sh$|^(?:pwsh|powershell|cmd)(?:\.exe)?$/i.test(
    words[0] ?? '',
  );
  return readCommand(isShell ? (words.at(-1) ?? '') : words.join(' '));
}

const pathName =
  /^(?:absolute|relative|target|source|notebook|dir|directory|old|new|file|folder)?_?(?:file|path|uri|filename|directory)(?:_?(?:path|name|uri)s?|s)?$|^(?:source|destination)$/i;

function filesNamed(
  args: Readonly<Record<string, unknown>>,
  kind: ToolKind,
): readonly Attachment[] {
  const range = rangeOf(args);
  const patch =
    args['input'] ?? args['patch'] ?? args['patchText'] ?? args['patch_text'] ?? args['text'];
  const patched = kind === 'edit' && typeof patch === 'string' ? patchedPaths(patch) : [];
  const named = pathsIn(args).map((path) => ({
    path,
    ...(kind === 'read' && range && { range }),
  }));
  return [...named, ...patched.map((path) => ({ path }))];
}

/** The files that the arguments of a call name, those of lists in them included. */
export function pathsIn(args: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(args).flatMap(([name, value]) => {
    if (typeof value === 'string') return pathName.test(name) && isFile(value) ? [value] : [];
    if (!Array.isArray(value)) return [];
    return value.flatMap((each: unknown) => {
      if (typeof each === 'string') return pathName.test(name) && isFile(each) ? [each] : [];
      return isRecord(each) ? pathsIn(each) : [];
    });
  });
}

function isFile(path: string): boolean {
  return path !== '' && path.length < 1_000 && !/^https?:|[\n*]/.test(path);
}

function rangeOf(args: Readonly<Record<string, unknown>>): Attachment['range'] | undefined {
  const number = (...names: readonly string[]) =>
    names.map((name) => args[name]).find((value) => Number.isSafeInteger(value)) as
      | number
      | undefined;
  const startLine = number('startLine', 'start_line', 'offset');
  const limit = number('limit');
  const endLine =
    number('endLine', 'end_line') ??
    (startLine !== undefined && limit !== undefined ? startLine + limit - 1 : undefined);
  if (startLine === undefined || endLine === undefined || startLine < 1 || endLine < startLine)
    return undefined;
  return { startLine, endLine };
}

/** Reasons that a call gives for people; they differ between calls that do the same. */
const reasons =
  /^(?:explanation|description|goal|purpose|reason|summary|toolSummary|task_progress)$/i;

function sameArguments(args: Readonly<Record<string, unknown>>, json: string): string {
  if (json.length > longestParsed) return json;
  const kept = Object.entries(args).filter(
    ([name, value]) => !(reasons.test(name) && typeof value === 'string'),
  );
  return JSON.stringify(sorted(Object.fromEntries(kept)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return typeof value === 'string' ? value.trim() : value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, sorted(value[name])]),
  );
}

/** What a notice of the client shows of the work: a command in the background ended, or a hook found fault. */
function noticedSteps(messages: readonly Message[], at: number, before: readonly Step[]): Step[] {
  const { text } = messages[at]!;
  const notice = noticeOf(text);
  const key = `${notice} ${at}`;
  const answered = messages.slice(0, at).findLastIndex(({ role }) => role === 'assistant');
  if (notice === 'blocked') {
    return [{ at: answered, name: 'hook', kind: 'check', files: [], key, result: text }];
  }
  const [, id] = /^\s*\[Terminal (\S+) notification: [^\n]{0,60}\bexit code -?\d/.exec(text) ?? [];
  if (id === undefined) return [];
  const started = before.findLast((step) => step.command !== undefined && tells(step, id));
  const unknown = { name: 'terminal', kind: 'run', files: [] } as const;
  return [{ ...(started ?? unknown), at: answered, key, result: text }];
}

/** Whether a call's result tells the id as a word of its own: short ones are parts of many words. */
function tells({ result = '' }: Step, id: string): boolean {
  return result.split(/[^\w-]+/).includes(id);
}

/** Cline and Roo Code may write calls into the answer's text, and send results as the developer's text. */
function talkedSteps(messages: readonly Message[], at: number): Step[] {
  const text = messages[at]!.text;
  if (!clientTalk.test(text)) return [];
  const [, name, target = ''] =
    /^\s*\[([a-z_]+)(?: for ['"]?([^\n]{0,1000}?)['"]?)?(?:\. [^\n]*)?\] Result:/.exec(text) ?? [];
  if (name === undefined) return [];
  const answered = messages.slice(0, at).findLastIndex(({ role }) => role === 'assistant');
  const written = messages[answered]?.text ?? '';
  const general = toolKind({ name });
  const command = general === 'run' ? readCommand(target) : undefined;
  return [
    {
      at: answered,
      name,
      kind: command?.kind ?? general,
      ...(command && { command }),
      files: command
        ? command.paths.map((path) => ({ path }))
        : isFile(target) && /[./\\]/.test(target)
          ? [{ path: target }]
          : [],
      key: `${name} ${written.slice(Math.max(0, written.indexOf(`<${name}>`)))}`,
      result: text,
    },
  ];
}
