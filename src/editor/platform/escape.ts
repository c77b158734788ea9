/** Text that Markdown shows as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}

/**
 * Text for a notification. VS Code would turn `[words](command:…)` in it into a link that runs, and
 * the words of models, servers and file names are in there.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A block of code in Markdown that nothing in it can end. */
export function fencedBlock(text: string, language = ''): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}
