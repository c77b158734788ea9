/** Makes pieces of a text, whatever the server sends. */
export interface WholeTexts {
  /** What is new in the text of a chunk. */
  add(text: string): string;
  /** What is still held back when the answer ends. */
  end(): string;
}

/**
 * Some servers send all of the text so far in each chunk (https://github.com/QwenLM/qwen-code/pull/3896,
 * 2026-05-07: Alibaba's Coding Plan). Two chunks in a row that begin with all that came before are taken for it, so
 * the first of them is held back until the next one tells; in pieces no text begins so twice. A last chunk may repeat
 * what was told, or only its beginning.
 */
export function createWholeTexts(): WholeTexts {
  let mode: 'unknown' | 'pieces' | 'whole' = 'unknown';
  let told = '';
  let held = '';

  function decided(text: string): string {
    if (told === '') {
      told = text;
      return text;
    }
    if (held === '' && isMore(text, told)) {
      held = text;
      return '';
    }
    mode = held !== '' && text.startsWith(held) ? 'whole' : 'pieces';
    const before = held;
    held = '';
    return mode === 'whole' ? news(text) : before + text;
  }

  function news(text: string): string {
    if (told.startsWith(text)) return '';
    const before = text.startsWith(told) ? told : '';
    if (before === '') mode = 'pieces';
    told = text;
    return text.slice(before.length);
  }

  return {
    add(text) {
      if (text === '' || mode === 'pieces') return text;
      return mode === 'whole' ? news(text) : decided(text);
    },
    end() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Rows of one character grow in pieces, too. */
function isMore(text: string, told: string): boolean {
  return text.length > told.length && text.startsWith(told) && /[\p{L}\p{N}]/u.test(told);
}
