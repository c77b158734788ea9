import { type Json, objectOf, textOf } from '../../http/json.ts';
import { looseFields, looseValue } from '../looseValue.ts';

/** A call as a model wrote it into its text. */
export interface WrittenCall {
  readonly name: string;
  readonly input: Json;
  /** The values are texts, whose types the tool's schema says. */
  readonly isUntyped?: boolean;
}

/** Calls, and the place after them. */
export interface ReadCalls {
  readonly calls: readonly WrittenCall[];
  readonly end: number;
}

/** A way to write a call. */
export interface CallBody {
  /** From where the call begins up to the tool's name and what ends it. Sticky, with a group `name`. */
  readonly head: RegExp;
  /** It needs no mark before it; `bare`: unless text stands beside it. */
  readonly alone?: true | 'bare';
  /** Reads what a match of `head` begins; undefined when that is no whole call. */
  read(text: string, head: RegExpExecArray): ReadCalls | undefined;
}

const quote = `["']`;
const jsonKeys = 'name|tool|tool_name|function';

/** Hermes, Qwen, Llama, Granite, Phi, older Mistral: an object that names the tool, or a list of them. */
const asJson: CallBody = {
  head: new RegExp(
    `[[{\\s]*(?:${quote}(?:id|type|tool_call_id)${quote}\\s*:\\s*${quote}[^"']*${quote}\\s*,\\s*)*` +
      `(?:${quote}function${quote}\\s*:\\s*\\{\\s*)?${quote}(?:${jsonKeys})${quote}\\s*:\\s*${quote}(?<name>[\\w-]+)${quote}`,
    'y',
  ),
  alone: 'bare',
  read(text, { index }) {
    const found = looseValue(text, index);
    const calls = found && callsIn(found.value);
    return calls && { calls, end: found.end };
  },
};

function callsIn(value: unknown): readonly WrittenCall[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).map(callIn);
  return all.length > 0 && all.every((call) => call !== undefined) ? all : undefined;
}

function callIn(value: unknown): WrittenCall | undefined {
  const written = objectOf(value);
  const inner = objectOf(written?.['function']) ?? written;
  const name = jsonKeys.split('|').flatMap((key) => textOf(inner?.[key]) ?? [])[0];
  const given = ['arguments', 'parameters', 'args', 'input'].find((key) => key in (inner ?? {}));
  if (!inner || !name || given === undefined) return undefined;
  const input = inner[given];
  const read = typeof input === 'string' ? looseValue(input, 0)?.value : input;
  const known = objectOf(read ?? {});
  return known && { name, input: known };
}

/** Qwen3-Coder, Seed, Claude, MiniMax, DeepSeek V3.2: tags for parameters; Llama 3 has an object instead. */
const asTags: CallBody = {
  head: /<(?:function=|function name=|invoke name=)["']?(?<name>[\w-]+)["']?\s*>/y,
  alone: true,
  read(text, { index, 0: head, groups }) {
    const name = groups!['name']!;
    const object = looseValue(text, index + head.length);
    const input = objectOf(object?.value);
    const parameters = input ? undefined : parametersAt(text, index + head.length);
    const end = endOf(/\s*<\/(?:function|invoke)>/y, text, object?.end ?? parameters!.end);
    if (end === undefined) return undefined;
    const call = input ? { name, input } : { name, input: parameters!.texts, isUntyped: true };
    return { calls: [call], end };
  },
};

// A text may hold such tags itself, so a value ends only where another parameter or the call's end follows.
const parameter =
  /\s*<parameter(?<sign>=| name=)["']?(?<key>[^"'>]{1,100})["']?[^>]{0,100}>(?<value>[^]*?)<\/parameter>(?=\s*<(?:parameter|\/function|\/invoke))/y;

function parametersAt(text: string, from: number): { readonly texts: Json; readonly end: number } {
  const texts: [string, string][] = [];
  let end = from;
  for (let found = at(parameter, text, end); found; found = at(parameter, text, end)) {
    const { sign, key, value } = found.groups as Record<'sign' | 'key' | 'value', string>;
    // Qwen writes each value on lines of its own.
    texts.push([key.trim(), sign === '=' ? value.replace(/^\n|\n$/g, '') : value]);
    end += found[0].length;
  }
  return { texts: Object.fromEntries(texts), end };
}

/** GLM 4.5: the tool's name, and each argument as a key and a value. */
const asKeys: CallBody = {
  head: /(?<name>[\w-]+)\s*(?=<arg_key>|<\/tool_call>)/y,
  read(text, { index, 0: head, groups }) {
    const pair =
      /\s*<arg_key>(?<key>[^<]*)<\/arg_key>\s*<arg_value>(?<value>[^]*?)<\/arg_value>(?=\s*(?:<arg_key>|<\/tool_call>|$))/y;
    const texts: [string, string][] = [];
    let end = index + head.length;
    for (let found = at(pair, text, end); found; found = at(pair, text, end)) {
      texts.push([found.groups!['key']!.trim(), found.groups!['value']!]);
      end += found[0].length;
    }
    const call = { name: groups!['name']!, input: Object.fromEntries(texts), isUntyped: true };
    return { calls: [call], end };
  },
};

/** The tool's name between marks, and an object after it. */
function named(head: RegExp, alone?: true): CallBody {
  return {
    head,
    ...(alone && { alone }),
    read(text, { index, 0: before, groups }) {
      const found = looseValue(text, index + before.length);
      const input = objectOf(found?.value);
      return input && { calls: [{ name: groups!['name']!, input }], end: found!.end };
    },
  };
}

/** Kimi, with a number behind the name; DeepSeek, older versions with the object in a code block. */
const withBegin = named(
  /<\|tool_call_begin\|>\s*(?:function<\|tool_sep\|>|functions\.)?(?<name>[\w-]+)(?::\d+)?(?:\s|<\|tool_sep\|>|<\|tool_call_argument_begin\|>|```json)*(?=\{)/y,
  true,
);

/** gpt-oss, with or without the marks of its channels. */
const withRecipient = named(
  /(?:<\|start\|>assistant)?\s*(?:(?:<\|channel\|>)?(?:commentary|analysis)\s*)?to=functions\.(?<name>[\w-]+)(?:\s|<\|channel\|>(?:commentary|analysis)|<\|constrain\|>|json|code|<\|message\|>)*(?=\{)/y,
  true,
);

/** Mistral since 2025. */
const withArgs = named(/(?<name>[\w-]+)(?:\[CALL_ID\]\w+)?(?:\[ARGS\])?\s*(?=\{)/y);

/** Llama 4, LFM2, Granite, Gemma: a call of a function, as in Python, or with Gemma's braces. */
const asFunction: CallBody = {
  head: /\[?\s*(?:print\(\s*)?(?:default_api\.|call:)?(?!print\b)(?<name>[\w-]+)\s*(?:\(|\{(?<=call:[\w-]+\s*\{))/y,
  alone: 'bare',
  read(text, { index, 0: head, groups }) {
    const found = looseFields(text, index + head.length, head.endsWith('{') ? '}' : ')');
    const input = objectOf(found?.value);
    return input && { calls: [{ name: groups!['name']!, input }], end: found!.end };
  },
};

/** In the order in which they are tried. */
export const callBodies: readonly CallBody[] = [
  asJson,
  asTags,
  withBegin,
  withRecipient,
  asKeys,
  withArgs,
  asFunction,
];

/** What a sticky pattern matches at a place. */
export function at(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

function endOf(pattern: RegExp, text: string, from: number): number | undefined {
  const found = at(pattern, text, from);
  return found ? from + found[0].length : undefined;
}
