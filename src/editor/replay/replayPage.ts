import { partsOfReplay, type ReplayPart } from '../../evaluation/replay/partsOfReplay.ts';
import type { Replay } from '../../evaluation/replay/replay.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import { say } from '../platform/say.ts';

/** What a replay was about. */
export interface ReplaySubject {
  /** Such as `the policy in the editor now`. */
  readonly policy: string;
  readonly days: number;
  /** Names of the policy's rules with keywords or reasoning. */
  readonly keywordRules: readonly string[];
}

/** A replay as Markdown: what it covers, the figures, how sure they are and what nobody can know. */
export function replayPage(replay: Replay, { policy, days, keywordRules }: ReplaySubject): string {
  const head = say(
    'Your work of the last {0} days, decided again by **{1}**.',
    days,
    escapeMarkdown(policy),
  );
  if (replay.requests === 0) {
    return `${head}\n\n${say('There is none in the ledger yet. Run some tasks, then come back.')}`;
  }
  const parts = partsOfReplay(
    replay,
    {
      keywordRules,
      addPrice: say('add one in the setting tierwise.models'),
    },
    say,
  );
  return [
    head,
    ...parts.flatMap(markdownOf),
    say('## What nobody can know'),
    unknowable.map((each) => `- ${each}`).join('\n'),
  ].join('\n\n');
}

const unknowable = [
  say(
    'How many tokens another model would have used: the tokens of the answer that you got are priced.',
  ),
  say(
    'What was not ready, or over a budget, at the time: every provider counts as ready, without budgets.',
  ),
];

function markdownOf({ lines = [], list = [], table }: ReplayPart): string[] {
  return [
    ...lines.map(escapeMarkdown),
    ...(list.length > 0 ? [list.map((item) => `- ${escapeMarkdown(item)}`).join('\n')] : []),
    ...(table ? [tableOf(table)] : []),
  ];
}

/** The first column to the left, figures to the right. */
function tableOf([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head.map(escapeMarkdown)),
    line(head.map((_, column) => (column === 0 ? '---' : '--:'))),
    ...rows.map((cells) => line(cells.map(escapeMarkdown))),
  ].join('\n');
}
