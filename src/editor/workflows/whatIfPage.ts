import type { WhatIfAnswer } from '../../execution/workflow/whatIf.ts';
import { formatUsd } from '../../routing/money.ts';
import { escapeMarkdown } from '../escapeMarkdown.ts';

/** What a run would have cost, as Markdown: a table for each change that was looked at. */
export function whatIfPage(
  answers: readonly { readonly change: string; readonly answer: WhatIfAnswer }[],
): string {
  const unknown = new Set(answers.flatMap(({ answer }) => answer.unknown));
  const [first] = answers;
  return [
    `The run cost **${usd(first?.answer.wasNanoUsd)}**. With the same tokens it would have cost:`,
    [
      '| Change | Would cost | Against the run |',
      '|---|--:|--:|',
      ...answers.map(
        ({ change, answer }) =>
          `| ${escapeMarkdown(change)} | ${range(answer.would)} | ${against(answer)} |`,
      ),
    ].join('\n'),
    ...answers.map(({ change, answer }) => stepsOf(change, answer)),
    '## What cannot be known',
    [...unknown].map((each) => `- ${escapeMarkdown(each)}`).join('\n'),
  ].join('\n\n');
}

function stepsOf(change: string, { steps }: WhatIfAnswer): string {
  return [
    `## ${escapeMarkdown(change)}`,
    '',
    '| Step | Would run on | Cost | Would cost |',
    '|---|---|--:|--:|',
    ...steps.map(
      ({ step, plan, wasNanoUsd, would }) =>
        `| ${escapeMarkdown(step)} | ${escapeMarkdown(plan ?? 'nothing that is ready')} | ${usd(wasNanoUsd)} | ${range(would)} |`,
    ),
  ].join('\n');
}

function usd(nanoUsd: number | undefined): string {
  return nanoUsd === undefined ? 'unknown' : formatUsd(nanoUsd);
}

function range(would: WhatIfAnswer['would']): string {
  if (!would) return 'unknown';
  const { lowNanoUsd: low, highNanoUsd: high } = would;
  return low === high ? usd(low) : `${usd(low)} to ${usd(high)}`;
}

function against({ wasNanoUsd, would }: WhatIfAnswer): string {
  if (!wasNanoUsd || !would) return 'unknown';
  const share = (nanoUsd: number) => Math.round((nanoUsd / wasNanoUsd) * 100);
  const [low, high] = [share(would.lowNanoUsd), share(would.highNanoUsd)];
  return low === high ? `${low} %` : `${low} to ${high} %`;
}
