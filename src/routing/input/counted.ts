/** `1 call` or `2 calls`, for texts that are English everywhere. What is said in other languages has a sentence for each. */
export function counted(number: number, what: string): string {
  return `${number} ${number === 1 ? what : `${what}s`}`;
}
