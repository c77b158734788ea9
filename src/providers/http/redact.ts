import { withoutSecrets } from './secretForms.ts';

// Characters, all three chosen by judgement.
const longestMessage = 300;
/** A server's words that repeat this much of a prompt count as a quotation. */
const echoLength = 24;
const shortestQuoted = 4;

/**
 * Keys that are not this call's, such as those of a gateway: by their beginnings and by being long and of no meaning. Servers show the beginning and end of a wrong key, and
 * that is still part of a key.
 */
const shapes: readonly RegExp[] = [
  /\b(?:sk|pk|rk|key|xai|gsk)[-_][\w*.-]{4,}|\bAIza[\w*-]{4,}/gi,
  /\b(?:hf|r8|pplx|nvapi|fw|csk|npm|gh[pousr]|github_pat|xox[abprs])[-_](?=[\w*.-]*[\d*])[\w*.-]{8,}/gi,
  /\b(?:AKIA|ASIA)[A-Z0-9*]{8,}/g,
  /\beyJ[\w-]{6,}(?:\.[\w-]+)*/g,
  // Longer than the random part of an id in a message, as far as seen: `req_` and 24 characters.
  /\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{28,}/gi,
  /[\w-]*[*•]{3,}[\w-]*/g,
];

/**
 * Makes a server's words safe to show and to log: one short line without keys and without any part
 * of the prompt that the server quotes.
 */
export function redact(
  words: string,
  secrets: readonly (string | undefined)[],
  prompt: readonly string[],
): string {
  let line = withoutSecrets(words.slice(0, 4 * longestMessage), secrets);
  for (const text of prompt) {
    // Servers quote the request as it came, which is JSON.
    for (const form of [text, JSON.stringify(text).slice(1, -1)]) line = withoutEchoes(line, form);
  }
  for (const shape of shapes) line = line.replaceAll(shape, '[key]');
  line = line.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage - 1)}…` : line;
}

function withoutEchoes(line: string, prompt: string): string {
  const length = Math.min(echoLength, prompt.length);
  if (length < shortestQuoted) return line;
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
