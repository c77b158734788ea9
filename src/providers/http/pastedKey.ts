// What follows is no `=`, with which keys in base64 end.
const assignment =
  /^(?:export\s+|set\s+|\$env:)?"?\w*(?:key|token|secret)\w*"?\s*[=:]\s*(?=[^=\s])/i;
const header = /^(?:authorization\s*:\s*)?bearer\s+/i;

/**
 * The key in what people paste or have in their environment: a line of an `.env` file or of a shell, a header, or a key
 * in quotes, which `set` of Windows keeps.
 */
export function pastedKey(text: string): string {
  return unquoted(
    unquoted(text.trim().replace(assignment, '').replace(header, '')).replace(header, ''),
  );
}

function unquoted(text: string): string {
  const quoted = /^["'`“‘„](.*?)["'`”’“][,;]?$/.exec(text.trim());
  return (quoted?.[1] ?? text).trim();
}
