import { explain } from './explain.ts';
import type { Work } from './work.ts';

/** Answers a free question: the practice models can only list what the code contains. */
export function other(work: Work): string {
  const question = work.prompt.instruction.trim();
  return [
    `I cannot answer “${question || 'a question without words'}” as a real model would, but this is what the code holds:`,
    explain(work),
  ].join(' ');
}
