/** How one tool prints where a problem is. */
export interface ReferencePattern {
  readonly tool: string;
  /** Groups: `line`, and `path` and `message` when they are on the same line. */
  readonly at: RegExp;
  /** The nearest line above that has the path, when `at` has none. Group: `path`. */
  readonly pathAbove?: RegExp;
  /** The line with the message, when `at` has none. Without a message there is no finding. */
  readonly messageAt?: {
    /** Group: `message`. */
    readonly line: RegExp;
    readonly where: 'above' | 'below';
    /** How many lines away it may be. Set per tool, by judgement. */
    readonly within: number;
    /** The first line after the message. */
    readonly until: RegExp;
  };
}

const nothing = /^\s*$/;
const stackFrame = /^\s+at (?:.*\()?(?<path>[^()]+?):(?<line>\d+):\d+\)?(?: \{)?$/;

export const referencePatterns: readonly ReferencePattern[] = [
  { tool: 'tsc', at: /^(?<path>\S.*?)\((?<line>\d+),\d+\): error (?<message>.+)$/ },
  { tool: 'tsc --pretty', at: /^(?<path>\S.*?):(?<line>\d+):\d+ - error (?<message>.+)$/ },
  {
    tool: 'eslint',
    at: /^\s+(?<line>\d+):\d+\s+error\s+(?<message>.+)$/,
    pathAbove: /^(?<path>\S.*)$/,
  },
  {
    tool: 'node --test',
    at: /^test at (?<path>.+):(?<line>\d+):\d+$/,
    messageAt: { line: /^✖ (?<message>.+)$/, where: 'below', within: 1, until: /^\s+at / },
  },
  {
    tool: 'node --test (tap)',
    at: /^\s*location: '(?<path>.+):(?<line>\d+):\d+'$/,
    messageAt: {
      line: /^\s*not ok \d+ - (?<message>(?!.* # (?:TODO|SKIP)).+)$/,
      where: 'above',
      within: 4,
      until: /^\s*---$/,
    },
  },
  {
    tool: 'vitest',
    at: /^ ❯ (?:.* )?(?<path>\S+?):(?<line>\d+):\d+$/,
    messageAt: { line: /^(?<message>\w*Error: .+)$/, where: 'above', within: 20, until: /^ ❯ / },
  },
  {
    tool: 'jest',
    at: stackFrame,
    messageAt: { line: /^\s+● (?<message>.+)$/, where: 'above', within: 30, until: /^\s+at / },
  },
  {
    tool: 'node',
    at: stackFrame,
    messageAt: { line: /^(?<message>\w*Error\b.*)$/, where: 'above', within: 20, until: /^\s+at / },
  },
  {
    tool: 'pytest',
    at: /^(?<path>\S.*\.py):(?<line>\d+): \w+$/,
    messageAt: { line: /^> +(?<message>\S.*)$/, where: 'above', within: 30, until: nothing },
  },
  { tool: 'go', at: /^\s*(?:vet: )?(?<path>\S+\.go):(?<line>\d+)(?::\d+)?: (?<message>.+)$/ },
  {
    tool: 'rustc',
    at: /^\s*--> (?<path>.+):(?<line>\d+):\d+$/,
    messageAt: {
      line: /^(?<message>error(?:\[\w+\])?: .+)$/,
      where: 'above',
      within: 1,
      until: /^\s*-->/,
    },
  },
  {
    tool: 'cargo test',
    at: /^thread '.*' (?:\(\d+\) )?panicked at (?<path>.+):(?<line>\d+):\d+:$/,
    messageAt: {
      line: /^(?<message>.+)$/,
      where: 'below',
      within: 1,
      until: /^(?:note:|stack backtrace:|\s*$)/,
    },
  },
];
