// Characters, all three chosen by judgement.
const longestMessage = 300;
/** A server's words that repeat this much of a prompt count as a quotation. */
const echoLength = 24;
const shortestSecret = 4;

/**
 * Makes a server's words safe to show and to log: one short line without keys and without any part
 * of the prompt that the server quotes.
 */
export function redact(
  words: string,
  secrets: readonly (string | undefined)[],
  prompt: readonly string[],
): string {
  let line = words.slice(0, 4 * longestMessage);
  for (const secret of secrets) {
    if (secret && secret.length >= shortestSecret) line = line.replaceAll(secret, '[key]');
  }
  for (const text of prompt) line = withoutEchoes(line, text);
  // Servers show the beginning and end of a wrong key, and that is still part of a key.
  line = line.replaceAll(/\b(?:sk|pk|key|xai|gsk)[-_][\w*.-]{4,}|\bAIza[\w*-]{4,}/gi, '[key]');
  line = line.replaceAll(/[\w-]*\*{3,}[\w-]*/g, '[key]');
  line = line.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage - 1)}…` : line;
}

function withoutEchoes(line: string, prompt: string): string {
  const length = Math.min(echoLength, prompt.length);
  if (length < shortestSecret) return line;
  let kept = '';
  let at = 0;
  while (at < line.length) {
    let end = at + length;
    if (end > line.length || !prompt.includes(line.slice(at, end))) {
      kept += line[at];
      at += 1;
      continue;
    }
    while (end < line.length && prompt.includes(line.slice(at, end + 1))) end += 1;
    kept += '[…]';
    at = end;
  }
  return kept;
}
