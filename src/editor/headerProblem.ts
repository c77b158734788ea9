/** What is wrong with a header of HTTP, in a sentence for people; undefined when it can be sent. */
export function headerProblem(name: string, value: unknown): string | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'A header’s name has no spaces or colons.';
  // Any visible character of ASCII, and spaces between.
  if (typeof value === 'string' && /^[\x20-\x7e]*$/.test(value)) return undefined;
  return 'A header’s value is one line of plain text.';
}
