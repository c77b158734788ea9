/** Escapes text so that Markdown shows it as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}

/**
 * Makes text safe for a notification. VS Code would turn `[words](command:…)` into a link that runs a
 * command, and notifications quote models, servers and file names.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A Markdown code block with a fence so long that nothing in the text can end it. */
export function fencedBlock(text: string, language = ''): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}
