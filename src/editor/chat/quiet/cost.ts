import type { Report, RequestStory } from '../../../ledger/reports.ts';
import type { RequestRow, SpendRow } from '../../../ledger/spendRows.ts';
import { moneyOf, named } from '../../../routing/models/accounts.ts';
import { type CostSource, formatUsd } from '../../../routing/models/money.ts';
import { joined, toSay } from '../../../routing/say.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { markdownTable } from '../../platform/markdownTable.ts';
import { describeRow, describeSession } from '../../spend/describeSpend.ts';
import { costSourceWords } from './costSource.ts';
import { say } from '../../platform/say.ts';

/** The part of a report that `/cost` tells. */
export type SessionCost = Pick<Report, 'total' | 'byTier' | 'byModel' | 'saving'>;

/**
 * What this chat and this session cost, as Markdown, from the ledger alone. `chat` are the requests of the chat
 * that the ledger knows, oldest first.
 */
export function costWords(chat: readonly RequestStory[], session: SessionCost): string {
  return [
    say('### This chat'),
    chat.length === 0
      ? say('No request of this chat is in the ledger.')
      : table(
          ['#', say('Task'), say('Tier'), say('Model'), say('Cost'), say('Source')],
          chat.map(chatRow),
        ),
    say('### This session'),
    escapeMarkdown(describeSession(session.total)),
    ...(session.byTier.length > 0 ? [spendTable(say('Tier'), session.byTier)] : []),
    ...(session.byModel.length > 0 ? [spendTable(say('Model'), session.byModel)] : []),
    savingWords(session),
    say('*These figures come from the ledger. No model was asked, and it cost nothing.*'),
  ].join('\n\n');
}

function chatRow({ request }: RequestStory, index: number): string[] {
  const { taskType, tier, modelName, simulated, costSource, practice } = request;
  const rows = [amount(request, simulated), ...(practice ? [amount(practice, true)] : [])];
  const sources = [costSource, ...(practice ? [practice.costSource] : [])];
  return [
    String(index + 1),
    taskType,
    tier,
    named(moneyOf(simulated), modelName, say),
    joined(rows, toSay('{0} and {1}'), say),
    [...new Set(sources)].map((source) => costSourceWords[source]).join('; '),
  ];
}

function amount(
  { nanoUsd, costSource }: Pick<RequestRow, 'nanoUsd' | 'costSource'>,
  simulated: boolean,
): string {
  if (nanoUsd === undefined) return named(moneyOf(simulated), say('cost unknown'), say);
  return named(moneyOf(simulated), knownAmount(nanoUsd, costSource), say);
}

function knownAmount(nanoUsd: number, source: CostSource): string {
  if (source === 'unknown') return say('{0} + unknown', formatUsd(nanoUsd));
  return source === 'estimated' ? `≈ ${formatUsd(nanoUsd)}` : formatUsd(nanoUsd);
}

function spendTable(heading: string, rows: readonly SpendRow[]): string {
  const cells = rows.map((row) => [row.label, String(row.requests), describeRow(row)]);
  return table([heading, say('Requests'), say('Cost')], cells);
}

function savingWords({ saving, total }: SessionCost): string {
  if (!saving)
    return say('No saving is known yet: it needs an answer whose cost and baseline are known.');
  const { baselineName, baselineNanoUsd, spentNanoUsd, withoutBaseline } = saving;
  const difference = baselineNanoUsd - spentNanoUsd;
  const money = moneyOf(total.simulated);
  const values = [
    escapeMarkdown(baselineName),
    named(money, formatUsd(baselineNanoUsd), say),
    named(money, formatUsd(Math.abs(difference)), say),
  ] as const;
  const compared =
    difference < 0
      ? say('Compared with always asking {0} ({1}): **{2} more**.', ...values)
      : say('Compared with always asking {0} ({1}): **{2} less**.', ...values);
  return withoutBaseline > 0 ? `${compared} ${leftOut(withoutBaseline)}` : compared;
}

function leftOut(calls: number): string {
  return calls === 1
    ? say('1 call is not in it, because a price is unknown.')
    : say('{0} calls are not in it, because a price is unknown.', calls);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(
    head.map(escapeMarkdown),
    rows.map((cells) => cells.map(escapeMarkdown)),
  );
}
