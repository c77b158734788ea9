/** What a server leaves around calls: never part of a call itself. */
interface CallMark {
  readonly open: string;
  readonly close?: string;
  readonly who: string;
  readonly source: string;
  /** ISO date of the source. */
  readonly date: string;
}

/** In the spelling of `plainMarks`. */
export const callMarks: readonly CallMark[] = [
  {
    open: '<tool_call>',
    close: '</tool_call>',
    who: 'Hermes, Qwen and GLM',
    source: 'https://github.com/ggml-org/llama.cpp/pull/16377',
    date: '2025-10-01',
  },
  {
    open: '<tool_calls>',
    close: '</tool_calls>',
    who: 'MiniMax',
    source: 'https://github.com/MiniMax-AI/MiniMax-M2/issues/14',
    date: '2025-10-29',
  },
  {
    open: '<minimax:tool_call>',
    close: '</minimax:tool_call>',
    who: 'MiniMax M2',
    source: 'https://github.com/earendil-works/pi/issues/368',
    date: '2025-12-30',
  },
  {
    open: '[TOOL_CALL]',
    close: '[/TOOL_CALL]',
    who: 'MiniMax in LM Studio',
    source: 'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1177',
    date: '2025-11-01',
  },
  {
    open: '[TOOL_REQUEST]',
    close: '[END_TOOL_REQUEST]',
    who: 'LM Studio with models that have no form of their own',
    source: 'https://lmstudio.ai/docs/developer/openai-compat/tools',
    date: '2026-11-30',
  },
  {
    open: '<tool>',
    close: '</tool>',
    who: 'Gemma 3 with templates for Ollama',
    source: 'https://github.com/ollama/ollama/issues/9680',
    date: '2025-03-23',
  },
  {
    open: '<function_calls>',
    close: '</function_calls>',
    who: 'Claude, and DeepSeek V3.2 between its own marks',
    source: 'https://github.com/anthropics/claude-code/issues/77061',
    date: '2026-07-13',
  },
  {
    open: '<seed:tool_call>',
    close: '</seed:tool_call>',
    who: 'Seed-OSS',
    source: 'https://github.com/ggml-org/llama.cpp/pull/16932',
    date: '2025-11-13',
  },
  {
    open: '<|tool_calls_section_begin|>',
    close: '<|tool_calls_section_end|>',
    who: 'Kimi K2',
    source: 'https://github.com/NousResearch/hermes-agent/issues/24534',
    date: '2026-05-12',
  },
  {
    open: '<|tool_calls_begin|>',
    close: '<|tool_calls_end|>',
    who: 'DeepSeek V3 and V3.1',
    source: 'https://github.com/vllm-project/vllm/pull/23330',
    date: '2025-08-21',
  },
  {
    open: '[TOOL_CALLS]',
    close: '[/TOOL_CALLS]',
    who: 'Mistral and Devstral',
    source: 'https://github.com/raullenchai/Rapid-MLX/issues/1071',
    date: '2026-07-10',
  },
  {
    open: '<|python_tag|>',
    who: 'Llama 3',
    source: 'https://github.com/vllm-project/vllm/pull/8343',
    date: '2024-09-12',
  },
  {
    open: '<|python_start|>',
    close: '<|python_end|>',
    who: 'Llama 4',
    source: 'https://github.com/vllm-project/vllm/issues/16214',
    date: '2025-04-09',
  },
  {
    open: '<|tool_call|>',
    close: '<|/tool_call|>',
    who: 'Granite and Phi',
    source: 'https://github.com/vllm-project/vllm/issues/11402',
    date: '2024-12-22',
  },
  {
    open: 'functools',
    who: 'Phi-4-mini',
    source: 'https://github.com/vllm-project/vllm/issues/14682',
    date: '2025-03-16',
  },
  {
    open: '<|tool_call_start|>',
    close: '<|tool_call_end|>',
    who: 'LFM2; Kimi and DeepSeek end each call so',
    source: 'https://github.com/ml-explore/mlx-lm/pull/864',
    date: '2026-02-08',
  },
  {
    open: '<|tool_call>',
    close: '<tool_call|>',
    who: 'Gemma 4',
    source: 'https://github.com/jundot/omlx/issues/581',
    date: '2026-04-04',
  },
  {
    open: '<start_function_call>',
    close: '<end_function_call>',
    who: 'FunctionGemma',
    source: 'https://github.com/dogkeeper886/ollama37/issues/43',
    date: '2026-03-14',
  },
  {
    open: '```tool_code',
    close: '```',
    who: 'Gemma',
    source: 'https://github.com/waybarrios/vllm-mlx/pull/622',
    date: '2026-06-21',
  },
];

/** Begin a call by themselves, and belong to it. */
export const ownOpens: readonly string[] = [
  '<function=',
  '<function name=',
  '<invoke name=',
  '<|tool_call_begin|>',
  '<|channel|>commentary to=',
  '<|channel|>analysis to=',
  '<|start|>assistant<|channel|>commentary to=',
  '<|start|>assistant to=',
  // Without the marks that a server took away.
  'commentary to=functions.',
  'to=functions.',
];

/** What may be left of a model's own marks once its calls are over. */
export const endMarks: readonly string[] = [
  '</function>',
  '</invoke>',
  '<|call|>',
  '<|end|>',
  '<|return|>',
  '<|im_end|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|end_of_text|>',
  '<end_of_turn>',
  '<|observation|>',
  '</s>',
];

const spellings: readonly (readonly [from: RegExp, to: string])[] = [
  // DeepSeek V3.2 marks each tag, with bars of several kinds
  // (https://github.com/lsdefine/GenericAgent/issues/804, 2026-09-22).
  [/(<\/?)[｜|‖]{1,2}DSML[｜|‖]{1,2}/g, '$1'],
  [/<[｜|]tool[▁_ ](calls?)[▁_ ](begin|end)[｜|]>/g, '<|tool_$1_$2|>'],
  [/<[｜|]tool[▁_ ]sep[｜|]>/g, '<|tool_sep|>'],
];

/** What begins a mark in another spelling. */
export const otherOpens: readonly string[] = [
  ...['｜', '｜｜', '|', '||', '‖'].map((bars) => `<${bars}DSML${bars}`),
  '<｜tool▁calls▁begin｜>',
  '<｜tool▁call▁begin｜>',
  '<｜tool calls begin｜>',
];

/** A text whose marks are spelled in one way. */
export function plainMarks(text: string): string {
  return spellings.reduce((plain, [from, to]) => plain.replace(from, to), text);
}
