import type { Part } from '../provider.ts';

/** A piece of an answer's text, told apart from the thinking that some servers leave in it. */
export interface TextPiece {
  readonly kind: 'text' | 'reasoning';
  readonly text: string;
}

interface ThinkingTag {
  readonly open: string;
  readonly close: string;
  readonly who: string;
  readonly source: string;
  /** ISO date of the source. */
  readonly date: string;
}

export const thinkingTags: readonly ThinkingTag[] = [
  {
    open: '<think>',
    close: '</think>',
    who: 'DeepSeek R1, Qwen and MiniMax where the server has no parser for them',
    source: 'https://github.com/andrewyng/openworker/issues/111',
    date: '2026-07-25',
  },
  {
    open: '<thinking>',
    close: '</thinking>',
    who: 'models that were told to think in tags',
    source: 'https://github.com/QwenLM/qwen-code/pull/6033',
    date: '2026-07-01',
  },
  {
    open: '<thought>',
    close: '</thought>',
    who: 'Gemini, compatible endpoint with include_thoughts',
    source: 'https://github.com/GoogleCloudPlatform/generative-ai/pull/2090',
    date: '2025-05-28',
  },
  {
    open: '<reasoning>',
    close: '</reasoning>',
    who: 'models that were told to reason in tags',
    source: 'https://github.com/elizaOS/eliza/pull/30538',
    date: '2026-09-04',
  },
  {
    open: '<mm:think>',
    close: '</mm:think>',
    who: 'MiniMax behind adapters without a parser for it',
    source: 'https://github.com/getkimchi/kimchi/pull/601',
    date: '2026-06-15',
  },
  {
    open: '[THINK]',
    close: '[/THINK]',
    who: 'Magistral on servers without a parser for it',
    source: 'https://github.com/vllm-project/vllm/pull/45359',
    date: '2026-06-12',
  },
  {
    open: '◁think▷',
    close: '◁/think▷',
    who: 'Kimi-Dev and Kimi-VL on vLLM',
    source: 'https://huggingface.co/moonshotai/Kimi-VL-A3B-Thinking',
    date: '2026-11-29',
  },
  {
    open: '<|channel|>analysis<|message|>',
    close: '<|end|>',
    who: 'gpt-oss on servers that do not know its channels',
    source: 'https://github.com/lablup/mlxcel/issues/654',
    date: '2026-07-04',
  },
];

/** What gpt-oss writes before a channel, and before the answer itself; the same source. */
const openings = ['<|start|>assistant', '<|channel|>final<|message|>'];

/** Splits the text of one answer. */
export interface ThinkingSplitter {
  add(text: string): readonly TextPiece[];
  /** What is still held back when the answer ends. */
  end(): readonly TextPiece[];
}

/**
 * Tells thinking between tags from the answer, wherever chunks are cut. Only at the beginning of an answer:
 * later in it a tag is part of what the model writes about.
 */
export function createThinkingSplitter(): ThinkingSplitter {
  let held: Held = { at: 'start', text: '', close: '', hasThought: false };
  return {
    add(text) {
      held = { ...held, text: held.text + text };
      const pieces: TextPiece[] = [];
      for (let step = stepOf(held); step; step = stepOf(held)) {
        held = step.held;
        if (step.piece?.text) pieces.push(step.piece);
      }
      return pieces;
    },
    end() {
      const kind = held.at === 'thinking' ? 'reasoning' : 'text';
      const isGap = held.at === 'start' && held.hasThought;
      const text = isGap ? held.text.trimStart() : held.text;
      held = { ...held, text: '' };
      return text ? [{ kind, text }] : [];
    },
  };
}

/**
 * The parts of an answer with the thinking told apart that a server leaves in the text: servers of local models do so
 * on every wire (https://github.com/anthropics/anthropic-sdk-python/issues/1109, 2025-12-30).
 */
export async function* withThinkingApart(
  parts: AsyncIterable<Part>,
): AsyncGenerator<Part, void, undefined> {
  const splitter = createThinkingSplitter();
  for await (const part of parts) {
    if (part.kind === 'text') yield* splitter.add(part.text);
    else {
      // What is held back stands before anything that follows it.
      if (part.kind !== 'reasoning' && part.kind !== 'usage') yield* splitter.end();
      yield part;
    }
  }
  yield* splitter.end();
}

/** Text that is not told yet, and where in the answer it is. */
interface Held {
  readonly at: 'start' | 'thinking' | 'answer';
  readonly text: string;
  /** The tag that ends the thinking. */
  readonly close: string;
  readonly hasThought: boolean;
}

interface Step {
  readonly held: Held;
  readonly piece?: TextPiece;
}

/** The next step that the held text allows; undefined when more text has to come first. */
function stepOf(held: Held): Step | undefined {
  if (held.at === 'start') return stepAtStart(held);
  if (held.at === 'thinking') return stepInThinking(held);
  return held.text ? told('text', held, held.text.length) : undefined;
}

function stepAtStart(held: Held): Step | undefined {
  const begun = held.text.trimStart();
  const opened = thinkingTags.find(({ open }) => begun.startsWith(open));
  if (opened) {
    const { open, close } = opened;
    return { held: { at: 'thinking', text: begun.slice(open.length), close, hasThought: true } };
  }
  // A template may have written the opening tag into the prompt, so that only the closing one comes.
  const dropped = [...thinkingTags.map(({ close }) => close), ...openings];
  const found = dropped.find((mark) => begun.startsWith(mark));
  if (found) return { held: { ...held, text: begun.slice(found.length), hasThought: true } };
  const marks = [...thinkingTags.map(({ open }) => open), ...dropped];
  if (marks.some((mark) => mark.startsWith(begun))) return undefined;
  // White space between thinking and answer belongs to neither.
  return { held: { ...held, at: 'answer', text: held.hasThought ? begun : held.text } };
}

function stepInThinking(held: Held): Step | undefined {
  const end = held.text.indexOf(held.close);
  if (end < 0) {
    const length = held.text.length - overlap(held.text, held.close);
    return length > 0 ? told('reasoning', held, length) : undefined;
  }
  const { piece, held: rest } = told('reasoning', held, end);
  return { piece, held: { ...rest, at: 'start', text: rest.text.slice(held.close.length) } };
}

function told(kind: TextPiece['kind'], held: Held, length: number): Required<Step> {
  const piece = { kind, text: held.text.slice(0, length) };
  return { piece, held: { ...held, text: held.text.slice(length) } };
}

/** How many characters at the end of the text may be the beginning of the mark. */
function overlap(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length -= 1) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
