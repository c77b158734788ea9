import { chatApi, type LanguageModelChatMessage } from '../../support/chatParts.ts';
import { type Heard, imagesLast, merged, type Shown, sortedJson } from './heard.ts';

/* What a server got, as each wire writes it. */

type Json = Record<string, unknown>;
type Heardless = readonly Heard[];
const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);

/** Names as they were offered, by the names under which a server got them. */
export function originalNames(sent: readonly string[], offered: readonly string[]) {
  const names = new Map(sent.map((name, at) => [name, offered[at]!]));
  return (name: unknown): string => names.get(String(name)) ?? String(name);
}
type NameOf = ReturnType<typeof originalNames>;

/** Results by the ids of their calls; each is taken once. */
function inCalls(
  calls: readonly { readonly id: unknown; readonly heard: Extract<Heard, { role: 'call' }> }[],
  results: readonly { readonly id: unknown; readonly shown: readonly Shown[] }[],
): Heardless {
  return calls.map(({ id, heard }) => {
    const found = results.filter((each) => each.id === id);
    if (found.length !== 1) throw new Error(`${found.length} results of ${String(id)}`);
    return { ...heard, result: found[0]!.shown };
  });
}

export function anthropicHeard(body: Json, nameOf: NameOf): Heard[] {
  const messages = list(body['messages']);
  const heard = messages.flatMap(({ role, content }, at): Heardless => {
    const blocks = list(content);
    if (role === 'user') {
      const said = blocks.filter(({ type }) => type !== 'tool_result');
      return [{ role: 'user', shown: said.flatMap(anthropicShown) }];
    }
    const results = list(messages[at + 1]?.['content'])
      .filter(({ type }) => type === 'tool_result')
      .map(({ tool_use_id: id, content: inner }) => ({ id, shown: anthropicContent(inner) }));
    const calls = blocks
      .filter(({ type }) => type === 'tool_use')
      .map(({ id, name, input }) => ({ id, heard: called(nameOf(name), input) }));
    const texts = blocks.map(({ type, text }) => (type === 'text' ? String(text) : ''));
    return [{ role: 'assistant', text: texts.join('') }, ...inCalls(calls, results)];
  });
  return merged(heard);
}

function called(name: string, input: unknown): Extract<Heard, { role: 'call' }> {
  return { role: 'call', name, input: sortedJson(input), result: [] };
}

function anthropicContent(content: unknown): Shown[] {
  return typeof content === 'string' ? [content] : list(content).flatMap(anthropicShown);
}

function anthropicShown({ type, text, source }: Json): Shown[] {
  if (type === 'text') return [String(text)];
  return [{ image: String((source as Json)['data']) }];
}

export function responsesHeard(body: Json, nameOf: NameOf): Heard[] {
  const items = list(body['input']);
  const results = items
    .filter(({ type }) => type === 'function_call_output')
    .map(({ call_id: id, output }) => ({ id, shown: openaiShown(output) }));
  const turns: Heard[][] = [[]];
  items.forEach((item, at) => {
    // The results end an answer.
    if (items[at - 1]?.['type'] === 'function_call_output') turns.push([]);
    if (item['type'] === 'function_call') {
      const made = called(nameOf(item['name']), JSON.parse(String(item['arguments'])));
      turns.at(-1)!.push(...inCalls([{ id: item['call_id'], heard: made }], results));
    }
    if (item['role'] === 'user') {
      turns.push([{ role: 'user', shown: openaiShown(item['content']) }], []);
    }
    if (item['role'] === 'assistant') {
      turns.at(-1)!.push({ role: 'assistant', text: String(item['content']) });
    }
  });
  return merged(turns.flatMap(textFirst));
}

function openaiShown(content: unknown): Shown[] {
  if (typeof content === 'string') return [content];
  return list(content).map(({ text, image_url: url }) => {
    const address = typeof url === 'object' ? (url as Json)['url'] : url;
    if (typeof address !== 'string') return String(text);
    return { image: address.slice('data:image/png;base64,'.length) };
  });
}

/** An answer's text before its calls. */
function textFirst(turn: Heardless): Heardless {
  const isCall = ({ role }: Heard) => role === 'call';
  return [...turn.filter((each) => !isCall(each)), ...turn.filter(isCall)];
}

export function chatHeard(body: Json, nameOf: NameOf): Heard[] {
  const messages = list(body['messages']).filter(({ role }) => role !== 'system');
  const heard: Heard[] = [];
  messages.forEach((message, at) => {
    if (message['role'] === 'assistant') {
      const end = messages.findIndex(({ role }, place) => place > at && role !== 'tool');
      const results = messages
        .slice(at + 1, end < 0 ? undefined : end)
        .map(({ tool_call_id: id, content }) => ({ id, shown: openaiShown(content) }));
      const calls = list(message['tool_calls']).map((call) => {
        const { name, arguments: json } = call['function'] as Json;
        return { id: call['id'], heard: called(nameOf(name), JSON.parse(String(json))) };
      });
      const text = String(message['content']);
      // What stands between a tool and a user where a server wants an assistant there.
      const isBetween = text === 'Understood.' && messages[at - 1]?.['role'] === 'tool';
      if (!isBetween) heard.push({ role: 'assistant', text }, ...inCalls(calls, results));
    }
    if (message['role'] === 'user') addShown(openaiShown(message['content']), heard);
  });
  return imagesLast(merged(heard));
}

/** Gives images of results to their calls; the rest is said by the user. */
function addShown(shown: readonly Shown[], heard: Heard[]): void {
  const calls = heard.slice(heard.findLastIndex(({ role }) => role !== 'call') + 1);
  let to: Heard | undefined;
  const rest: Shown[] = [];
  for (const each of shown) {
    const number =
      typeof each === 'string'
        ? /^Result (\d+), of the tool [\w-]+, shows:\n$/.exec(each)?.[1]
        : undefined;
    if (number !== undefined) to = calls[Number(number) - 1]!;
    else if (to?.role === 'call' && typeof each !== 'string') {
      const now: Heard = { ...to, result: [...to.result, each] };
      heard[heard.indexOf(to)] = now;
      to = now;
    } else rest.push(each);
  }
  if (rest.length > 0) heard.push({ role: 'user', shown: rest });
}

const { LanguageModelTextPart, LanguageModelToolCallPart, LanguageModelToolResultPart } = chatApi;

/** What a model of VS Code got. The first message is the system's. */
export function vscodeHeard(messages: readonly LanguageModelChatMessage[]): Heard[] {
  const heard = messages.flatMap(({ role, content }, at): Heardless => {
    const shown = content.flatMap(vscodeShown);
    if (role === 1) return [{ role: 'user', shown }];
    const results = (messages[at + 1]?.content ?? []).flatMap((part) =>
      part instanceof LanguageModelToolResultPart
        ? [{ id: part.callId, shown: part.content.flatMap(vscodeShown) }]
        : [],
    );
    const calls = content.flatMap((part) =>
      part instanceof LanguageModelToolCallPart
        ? [{ id: part.callId, heard: called(part.name, part.input) }]
        : [],
    );
    const text = shown.filter((each) => typeof each === 'string').join('');
    return [{ role: 'assistant', text }, ...inCalls(calls, results)];
  });
  return merged(heard);
}

function vscodeShown(part: unknown): Shown[] {
  if (part instanceof LanguageModelTextPart) return [part.value];
  if (!(part instanceof chatApi.LanguageModelDataPart)) return [];
  return part.mimeType.startsWith('image/')
    ? [{ image: Buffer.from(part.data).toString('base64') }]
    : [];
}
