// A string, whose slashes are no comment, or a comment of either kind.
const stringOrComment = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/**
 * JSON with comments as JSON without them; each comment becomes blanks, so that everything keeps its place.
 * Trailing commas stay.
 */
export function withoutComments(text: string): string {
  return text.replaceAll(stringOrComment, (found) =>
    found.startsWith('"') ? found : found.replaceAll(/[^\n]/g, ' '),
  );
}
