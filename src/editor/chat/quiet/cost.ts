import type { Report, RequestStory } from '../../../ledger/reports.ts';
import type { RequestRow, SpendRow } from '../../../ledger/spendRows.ts';
import { moneyOf, named } from '../../../routing/models/accounts.ts';
import { type CostSource, formatUsd } from '../../../routing/models/money.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { markdownTable } from '../../platform/markdownTable.ts';
import { describeRow, describeSession } from '../../spend/describeSpend.ts';
import { costSourceWords } from './costSource.ts';

/** The part of a report that `/cost` tells. */
export type SessionCost = Pick<Report, 'total' | 'byTier' | 'byModel' | 'saving'>;

/**
 * What this chat and this session cost, as Markdown, from the ledger alone. `chat` are the requests of the chat
 * that the ledger knows, oldest first.
 */
export function costWords(chat: readonly RequestStory[], session: SessionCost): string {
  return [
    '### This chat',
    chat.length === 0
      ? 'No request of this chat is in the ledger.'
      : table(['#', 'Task', 'Tier', 'Model', 'Cost', 'Source'], chat.map(chatRow)),
    '### This session',
    escapeMarkdown(describeSession(session.total)),
    ...(session.byTier.length > 0 ? [spendTable('Tier', session.byTier)] : []),
    ...(session.byModel.length > 0 ? [spendTable('Model', session.byModel)] : []),
    savingWords(session),
    '*These figures come from the ledger. No model was asked, and it cost nothing.*',
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
    named(moneyOf(simulated), modelName),
    rows.join(' and '),
    [...new Set(sources)].map((source) => costSourceWords[source]).join('; '),
  ];
}

function amount(
  { nanoUsd, costSource }: Pick<RequestRow, 'nanoUsd' | 'costSource'>,
  simulated: boolean,
): string {
  if (nanoUsd === undefined) return named(moneyOf(simulated), 'cost unknown');
  return named(moneyOf(simulated), knownAmount(nanoUsd, costSource));
}

function knownAmount(nanoUsd: number, source: CostSource): string {
  if (source === 'unknown') return `${formatUsd(nanoUsd)} + unknown`;
  return source === 'estimated' ? `≈ ${formatUsd(nanoUsd)}` : formatUsd(nanoUsd);
}

function spendTable(heading: string, rows: readonly SpendRow[]): string {
  const cells = rows.map((row) => [row.label, String(row.requests), describeRow(row)]);
  return table([heading, 'Requests', 'Cost'], cells);
}

function savingWords({ saving, total }: SessionCost): string {
  if (!saving)
    return 'No saving is known yet: it needs an answer whose cost and baseline are known.';
  const { baselineName, baselineNanoUsd, spentNanoUsd, withoutBaseline } = saving;
  const difference = baselineNanoUsd - spentNanoUsd;
  const money = moneyOf(total.simulated);
  const less = difference < 0 ? 'more' : 'less';
  const left =
    withoutBaseline > 0
      ? ` ${withoutBaseline} ${withoutBaseline === 1 ? 'call is' : 'calls are'} not in it, because a price is unknown.`
      : '';
  return `Compared with always asking ${escapeMarkdown(baselineName)} (${named(money, formatUsd(baselineNanoUsd))}): **${named(money, formatUsd(Math.abs(difference)))} ${less}**.${left}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(
    head.map(escapeMarkdown),
    rows.map((cells) => cells.map(escapeMarkdown)),
  );
}
