/**
 * Text for a notification. VS Code would turn `[words](command:…)` in it into a link that runs, and
 * the words of models, servers and file names are in there.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
