import { inEnglish, type Say } from '../say.ts';

/** An error of the YAML parser; the offset counts characters. */
export interface SyntaxError {
  readonly code: string;
  readonly message: string;
  readonly start: number;
}

/*
 * The parser names what its grammar misses. People need to know which of the few usual slips they made, so each of
 * these looks at the line as well. The first that fits counts.
 */
type Slip = (error: SyntaxError, lines: Lines, say: Say) => string | undefined;

interface Lines {
  /** The line with the error. */
  readonly here: string;
  readonly before: string;
}

const slips: readonly Slip[] = [
  (_, { here }, say) =>
    /^(<{7}|={7}|>{7})/.test(here)
      ? say(
          'A merge conflict is written here. Keep one of its sides, and remove the lines of <, = and >.',
        )
      : undefined,
  (_, { here }, say) =>
    /^\s*```/.test(here) ? say('Remove the lines with ```, which belong to Markdown.') : undefined,
  ({ code, message }, _, say) =>
    code === 'TAB_AS_INDENT' || /\btabs?\b/i.test(message)
      ? say('YAML does not allow a tab here. Indent with spaces.')
      : undefined,
  ({ code }, _, say) =>
    code === 'MULTIPLE_DOCS'
      ? say('A second document begins here. Remove it from here on.')
      : undefined,
  ({ message }, _, say) =>
    /call stack|stack overflow/i.test(message)
      ? say('This nests too deeply. Split it into smaller parts.')
      : undefined,
  ({ code, message }, _, say) =>
    code === 'BAD_SCALAR_START'
      ? say('A text that begins with {0} needs quotes around it.', message.at(-1) ?? '')
      : undefined,
  ({ message }, _, say) =>
    /^(alias|anchor)/i.test(message)
      ? say('A text that begins with * or & needs quotes around it.')
      : undefined,
  ({ message }, _, say) =>
    /^missing closing/i.test(message)
      ? say('A quote is opened here and not closed. Write the other one at the end of the text.')
      : undefined,
  ({ message }, _, say) => {
    const [, bracket] = /end with a ([\]}])/.exec(message) ?? [];
    return bracket && say('A bracket is not closed. Write {0} at its end.', bracket);
  },
  (_, { here, before }, say) =>
    [here, before].some((line) => /^\s*-[A-Za-z_]/.test(line))
      ? say('Write a space after the dash, such as `- name: value`.')
      : undefined,
  ({ code }, { here }, say) => {
    const [, name, value] = /^\s*(?:- \s*)?(\w+):(\w\S*)\s*$/.exec(here) ?? [];
    return code === 'MULTILINE_IMPLICIT_KEY' && name !== undefined
      ? say('Write a space after the colon: `{0}: {1}`.', name, value ?? '')
      : undefined;
  },
  ({ code }, { here }, say) => {
    if (code !== 'BLOCK_AS_IMPLICIT_KEY') return undefined;
    return (here.match(/:\s/g) ?? []).length > 1
      ? say('A text with a colon and a space in it needs quotes around it.')
      : say(
          'The next line is indented further than this one. Give keys that belong together the same indentation.',
        );
  },
  ({ message }, _, say) =>
    /^missing ,|node end/i.test(message)
      ? say('A comma or a line break is missing before this.')
      : undefined,
  ({ message }, _, say) =>
    /^sequence item without/i.test(message)
      ? say(
          'An item of a list begins with a dash. Indent this line as the others of its item, or write the dash.',
        )
      : undefined,
  ({ message }, _, say) =>
    /must start at the same column/i.test(message)
      ? say(
          'This line is indented differently from those that it belongs to. Give them the same indentation.',
        )
      : undefined,
  ({ message }, _, say) =>
    /implicit (map )?keys/i.test(message)
      ? say('A name, a colon and a space are missing here, such as `name: value`.')
      : undefined,
  ({ message }, _, say) =>
    /^block scalar header/i.test(message)
      ? say(
          'A text that begins with > or | needs quotes around it. Alone, they begin a text in the lines below.',
        )
      : undefined,
  ({ code }, _, say) =>
    code === 'BAD_DQ_ESCAPE'
      ? say('Write each backslash twice in double quotes, or put the text in single ones.')
      : undefined,
];

/** What is wrong with the syntax and what to write instead, in the words of people who write YAML. */
export function syntaxInWords(error: SyntaxError, text: string, say: Say = inEnglish): string {
  const lines = linesAt(text, error.start);
  for (const slip of slips) {
    const message = slip(error, lines, say);
    if (message !== undefined) return message;
  }
  return say('This cannot be read as YAML. {0}', error.message.replace(/\.?$/, '.'));
}

function linesAt(text: string, offset: number): Lines {
  const begin = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', begin);
  const here = text.slice(begin, end < 0 ? undefined : end);
  const before = text.slice(text.lastIndexOf('\n', begin - 2) + 1, Math.max(0, begin - 1));
  return { here, before };
}
