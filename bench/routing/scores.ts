/** How much a prompt seems to need a strong model; only the order counts. */
export type Score = (prompt: string) => number;

export function promptLength(prompt: string): number {
  return prompt.length;
}

// Words that make a question longer to think about than to read.
const relations =
  /\b(?:if|then|than|each|every|per|twice|half|times|after|before|remaining|left|not|except|both|only|statement|which of the following)\b/gi;
const numbers = /\d+(?:[.,]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen)\b/gi;

/** Counts what has to be held together: quantities, conditions, comparisons. */
export function needForReasoning(prompt: string): number {
  return count(prompt, numbers) + count(prompt, relations);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
