import { own } from '../../routing/input/objects.ts';
import type { Preset } from '../presets/preset.ts';
import { presetNamed } from '../presets/presets.ts';

/** Names that other programs give to a preset's service, where they are not the preset's own. In small letters and digits. */
const otherNames: Readonly<Record<string, string>> = {
  google: 'gemini',
  googleai: 'gemini',
  googlegenerativeai: 'gemini',
  openainative: 'openai',
  mistralai: 'mistral',
  togetherai: 'together',
  azureopenai: 'azure',
  ollamachat: 'ollama',
  hostedvllm: 'vllm',
  llamafile: 'llamacpp',
  litellmproxy: 'litellm',
  fireworksai: 'fireworks',
  nvidianim: 'nvidia',
  huggingfaceinferenceapi: 'huggingface',
  vercelaigateway: 'vercel',
  moonshotai: 'moonshot',
  githubmodels: 'github',
  openailike: 'server',
  customopenai: 'server',
  openaicompatible: 'server',
};

/**
 * The preset for a service as LiteLLM, Continue, opencode, Zed, Roo Code and VS Code name it, such as `together_ai`,
 * `xAI`, `llama.cpp` or `open_router` (their pages on providers, 2026-11); undefined for one that none describes.
 */
export function serviceNamed(name: string): Preset | undefined {
  const plain = name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  return presetNamed(own(otherNames, plain) ?? plain);
}
