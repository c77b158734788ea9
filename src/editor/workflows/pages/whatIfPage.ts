import type { WhatIfAnswer } from '../../../execution/workflow/compare/whatIf.ts';
import { type Accounts, describeAccounts, type Money } from '../../../routing/models/accounts.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { say } from '../../platform/say.ts';

/** What a run would have cost, as Markdown: a table for each change that was considered. */
export function whatIfPage(
  answers: readonly { readonly change: string; readonly answer: WhatIfAnswer }[],
): string {
  const unknown = new Set(answers.flatMap(({ answer }) => answer.unknown));
  const [first] = answers;
  return [
    say('The run cost **{0}**. With the same tokens it would have cost:', usd(first?.answer.was)),
    [
      say('| Change | Would cost | Against the run |'),
      '|---|--:|--:|',
      ...answers.map(
        ({ change, answer }) =>
          `| ${escapeMarkdown(change)} | ${range(answer.would)} | ${against(answer)} |`,
      ),
    ].join('\n'),
    ...answers.map(({ change, answer }) => stepsOf(change, answer)),
    say('## What cannot be known'),
    [...unknown].map((each) => `- ${escapeMarkdown(each)}`).join('\n'),
  ].join('\n\n');
}

function stepsOf(change: string, { steps }: WhatIfAnswer): string {
  return [
    `## ${escapeMarkdown(change)}`,
    '',
    say('| Step | Would run on | Cost | Would cost |'),
    '|---|---|--:|--:|',
    ...steps.map(
      ({ step, plan, was, would }) =>
        `| ${escapeMarkdown(step)} | ${escapeMarkdown(plan ?? say('no model is ready'))} | ${usd(was)} | ${range(would)} |`,
    ),
  ].join('\n');
}

function usd(accounts: Accounts | undefined): string {
  return accounts ? describeAccounts(accounts, say) : say('unknown');
}

function range(would: WhatIfAnswer['would']): string {
  if (!would) return say('unknown');
  const { low, high } = would;
  const isOneAmount = low.real === high.real && low.practice === high.practice;
  return isOneAmount ? usd(low) : say('{0} to {1}', usd(low), usd(high));
}

/** Practice money and real money cannot be compared. */
function against({ was, would }: WhatIfAnswer): string {
  const money = was && onlyMoney(was);
  if (!money || !would || onlyMoney(would.high) !== money) return say('unknown');
  const share = (of: Accounts) => Math.round((of[money] / was[money]) * 100);
  const [low, high] = [share(would.low), share(would.high)];
  return low === high ? `${low} %` : say('{0} to {1} %', low, high);
}

/** The only kind of money in an amount; undefined for both kinds, or for nothing. */
function onlyMoney({ real, practice }: Accounts): Money | undefined {
  if (real > 0 && practice > 0) return undefined;
  if (practice > 0) return 'practice';
  return real > 0 ? 'real' : undefined;
}
