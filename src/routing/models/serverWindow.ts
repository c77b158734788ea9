import { toSay } from '../say.ts';

/** Servers that say how large a window they gave a model. */
export type ModelServer = 'ollama' | 'lmStudio' | 'llamaCpp' | 'vllm';

/** The window of a model as its server runs it. */
export interface ServerWindow {
  /** Tokens of input and output together: of the loaded model, else the most that it can be loaded with. */
  readonly contextTokens: number;
  /** Omitted when the server is of no kind that is known here. */
  readonly server?: ModelServer;
}

/**
 * How the window of a model is made larger, as the end of a sentence. Ollama ignores `num_ctx` on its
 * OpenAI-compatible endpoint (github.com/ollama/ollama/issues/16814, and pull request 16825, open in
 * September 2026).
 */
export const waysToEnlarge: Readonly<Record<ModelServer, string>> = {
  ollama: toSay(
    'set OLLAMA_CONTEXT_LENGTH for the Ollama server and start it again, or create a model from a Modelfile with `PARAMETER num_ctx` (Ollama takes no window size from a request)',
  ),
  lmStudio: toSay('load the model in LM Studio with a longer context'),
  llamaCpp: toSay('start llama-server with a larger --ctx-size'),
  vllm: toSay('start vLLM with a larger --max-model-len'),
};

/**
 * The name of a model in a server's list, and the shorter ones that the server takes as well: Ollama takes
 * `qwen3` for `qwen3:latest` (mem0ai/mem0#4101, 2026), and Gemini lists `models/gemini-…` (its guide, 2026).
 */
export function spellingsOf(listed: string): readonly string[] {
  const short = [listed.replace(/^models\//, ''), listed.replace(/:latest$/, '')];
  return [listed, ...short.filter((name) => name !== listed)];
}
