/** How much output a server allows, tokens, as its refusal says. */
export interface OutputLimit {
  readonly most: number;
  /** It is what the window has left beside this prompt; else it is the model's own. */
  readonly isRoom: boolean;
}

const aboutOutput =
  /max_?(?:completion_|output_|new_)?tokens|(?:completion|output) tokens|in the completion/i;

/** The model's own limit is the only number that each of these finds. */
const limits: readonly { readonly source: string; readonly words: RegExp }[] = [
  {
    source: 'OpenAI: ChatGPTNextWeb/NextChat#3195, 2023-11; MiMo: AQBot-Desktop/AQBot#93, 2026-05',
    words: /supports at most (\d+) (?:completion |output )?tokens/i,
  },
  {
    source: 'Volcengine: NousResearch/hermes-agent#51787, 2026-07',
    words: /expected a value <= ?(\d+)/i,
  },
  {
    source: 'Doubao: langgenius/dify#13451, 2025-02; Groq',
    words: /less than or equal to `?(\d+)/i,
  },
  { source: 'DeepSeek and Alibaba: their lists of errors, 2026', words: /\[\s*1\s*,\s*(\d+)\s*\]/ },
  {
    source: 'Anthropic: its reference of the Messages API, 2026',
    words: /max_tokens: \d+ > (\d+), which is the maximum/i,
  },
];

/** The window and the prompt, whose difference is the room that is left. */
const rooms: readonly { readonly source: string; readonly words: RegExp }[] = [
  {
    source: 'vLLM: vllm-project/vllm#20409 in other words, 2025-07',
    words: /\(\d+ > (?<window>\d+) - (?<prompt>\d+)\)/,
  },
  {
    source: 'Anthropic: docker/docker-agent#569, 2025-10',
    words: /exceed context limit: (?<prompt>\d+) \+ \d+ > (?<window>\d+)/i,
  },
  {
    source: 'OpenAI: ChatGPTNextWeb/NextChat#3195, 2023-11; vLLM: vllm-project/vllm#20409, 2025-07',
    words:
      /maximum context length is (?<window>\d+) tokens.*\((?<prompt>\d+) in the messages, \d+ in the completion\)/is,
  },
];

/** In less room, an answer would hardly be whole: a model with a larger window is the better choice. Chosen by judgement. */
const leastRoom = 1_000;

/** What a refusal allows of the output that was asked for; undefined when it is about something else. */
export function outputAfterRefusal(refusal: string, asked: number): OutputLimit | undefined {
  if (!aboutOutput.test(refusal)) return undefined;
  const found = rooms.map(({ words }) => words.exec(refusal)?.groups).find(Boolean);
  if (found) {
    const most = Number(found['window']) - Number(found['prompt']);
    return most >= leastRoom && most < asked ? { most, isRoom: true } : undefined;
  }
  const own = limits.map(({ words }) => Number(words.exec(refusal)?.[1])).find((most) => most > 0);
  return own !== undefined && own < asked ? { most: own, isRoom: false } : undefined;
}
