/** A place as a tool printed it: a path with a line, and what stands around it on the line of output. */
export interface PrintedPlace {
  /** What may be the path, the likeliest first. */
  readonly paths: readonly string[];
  /** 1-based, in the file. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** The forms in which tools write a line behind a path, such as `:12:5`, `(12,5)` and `", line 12`. */
const location = new RegExp(
  [
    String.raw`:line (\d+)`,
    String.raw`"?[:,]? (?:on )?line (\d+)(?:, col \d+)?`,
    String.raw`:(\d+)(?::\d+)?(?![\w.])`,
    String.raw`:? ?\((\d+)(?:, ?\d+)?\)`,
    String.raw`:\[(\d+),\d+\]`,
    String.raw`,line=(\d+)(?:,col(?:umn)?=\d+)?`,
    String.raw` (\d+):\d+(?=\s|$)`,
  ].join('|'),
  'g',
);

/** `src/a.ts: SyntaxError: … (12:5)`: the line stands at the end, behind the message. */
const locationAtEnd = /^(?<before>.*?)(?<path>[^\s:]+\.\w+): (?<after>.+) \((?<line>\d+):\d+\)$/;

/** A path may have spaces; this many words are tried. Chosen by judgement. */
const mostWords = 3;

/** All that may be places on a line of output. Whether there is such a file is not looked at. */
export function placesIn(text: string): readonly PrintedPlace[] {
  const atEnd = locationAtEnd.exec(text)?.groups;
  if (atEnd) {
    const { before = '', path = '', after = '', line } = atEnd;
    return [{ paths: [path], line: Number(line), before, after }];
  }
  return [...text.matchAll(location)].flatMap((match) => {
    const [whole, ...numbers] = match;
    const paths = pathsBefore(text.slice(0, match.index));
    if (paths.length === 0) return [];
    const line = Number(numbers.find((each) => each !== undefined));
    const start = text.slice(0, match.index).search(/[^\s"'`<>|,;=*?([]*$/);
    return [
      { paths, line, before: text.slice(0, start), after: text.slice(match.index + whole.length) },
    ];
  });
}

/** The paths that may end a text: its last word without brackets around it, or its last few words. */
function pathsBefore(text: string): string[] {
  const last = /[^\s"'`<>|,;=*?]+$/.exec(text)?.[0];
  if (last === undefined || !/[\w\])]$/.test(last)) return [];
  const bare = last.replace(/^[^\w./\\@~[(]+/, '');
  const inside = bare.replace(/^.*[([]/, '');
  const variants = [bare, inside, inside.replace(/^[\w-]+:\/\/[^/]*\//, '')];
  const words = text.split(' ');
  for (let count = 2; count <= Math.min(mostWords, words.length); count += 1) {
    variants.push(words.slice(-count).join(' ').trim());
  }
  return [...new Set(variants)].filter((each) => each !== '').map(withSlashes);
}

/** A line that is only a path, as linters print above the findings of a file. */
export function pathAlone(text: string): string | undefined {
  const found = /^(?:== \[|\s*Line {2,})?(?<path>[^\s:|]+\.\w+)(?:\] FAIL)?\s*$/.exec(text);
  return found?.groups && withSlashes(found.groups['path']!);
}

/** A finding below a line with its path: `4:7  error  …`, `L: 4 | P: 7 | …`. */
export function rowBelow(text: string): { line: number; message: string } | undefined {
  const row =
    /^(?:\s+|L:\s*)(?<line>\d+)(?::\d+|\s*\|\s*P:\s*\d+\s*\||(?=\s{3,}))\s+(?<message>\S.*)$/.exec(
      text,
    )?.groups;
  return row && { line: Number(row['line']), message: row['message']! };
}

const withSlashes = (path: string): string => path.replaceAll('\\', '/');
