import type { ProviderFacts } from '../situation.ts';

/**
 * How Ollama names the models that it does not run itself: a server on this machine hands their prompts on
 * to ollama.com (docs.ollama.com/cloud, 2026).
 */
const forwardedName = /[:-]cloud$/i;

/** Whether a local server hands the prompts for this model on to others: by its name, or as the server says. */
export function isForwarded(id: string, { state }: Pick<ProviderFacts, 'state'>): boolean {
  return forwardedName.test(id) || (state.state === 'ready' && state.forwarded?.has(id) === true);
}
