import * as vscode from 'vscode';
import { isTrouble } from '../../ledger/ledger.ts';
import { explainWhy } from '../../routing/explain.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { describeCost } from '../../routing/models/money.ts';
import type { Situation } from '../../routing/situation.ts';
import { costCommand, whyCommand, type CommandId } from '../platform/contributed.ts';
import { describeProviderError } from '../platform/describeProblem.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import type { MadeDecision } from '../platform/runNews.ts';
import { type Answered, isAnswered, isRefused, type Refused } from './answered.ts';
import { signalOf } from './cancellation.ts';
import { type ChatAnswer, type ChatParts, runChatTurn } from './chatTurn.ts';
import { readEdits, type ReadEdits } from './edits/readEdits.ts';
import { type ChatHistory, spokenTurns } from './history.ts';
import { type Question, questionFor } from './question.ts';
import { costWords } from './quiet/cost.ts';
import { whyWords, whyWordsOfStory } from './quiet/why.ts';
import { say } from '../platform/say.ts';

/** `@tierwise`: a conversation in which the policy chooses the model for each turn. */
export function createParticipant(parts: ChatParts): vscode.ChatRequestHandler {
  return async (request, { history }, stream, token) => {
    try {
      if (request.command === whyCommand) return tell(stream, await why(history, parts));
      if (request.command === costCommand) return tell(stream, await cost(history, parts));
      return await answer({ request, history: spokenTurns(history) }, parts, {
        stream,
        signal: signalOf(token),
      });
    } catch (error) {
      return refusal(error, stream);
    }
  };
}

interface Asked {
  readonly request: vscode.ChatRequest;
  readonly history: ChatHistory;
}

interface Shown {
  readonly stream: vscode.ChatResponseStream;
  readonly signal: AbortSignal;
}

async function answer(
  asked: Asked,
  parts: ChatParts,
  { stream, signal }: Shown,
): Promise<vscode.ChatResult> {
  const question = await questionFor(asked, parts, signal);
  let decided: { readonly made: MadeDecision; readonly situation: Situation } | undefined;
  try {
    const given = await runChatTurn(
      {
        ...question.turn,
        onDecision: (made, situation) => (decided = { made, situation }),
        onText: (text) => stream.markdown(text),
        onToolCall: () => {},
        onWork: (what) => stream.progress(what),
      },
      parts,
      signal,
    );
    return await finish(given, { question, ...decided! }, { parts, stream });
  } catch (error) {
    if (!decided) throw error;
    const refused: Refused = { refusedId: decided.made.task.id };
    parts.turnMemory.keep(refused.refusedId, { made: decided.made });
    return { ...refusal(error, stream), metadata: refused };
  }
}

interface Decided {
  readonly question: Question;
  readonly made: MadeDecision;
  readonly situation: Situation;
}

/** Shows what Tierwise has to say of an answer below it, and offers the changes to files that are in it. */
async function finish(
  given: ChatAnswer,
  { question, made, situation }: Decided,
  { parts, stream }: { readonly parts: ChatParts; readonly stream: vscode.ChatResponseStream },
): Promise<vscode.ChatResult> {
  const { requestId, decision, end, text } = given;
  const isWhole = end.outcome === 'complete' && question.planFor === undefined;
  const { task } = question.turn;
  const edits = isWhole
    ? await readEdits(text, { type: task.type, shown: question.attached.shown })
    : { changes: [], failed: [] };
  const footer = footerOf(given, question, edits);
  stream.markdown(footer);
  const turn = { requestId, task, decision, end, changes: edits.changes };
  const hasChanges = edits.changes.length > 0;
  parts.turnMemory.keep(requestId, { made, end, ...(hasChanges && { edits: turn }) });
  if (hasChanges) stream.button(reviewButton(turn));
  const metadata: Answered = {
    requestId,
    tier: end.choice.tier,
    footer,
    higher: tiersAbove(end.choice.tier, situation),
    ...(decision.stay && { stay: decision.stay }),
    ...(question.planFor && { planFor: question.planFor }),
  };
  if (!end.error) return { metadata };
  return { ...refusal(describeProviderError(end.error, end.choice), stream), metadata };
}

