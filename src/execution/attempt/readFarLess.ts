import type { ModelCall } from '../../providers/provider.ts';
import type { Usage } from '../../routing/models/usage.ts';

/** How much of a prompt a server read, tokens. */
export interface ReadFarLess {
  readonly readTokens: number;
  /** At least so many were sent. */
  readonly sentTokens: number;
}

// All chosen by judgement, in favour of the server: a sound answer must not count as a failure.
/** Less than this share of what was surely sent is far less. */
const smallShare = 0.6;
/** A shortage of fewer tokens proves nothing. */
const leastShortage = 500;
/** No window is this small: fewer tokens are the part of a prompt that was not in the server's cache. */
const smallestWindow = 512;
const usualCharactersPerToken = 4;
/** What is counted as new in a conversation may be larger than its least size by this factor. */
const newPartMargin = 3;

/**
 * Whether a server read far less of a prompt than was sent, as one does that cuts what does not fit into
 * its window: Ollama reads the end of the prompt and answers as if nothing had happened
 * (github.com/ollama/ollama/issues/7661, February 2025). Undefined when it read the prompt, and when that
 * cannot be told: some versions of Ollama count only what was not in their cache
 * (github.com/ollama/ollama/pull/16428, June 2026), or nothing at all (issue 2068, 2024).
 */
export function readFarLess(
  call: Omit<ModelCall, 'model'>,
  { inputTokens: readTokens }: Pick<Usage, 'inputTokens'>,
): ReadFarLess | undefined {
  // Most answers need no closer look.
  const isUsual = readTokens >= charactersOf(call) / usualCharactersPerToken;
  if (isUsual || readTokens < smallestWindow) return undefined;
  const sentTokens = leastTokensOf(call);
  if (readTokens >= sentTokens * smallShare || sentTokens - readTokens < leastShortage) {
    return undefined;
  }
  return mayBeNewPart(call, readTokens) ? undefined : { readTokens, sentTokens };
}

/** Whether a count may be that of what was added since the last request of the conversation. */
function mayBeNewPart({ messages }: Pick<ModelCall, 'messages'>, readTokens: number): boolean {
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant');
  if (lastAnswer < 0) return false;
  const added = messages.slice(lastAnswer).map(({ text }) => text);
  return readTokens <= leastTokensIn(added) * newPartMargin + smallestWindow;
}

function leastTokensOf(call: Pick<ModelCall, 'system' | 'messages' | 'tools'>): number {
  return leastTokensIn(textsOf(call));
}

/** Servers write tools in their own ways, but each includes names and descriptions. */
function textsOf({
  system,
  messages,
  tools = [],
}: Pick<ModelCall, 'system' | 'messages' | 'tools'>): readonly string[] {
  const shown = tools.map(({ name, description }) => `${name} ${description}`);
  return [system, ...messages.map(({ text }) => text), ...shown];
}

function charactersOf(call: Pick<ModelCall, 'system' | 'messages' | 'tools'>): number {
  return textsOf(call).reduce((sum, text) => sum + text.length, 0);
}

// No tokenizer in use joins two words, a word and a number, or words on both sides of a mark.
const pieces = /[^\s\p{L}\p{N}]?\p{L}+|\p{N}+|[^\s\p{L}\p{N}]+/gu;
const charactersPerToken = 16;
const firstWideCode = 0x2e80;
const wideCharactersPerToken = 4;

/** The fewest tokens that any usual tokenizer makes of texts. */
function leastTokensIn(texts: readonly string[]): number {
  let tokens = 0;
  for (const text of texts) {
    for (const [piece] of text.matchAll(pieces)) {
      const isWide = piece.charCodeAt(piece.length - 1) >= firstWideCode;
      tokens += Math.ceil(piece.length / (isWide ? wideCharactersPerToken : charactersPerToken));
    }
  }
  return tokens;
}
