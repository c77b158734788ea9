import { createAnthropicProvider } from '../../../src/providers/anthropic/provider.ts';
import type { Connection } from '../../../src/providers/http/connection.ts';
import { createOpenaiProvider } from '../../../src/providers/openai/provider.ts';
import { createOpenaiCompatibleProvider } from '../../../src/providers/openaiCompatible/provider.ts';
import type { Provider } from '../../../src/providers/provider.ts';

/*
 * Servers that hand out what they want back, each in its own way. A turn is written as its stream and as the
 * part of a later request that must be the same, byte for byte.
 */

/** One piece of a turn. `secret` is what the server wants back, and nobody else may see. */
export type Piece =
  | { readonly kind: 'thought'; readonly pieces: readonly string[]; readonly secret: string }
  | { readonly kind: 'hidden'; readonly secret: string }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly secret: string;
      /** `read`, with a path, when omitted. */
      readonly tool?: { readonly name: string; readonly arguments: string };
    };

type Json = Record<string, unknown>;

/** How a server streams a turn, and how it wants the turn back. */
export interface Maker {
  readonly source: string;
  create(connection: Connection): Provider;
  readonly basePath: string;
  stream(pieces: readonly Piece[]): string[];
  /** What the turns of a request's body bring back, in order; one list for each turn with state. */
  sentBack(body: Json): readonly unknown[];
  /** What it must bring back of this turn; undefined when the turn made no state. */
  wanted(pieces: readonly Piece[], sameModel: boolean): unknown;
}

const named = (event: string, data: Json) =>
  `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`;
const unnamed = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);
const without = (value: Json, ...names: string[]): Json =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
const some = <T>(items: readonly T[]) => (items.length > 0 ? items : undefined);
const usualTool = { name: 'read', arguments: '{"path":"a"}' };

const anthropic = claudeMaker(
  'https://dev.to/ji_ai/return-claudes-thinking-blocks-or-your-agent-breaks-2lpm, 2026',
  claudeBlock,
  () => true,
);

/** Signs nothing, and wants the thinking of turns with calls back all the same. */
const unsigned = claudeMaker(
  'NousResearch/hermes-agent#17510, 2026-04',
  (piece) => {
    const { start, deltas, whole } = claudeBlock(piece);
    const isSignature = ({ type }: Json) => type === 'signature_delta';
    return {
      start: without(start, 'signature'),
      deltas: deltas.filter((delta) => !isSignature(delta)),
      whole: without(whole, 'signature'),
    };
  },
  (pieces) => pieces.some(({ kind }) => kind === 'call'),
);

