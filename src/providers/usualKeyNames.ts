import { own } from '../routing/input/objects.ts';
import { hostOf } from './http/hosts.ts';

/**
 * The usual name of a key's variable, by the host that the key is for: a provider at any other address never
 * gets it. Seen at aider.chat/docs/config/api-keys.html and in `.env.example` files of public repositories on
 * 2026-11-29.
 */
const usualNames: Readonly<Record<string, readonly string[]>> = {
  'api.anthropic.com': ['ANTHROPIC_API_KEY'],
  'api.openai.com': ['OPENAI_API_KEY'],
  'openrouter.ai': ['OPENROUTER_API_KEY'],
  'generativelanguage.googleapis.com': ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  'api.mistral.ai': ['MISTRAL_API_KEY'],
  'api.groq.com': ['GROQ_API_KEY'],
  'api.deepseek.com': ['DEEPSEEK_API_KEY'],
  'api.x.ai': ['XAI_API_KEY'],
  'api.together.xyz': ['TOGETHER_API_KEY', 'TOGETHERAI_API_KEY'],
  'api.cerebras.ai': ['CEREBRAS_API_KEY'],
  'api.fireworks.ai': ['FIREWORKS_API_KEY', 'FIREWORKS_AI_API_KEY'],
  'router.huggingface.co': ['HF_TOKEN', 'HUGGINGFACE_API_KEY'],
  'integrate.api.nvidia.com': ['NVIDIA_API_KEY', 'NVIDIA_NIM_API_KEY'],
  'api.sambanova.ai': ['SAMBANOVA_API_KEY'],
  'api.deepinfra.com': ['DEEPINFRA_API_KEY'],
  'ai-gateway.vercel.sh': ['AI_GATEWAY_API_KEY'],
  'api.perplexity.ai': ['PERPLEXITY_API_KEY', 'PERPLEXITYAI_API_KEY'],
  'api.moonshot.ai': ['MOONSHOT_API_KEY'],
  'api.z.ai': ['ZAI_API_KEY'],
};

/** The usual names of the variables that may hold the key for this address, the most usual first. */
export function usualKeyNames(baseUrl: string): readonly string[] {
  return own(usualNames, hostOf(new URL(baseUrl))) ?? [];
}
