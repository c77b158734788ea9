/** How a tool says where something is wrong, line by line. */
export interface ReferencePattern {
  readonly tool: string;
  /** Groups `path`, `line` and, when it is on the same line, `message`. */
  readonly at: RegExp;
  /** Where the path is when `at` has none: the nearest line above. Group `path`. */
  readonly pathAbove?: RegExp;
  /** Where the message is when `at` has none. Without it the line is no finding. */
  readonly says?: {
    /** Group `message`. */
    readonly line: RegExp;
    readonly where: 'above' | 'below';
    /** How many lines away it may be. */
    readonly within: number;
    /** The message goes on until here. */
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
    says: { line: /^✖ (?<message>.+)$/, where: 'below', within: 1, until: /^\s+at / },
  },
  {
    tool: 'node --test (tap)',
    at: /^\s*location: '(?<path>.+):(?<line>\d+):\d+'$/,
    says: {
      line: /^\s*not ok \d+ - (?<message>(?!.* # (?:TODO|SKIP)).+)$/,
      where: 'above',
      within: 4,
      until: /^\s*---$/,
    },
  },
  {
    tool: 'vitest',
    at: /^ ❯ (?:.* )?(?<path>\S+?):(?<line>\d+):\d+$/,
    says: { line: /^(?<message>\w*Error: .+)$/, where: 'above', within: 20, until: /^ ❯ / },
  },
  {
    tool: 'jest',
    at: stackFrame,
    says: { line: /^\s+● (?<message>.+)$/, where: 'above', within: 30, until: /^\s+at / },
  },
  {
    tool: 'node',
    at: stackFrame,
    says: { line: /^(?<message>\w*Error\b.*)$/, where: 'above', within: 20, until: /^\s+at / },
  },
  {
    tool: 'pytest',
    at: /^(?<path>\S.*\.py):(?<line>\d+): \w+$/,
    says: { line: /^> +(?<message>\S.*)$/, where: 'above', within: 30, until: nothing },
  },
  { tool: 'go', at: /^\s*(?:vet: )?(?<path>\S+\.go):(?<line>\d+)(?::\d+)?: (?<message>.+)$/ },
  {
    tool: 'rustc',
    at: /^\s*--> (?<path>.+):(?<line>\d+):\d+$/,
    says: {
      line: /^(?<message>error(?:\[\w+\])?: .+)$/,
      where: 'above',
      within: 1,
      until: /^\s*-->/,
    },
  },
  {
    tool: 'cargo test',
    at: /^thread '.*' (?:\(\d+\) )?panicked at (?<path>.+):(?<line>\d+):\d+:$/,
    says: {
      line: /^(?<message>.+)$/,
      where: 'below',
      within: 1,
      until: /^(?:note:|stack backtrace:|\s*$)/,
    },
  },
];
