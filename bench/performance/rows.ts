/** A figure that the page tells. */
export interface PerformanceRow {
  readonly what: string;
  /** The areas and the names of the figures, of which the largest counts. */
  readonly figures: readonly string[];
  /** What the figure is divided by to be in the unit. */
  readonly divisor?: number;
  readonly unit: string;
  /** In the unit: what it should be at most. */
  readonly goal: number;
}

const addedOnEachWire = (size: string) =>
  ['anthropic', 'openai', 'openaiCompatible'].map((wire) => `streaming.${wire}.${size}.added.p50`);

export const rows: readonly PerformanceRow[] = [
  {
    what: 'Start of the extension: importing its code and `activate` (median of 5 windows)',
    figures: ['activation.total'],
    unit: 'ms',
    goal: 50,
  },
  {
    what: 'First opening of the cost panel over a million calls, VS Code’s webview included',
    figures: ['panel.firstOpening'],
    unit: 'ms',
    goal: 300,
  },
  {
    what: 'Opening it again (median)',
    figures: ['panel.reopening'],
    unit: 'ms',
    goal: 300,
  },
  {
    what: 'A filter of the cost panel over a million calls, from the choice to the picture (median)',
    figures: ['panel.filterP50'],
    unit: 'ms',
    goal: 100,
  },
  {
    what: 'Heap that a request leaves behind, over 9,000 requests after 1,000',
    figures: ['memory.growth'],
    unit: 'bytes',
    goal: 0,
  },
  {
    what: 'A decision with the shipped rules (p99)',
    figures: ['decision.p99'],
    divisor: 1000,
    unit: 'ms',
    goal: 1,
  },
  {
    what: 'A decision of the planner after 200 rules, with 50 models (p99)',
    figures: ['decision.p99Planned'],
    divisor: 1000,
    unit: 'ms',
    goal: 1,
  },
  {
    what: 'Added to the first word of an answer, prompt of 1 kB, with a budget and a ledger on disk (median, slowest wire)',
    figures: addedOnEachWire('1KB'),
    unit: 'ms',
    goal: 1,
  },
  {
    what: 'The same with a conversation of 100 kB (median, slowest wire)',
    figures: addedOnEachWire('100KB'),
    unit: 'ms',
    goal: 3,
  },
  {
    what: 'The package',
    figures: ['package.vsix'],
    divisor: 1e6,
    unit: 'MB',
    goal: 6,
  },
];

export const measuredAreas: readonly string[] = [
  ...new Set(
    rows.flatMap(({ figures }) => figures.map((name) => name.slice(0, name.indexOf('.')))),
  ),
];

/** What others publish about the time that routing takes. Each was read on the day that the page names. */
export const published = {
  readOn: '2026-11-30',
  figures: [
    {
      who: 'LiteLLM proxy',
      what: 'overhead of its gateway, 4 instances: 2 ms median, 8 ms p95, 13 ms p99',
      source: 'https://docs.litellm.ai/docs/benchmarks',
    },
    {
      who: 'LiteLLM complexity router',
      what: 'below 1 ms for its rules; 100 to 500 ms where it embeds the prompt',
      source:
        'https://github.com/BerriAI/litellm/blob/main/litellm/router_strategy/complexity_router/README.md',
    },
    {
      who: 'GitHub Copilot’s Auto (HyDRA)',
      what: '86 ms median of CPU for a routing decision',
      source: 'https://arxiv.org/abs/2605.17106',
    },
    {
      who: 'Arch-Router 1.5B',
      what: '51 ms for a routing decision',
      source: 'https://arxiv.org/abs/2506.16655',
    },
  ],
} as const;
