import { arrayOf, type Json, textOf, valueAt } from '../http/json.ts';

/*
 * Which models of a list answer prompts. Servers list those for embeddings, pictures and speech beside them, and say
 * so in many places, or in the name alone.
 */

/** Where lists say what a model is for, in a word or several. */
const kindPlaces: readonly { readonly at: readonly string[]; readonly seen: string }[] = [
  {
    at: ['type'],
    seen: 'docs.together.ai/reference/models; lmstudio.ai/docs/app/api/endpoints/rest',
  },
  { at: ['architecture', 'output_modalities'], seen: 'openrouter.ai/docs/models, 2026-11' },
  { at: ['architecture', 'modality'], seen: 'Nebius: `text->embedding`, 2026-11' },
  { at: ['output_modalities'], seen: 'docs.x.ai/docs/api-reference, 2026-11' },
  { at: ['supported_output_modalities'], seen: 'docs.github.com/rest/models/catalog, 2026-11' },
  { at: ['supported_endpoint_types'], seen: 'new-api: QuantumNous/new-api, 2026' },
  { at: ['supportedGenerationMethods'], seen: 'ai.google.dev/api/models, 2026-11' },
  { at: ['endpoints'], seen: 'docs.cohere.com/reference/list-models, 2026-11' },
  { at: ['capabilities'], seen: 'Infinity: michaelfeil/infinity; Ollama: docs/api.md, 2026' },
  { at: ['capabilities', 'type'], seen: 'Copilot: microsoft/vscode-copilot-chat, 2026' },
  { at: ['metadata', 'tags'], seen: 'deepinfra.com/docs, 2026-11' },
  { at: ['model_type'], seen: 'Novita: novita.ai/docs/api-reference, 2026-11' },
  { at: ['mode'], seen: 'LiteLLM: docs.litellm.ai/docs/proxy/model_management, 2026-11' },
  { at: ['task'], seen: 'GitHub’s older list and vLLM, 2025' },
  { at: ['pipeline_tag'], seen: 'huggingface.co/docs/hub/models-tasks, 2026' },
];

const otherKind =
  /embed|rerank|moderat|image|audio|video|transcri|speech|tts|asr|upscale|inpaint|similarity|feature-extraction|classif|realtime|vector|^(?:ocr|search)$/i;
/** `image-text-to-text` looks at pictures and answers. */
const answeringKind = /text-to-text$/i;

/** Flags that say no. */
const flags: readonly (readonly string[])[] = [
  // docs.mistral.ai, 2026-11.
  ['capabilities', 'completion_chat'],
  // learn.microsoft.com/rest/api/azureopenai/models/list.
  ['capabilities', 'chat_completion'],
  // docs.fireworks.ai/api-reference/list-models, 2026-11.
  ['supports_chat'],
  // console.groq.com/docs/models, 2026-11.
  ['active'],
];

/**
 * Words in the names of models that do something else, for lists that have nothing but names, such as those of OpenAI,
 * Groq, Gemini, NVIDIA and Ollama (2026-11). A word of another meaning that only begins so, such as `embedded`, is none.
 */
const otherNames: readonly RegExp[] = [
  /\bembed(?:dings?|qa|code)?\d*\b|\bbge\b|\ball-minilm\b/i,
  /\brerank(?:er|qa)?\b/i,
  /\b(?:whisper|tts|transcribe|asr|realtime)\b/i,
  /\b(?:dall-e|imagen|imagine|image|veo|sora)\b/i,
  /\bmoderation\b|\b(?:llama|prompt)-guard\b|\bnemoguard\b/i,
  /^aqa$/,
];

/** Whether a model in a list may answer a prompt, by what the list says of it. */
export function mayAnswer(id: string, row: Json): boolean {
  // LiteLLM lists `openai/*` for every model of a provider.
  if (id.includes('*') || flags.some((path) => valueAt(row, path) === false)) return false;
  const kinds = kindPlaces.map(({ at }) => wordsAt(row, at)).filter((words) => words.length > 0);
  if (kinds.some((words) => words.every(isOtherKind))) return false;
  return !otherNames.some((name) => name.test(id.replaceAll('_', '-')));
}

/** The words of a place; of `text->embedding`, what comes out. */
function wordsAt(row: Json, path: readonly string[]): readonly string[] {
  const value = valueAt(row, path);
  const words = Array.isArray(value) ? arrayOf(value) : [value];
  return words.flatMap((word) => textOf(word)?.split('->').at(-1) ?? []);
}

function isOtherKind(word: string): boolean {
  return otherKind.test(word) && !answeringKind.test(word);
}