function reviewButton({
  requestId,
  changes,
}: {
  readonly requestId: string;
  readonly changes: readonly unknown[];
}): vscode.Command {
  const command: CommandId = 'tierwise.reviewChatEdits';
  const title =
    changes.length === 1
      ? say('Review changes in 1 file')
      : say('Review changes in {0} files', changes.length);
  return { command, title, arguments: [requestId] };
}

function tiersAbove(tier: string, { policy }: Situation): readonly string[] {
  const names = policy.tiers.map(({ name }) => name);
  const at = names.indexOf(tier);
  return at < 0 ? [] : names.slice(at + 1);
}

/** The line below an answer: who gave it, at what cost and why; what was not sent, and what cannot be applied. */
function footerOf(
  { decision, end }: ChatAnswer,
  { attached: { unread } }: Question,
  { failed }: ReadEdits,
): string {
  const { choice, cost } = end;
  const lines = [
    ...failed.map(({ path, why }) => say('The change to {0} cannot be offered: {1}.', path, why)),
    ...unreadWords(unread),
    `${choice.tier} (${displayName(choice.model)}), ${describeCost(cost, say)}: ${explainWhy(decision, say)}`,
  ];
  return `\n\n---\n${lines.map(escapeMarkdown).join('\n\n')}`;
}

function unreadWords(unread: readonly string[]): string[] {
  if (unread.length === 0) return [];
  const names = unread.join(', ');
  return [
    unread.length === 1
      ? say('1 reference could not be read: {0}.', names)
      : say('{1} references could not be read: {0}.', names, unread.length),
  ];
}

function tell(stream: vscode.ChatResponseStream, markdown: string): vscode.ChatResult {
  stream.markdown(markdown);
  return {};
}

/** The last decision of the chat in words. Throws HumanError when there is none. */
async function why(history: ChatHistory, { turnMemory, ledger }: ChatParts): Promise<string> {
  const last: unknown = spokenTurns(history).findLast(
    (turn) => turn instanceof vscode.ChatResponseTurn,
  )?.result.metadata;
  const id = isAnswered(last) ? last.requestId : isRefused(last) ? last.refusedId : undefined;
  const known = id === undefined ? undefined : turnMemory.find(id);
  if (known) return whyWords(known.made, known.end);
  const story = id === undefined ? undefined : await unlessLocked(ledger.requestStory(id));
  if (story) return whyWordsOfStory(story);
  throw new HumanError(say('There is no decision in this chat yet. Ask something first.'));
}

/** What this chat and this session cost in words. Throws HumanError when the ledger cannot be read. */
async function cost(history: ChatHistory, { ledger, spend }: ChatParts): Promise<string> {
  const ids = history.flatMap((turn) => {
    const metadata = turn instanceof vscode.ChatResponseTurn ? turn.result.metadata : undefined;
    return isAnswered(metadata) ? [metadata.requestId] : [];
  });
  const stories = await unlessLocked(Promise.all(ids.map((id) => ledger.requestStory(id))));
  const session = await unlessLocked(spend.report({ span: 'session' }));
  return costWords(
    stories.filter((story) => story !== undefined),
    session,
  );
}

async function unlessLocked<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    throw isTrouble(error) ? new HumanError(error.message) : error;
  });
}

/** Shows a problem that the developer can solve, with a button for each next step; rethrows any other. */
function refusal(error: unknown, stream: vscode.ChatResponseStream): vscode.ChatResult {
  if (!(error instanceof HumanError)) throw error;
  for (const step of error.steps) {
    if (!('command' in step)) continue;
    const args = step.argument === undefined ? [] : [step.argument];
    stream.button({ command: step.command, title: step.label, arguments: args });
  }
  return { errorDetails: { message: error.message } };
}