/** The Messages API. `goesBack`: thinking of this turn is wanted back. */
function claudeMaker(
  source: string,
  blockOf: (piece: Piece) => ClaudeBlock,
  goesBack: (pieces: readonly Piece[]) => boolean,
): Maker {
  return {
    source,
    create: createAnthropicProvider,
    basePath: '',
    stream: (pieces) => [
      named('message_start', { message: { id: 'm', role: 'assistant', content: [] } }),
      ...pieces.flatMap((piece, index) => {
        const { start, deltas } = blockOf(piece);
        return [
          named('content_block_start', { index, content_block: start }),
          ...deltas.map((delta) => named('content_block_delta', { index, delta })),
          named('content_block_stop', { index }),
        ];
      }),
      named('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } }),
      named('message_stop', {}),
    ],
    sentBack: (body) =>
      list(body['messages']).flatMap(({ role, content }) => {
        const isThought = ({ type }: Json) => type === 'thinking' || type === 'redacted_thinking';
        if (role !== 'assistant' || !list(content).some(isThought)) return [];
        return [list(content).map((block) => without(block, 'cache_control'))];
      }),
    wanted: (pieces, sameModel) => {
      const kept = pieces.filter(({ kind }) => kind !== 'thought' || goesBack(pieces));
      return sameModel && kept.some(({ kind }) => kind === 'thought' || kind === 'hidden')
        ? kept.map((piece) => blockOf(piece).whole)
        : undefined;
    },
  };
}

interface ClaudeBlock {
  readonly start: Json;
  readonly deltas: Json[];
  readonly whole: Json;
}

function claudeBlock(piece: Piece): ClaudeBlock {
  switch (piece.kind) {
    case 'thought': {
      const thought = {
        type: 'thinking',
        thinking: piece.pieces.join(''),
        signature: piece.secret,
      };
      return {
        start: { type: 'thinking', thinking: '', signature: '' },
        deltas: [
          ...piece.pieces.map((thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: piece.secret },
        ],
        whole: thought,
      };
    }
    case 'hidden': {
      const whole = { type: 'redacted_thinking', data: piece.secret };
      return { start: whole, deltas: [], whole };
    }
    case 'text':
      return {
        start: { type: 'text', text: '' },
        deltas: [{ type: 'text_delta', text: piece.text }],
        whole: { type: 'text', text: piece.text },
      };
    case 'call': {
      const { tool = usualTool } = piece;
      const { name } = tool;
      return {
        start: { type: 'tool_use', id: piece.id, name, input: {} },
        deltas: [{ type: 'input_json_delta', partial_json: tool.arguments }],
        whole: { type: 'tool_use', id: piece.id, name, input: JSON.parse(tool.arguments) as Json },
      };
    }
  }
}

const responses: Maker = {
  source:
    'https://community.openai.com/t/clarifications-on-encrypted-content-usage-pattern-and-impact/1355946, 2026',
  create: createOpenaiProvider,
  basePath: '/v1',
  stream: (pieces) => [
    named('response.created', { response: { id: 'r', status: 'in_progress' } }),
    ...pieces.flatMap((piece, output_index) => [
      ...(piece.kind === 'text'
        ? [named('response.output_text.delta', { delta: piece.text, output_index })]
        : []),
      named('response.output_item.done', { output_index, item: responsesItem(piece).streamed }),
    ]),
    named('response.completed', {
      response: { status: 'completed', usage: { input_tokens: 9, output_tokens: 9 } },
    }),
  ],
  sentBack(body) {
    const turns: Json[][] = [];
    let isOpen = false;
    for (const item of list(body['input'])) {
      const isOutput =
        item['role'] === 'assistant' ||
        ['reasoning', 'function_call'].includes(String(item['type']));
      if (isOutput && !isOpen) turns.push([]);
      if (isOutput) turns.at(-1)!.push(item);
      isOpen = isOutput;
    }
    return turns.filter((turn) => turn.some(({ type }) => type === 'reasoning'));
  },
  wanted: (pieces, sameModel) =>
    sameModel && pieces.some(({ kind }) => kind === 'thought' || kind === 'hidden')
      ? pieces.map((piece) => responsesItem(piece).back)
      : undefined,
};

function responsesItem(piece: Piece): { streamed: Json; back: Json } {
  switch (piece.kind) {
    case 'thought':
    case 'hidden': {
      const pieces = piece.kind === 'thought' ? piece.pieces : [];
      const back = {
        type: 'reasoning',
        id: `rs_${piece.secret.length}`,
        summary: pieces.map((text) => ({ type: 'summary_text', text })),
        encrypted_content: piece.secret,
      };
      return { streamed: { ...back, status: 'completed' }, back };
    }
    case 'text':
      return {
        streamed: {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          phase: 'commentary',
          content: [],
        },
        back: { role: 'assistant', content: piece.text, phase: 'commentary' },
      };
    case 'call': {
      const call = { type: 'function_call', call_id: piece.id, ...(piece.tool ?? usualTool) };
      return { streamed: { ...call, id: `fc_${piece.id}` }, back: call };
    }
  }
}

/** A server of the Chat Completions API: the deltas of a piece, and the fields that come back. */
function chatMaker(
  source: string,
  deltasOf: (piece: Piece, at: number) => Json[],
  fieldsOf: (pieces: readonly Piece[], sameModel: boolean) => unknown,
): Maker {
  return {
    source,
    create: createOpenaiCompatibleProvider,
    basePath: '/v1',
    stream: (pieces) => [
      ...pieces.flatMap((piece, at) => {
        const deltas = piece.kind === 'text' ? [{ content: piece.text }] : deltasOf(piece, at);
        return deltas.map((delta) => unnamed({ choices: [{ index: 0, delta }] }));
      }),
      unnamed({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      unnamed({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 9 } }),
      'data: [DONE]\n\n',
    ],
    sentBack: (body) =>
      list(body['messages']).flatMap((message) => {
        if (message['role'] !== 'assistant') return [];
        const fields = without(message, 'role', 'content', 'tool_calls');
        const signatures = list(message['tool_calls']).flatMap(
          (call) => call['extra_content'] ?? [],
        );
        return some([...Object.entries(fields), ...signatures])
          ? [{ ...fields, ...(signatures.length > 0 && { signatures }) }]
          : [];
      }),
    wanted: fieldsOf,
  };
}

type Call = Extract<Piece, { kind: 'call' }>;
const calledAs = ({ id, tool = usualTool }: Call, at: number, more: Json = {}) => ({
  tool_calls: [{ index: at, id, type: 'function', function: tool, ...more }],
});

const reasoningContent = chatMaker(
  'https://api-docs.deepseek.com/zh-cn/guides/thinking_mode/, 2026',
  (piece, at) => {
    if (piece.kind === 'call') return [calledAs(piece, at)];
    const pieces = piece.kind === 'thought' ? [...piece.pieces, piece.secret] : [];
    return pieces.map((reasoning_content) => ({ reasoning_content }));
  },
  (pieces) => {
    const thoughts = pieces.flatMap((piece) =>
      piece.kind === 'thought' ? [...piece.pieces, piece.secret] : [],
    );
    return some(thoughts) && { reasoning_content: thoughts.join('') };
  },
);

const reasoningDetails = chatMaker(
  'RooCodeInc/Roo-Code#9506, 2025-11',
  (piece, at) => {
    if (piece.kind === 'call') return [calledAs(piece, at)];
    return detailsOf(piece, at).map((detail) => ({ reasoning_details: [detail] }));
  },
  (pieces, sameModel) => {
    const details = pieces.flatMap((piece, index): Json[] => {
      if (piece.kind === 'hidden') return detailsOf(piece, index);
      if (piece.kind !== 'thought') return [];
      const head = { type: 'reasoning.text', format: 'unknown', index };
      return [{ ...head, text: piece.pieces.join(''), signature: piece.secret }];
    });
    return sameModel ? some(details) && { reasoning_details: details } : undefined;
  },
);

function detailsOf(piece: Piece, index: number): Json[] {
  if (piece.kind === 'hidden') {
    const head = { type: 'reasoning.encrypted', format: 'unknown', id: `rs_${index}` };
    return [{ ...head, index, data: piece.secret }];
  }
  if (piece.kind !== 'thought') return [];
  const head = { type: 'reasoning.text', format: 'unknown', index };
  return [
    ...piece.pieces.map((text) => ({ ...head, text })),
    { ...head, text: '', signature: piece.secret },
  ];
}

const thoughtSignatures = chatMaker(
  'https://ai.google.dev/gemini-api/docs/thought-signatures, 2026',
  (piece, at) => {
    if (piece.kind !== 'call') return [];
    return [calledAs(piece, at, { extra_content: signed(piece.secret) })];
  },
  (pieces) => {
    const signatures = pieces.flatMap((piece) =>
      piece.kind === 'call' ? [signed(piece.secret)] : [],
    );
    return some(signatures) && { signatures };
  },
);

const signed = (thought_signature: string) => ({ google: { thought_signature } });

const plain = chatMaker(
  'own construction: a server that wants nothing back',
  (piece, at) => (piece.kind === 'call' ? [calledAs(piece, at)] : []),
  () => undefined,
);

/** Each provider by its id; at least two of each wire, because state stays with the provider, not with the wire. */
export const makers = {
  anthropic,
  claudeGateway: anthropic,
  unsigned,
  openai: responses,
  responsesGateway: responses,
  deepseek: reasoningContent,
  kimi: reasoningContent,
  openrouter: reasoningDetails,
  gemini: thoughtSignatures,
  plain,
} as const satisfies Record<string, Maker>;

export type Place = keyof typeof makers;
export const places = Object.keys(makers) as Place[];
