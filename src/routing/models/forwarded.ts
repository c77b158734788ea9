/**
 * How Ollama names the models that it does not run itself: a server on this machine hands their prompts on
 * to ollama.com (docs.ollama.com/cloud, 2026).
 */
const forwardedName = /[:-]cloud$/i;

/** Whether a local server hands the prompts for this model on to others. */
export function isForwarded(id: string): boolean {
  return forwardedName.test(id);
}
