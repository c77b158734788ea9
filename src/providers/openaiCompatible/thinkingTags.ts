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
    source: 'https://ai.google.dev/gemini-api/docs/openai',
    date: '2026-11-29',
  },
  {
    open: '[THINK]',
    close: '[/THINK]',
    who: 'Magistral on servers without a parser for it',
    source: 'https://docs.mistral.ai/capabilities/reasoning',
    date: '2026-11-29',
  },
  {
    open: '◁think▷',
    close: '◁/think▷',
    who: 'Kimi-Dev and Kimi-VL on vLLM',
    source: 'https://huggingface.co/moonshotai/Kimi-VL-A3B-Thinking',
    date: '2026-11-29',
  },
];

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
  let held = '';
  let state: 'start' | 'thinking' | 'answer' = 'start';
  let close = '';
  let hasThought = false;

  /** Takes the next piece off `held`; undefined when more text has to come first. */
  function next(): TextPiece | 'again' | undefined {
    if (state === 'start') return atStart();
    if (state === 'thinking') return inThinking();
    return take('text', held.length);
  }

  function atStart(): TextPiece | 'again' | undefined {
    const begun = held.trimStart();
    const tag = thinkingTags.find(({ open }) => begun.startsWith(open));
    // A template may have written the opening tag into the prompt, so that only the closing one comes.
    const closing = thinkingTags.find((each) => begun.startsWith(each.close));
    if (tag || closing) {
      held = begun.slice((tag?.open ?? closing!.close).length);
      hasThought = true;
      if (tag) {
        state = 'thinking';
        close = tag.close;
      }
      return 'again';
    }
    const isOpen = thinkingTags.some((each) => [each.open, each.close].some(beginsWith(begun)));
    if (isOpen) return undefined;
    // What lies between thinking and answer belongs to neither.
    if (hasThought) held = begun;
    state = 'answer';
    return 'again';
  }

  function inThinking(): TextPiece | 'again' | undefined {
    const end = held.indexOf(close);
    if (end < 0) return take('reasoning', held.length - overlap(held, close));
    const thought = held.slice(0, end);
    held = held.slice(end + close.length);
    state = 'start';
    return thought ? { kind: 'reasoning', text: thought } : 'again';
  }

  function take(kind: TextPiece['kind'], length: number): TextPiece | undefined {
    if (length === 0) return undefined;
    const text = held.slice(0, length);
    held = held.slice(length);
    return { kind, text };
  }

  return {
    add(text) {
      held += text;
      const pieces: TextPiece[] = [];
      for (let piece = next(); piece; piece = next()) {
        if (piece !== 'again') pieces.push(piece);
      }
      return pieces;
    },
    end() {
      const kind = state === 'thinking' ? 'reasoning' : 'text';
      if (state === 'start' && hasThought) held = held.trimStart();
      const last = take(kind, held.length);
      return last ? [last] : [];
    },
  };
}

function beginsWith(begun: string): (mark: string) => boolean {
  return (mark) => mark.startsWith(begun);
}

/** How many characters at the end of the text may be the beginning of the mark. */
function overlap(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length -= 1) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
