import * as vscode from 'vscode';
import type { Classification } from '../../routing/classify/classify.ts';
import type { Message } from '../../routing/conversation.ts';
import { explainWhy } from '../../routing/explain.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { describeCost } from '../../routing/models/money.ts';
import type { Escalation, Pick as TierPick } from '../../routing/situation.ts';
import type { SeenFile, Stay } from '../../routing/stay.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { defaultInstructions } from '../../routing/taskTypes.ts';
import { chatVendor, escalateCommand } from '../platform/contributed.ts';
import { describeProviderError } from '../platform/describeProblem.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import { projectInstructions } from '../reading/projectInstructions.ts';
import { gitOf } from '../selection/gitOf.ts';
import { chatTask } from '../tasks/chatTask.ts';
import type { AskedAbout } from '../tasks/askedAbout.ts';
import { type Answered, isAnswered } from './answered.ts';
import { attachedFiles, attachments, referencedFiles } from './attachments.ts';
import { signalOf } from './cancellation.ts';
import { type ChatAnswer, type ChatParts, runChatTurn } from './chatTurn.ts';

/** `@tierwise`: a conversation in which the policy chooses the model for each turn. */
export function createParticipant(parts: ChatParts): vscode.ChatRequestHandler {
  return async (request, { history }, stream, token) => {
    try {
      const turn = await turnFor(request, history, parts);
      const answer = await runChatTurn(
        {
          ...turn,
          onText: (text) => stream.markdown(text),
          onToolCall: () => {},
          onWork: (what) => stream.progress(what),
        },
        parts,
        signalOf(token),
      );
      const { end } = answer;
      const { stay } = answer.decision;
      stream.markdown(`\n\n---\n${footer(answer)}`);
      if (end.error) throw describeProviderError(end.error, end.choice);
      const metadata: Answered = {
        requestId: answer.requestId,
        tier: end.choice.tier,
        ...(stay && { stay }),
      };
      return { metadata };
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      for (const step of error.steps) {
        if (!('command' in step)) continue;
        const args = step.argument === undefined ? [] : [step.argument];
        stream.button({ command: step.command, title: step.label, arguments: args });
      }
      return { errorDetails: { message: error.message } };
    }
  };
}

async function turnFor(request: vscode.ChatRequest, history: History, parts: ChatParts) {
  const earlier = history.flatMap(messagesOf);
  if (request.command === escalateCommand) return escalated(history, earlier, parts);
  const files = attachedFiles(request);
  const before = goesOnWith(history);
  const about = { ...before, seen: [...before.seen, ...files] };
  const classified = await classify(request, { history, about }, parts);
  const type = classified.taskType;
  const words = request.prompt.trim() || defaultInstructions[type];
  const attached = await attachments(request);
  const question: Message = {
    ...userMessage([...attached.texts, words].join('\n\n')),
    ...(attached.images.length > 0 && { images: attached.images }),
  };
  const conversation = { system: '', tools: [], messages: [...earlier, question] };
  const pick = pickOf(request.model);
  const instructions = await projectInstructions(attached.sources);
  return {
    task: chatTask(
      {
        type,
        instruction: words,
        attachments: attached.files,
        ...(instructions && { projectInstructions: instructions }),
        ...before,
      },
      conversation,
    ),
    classified,
    sources: attached.sources,
    subject: 'chat',
    ...(pick && { pick }),
  };
}

function classify(
  { command, prompt }: { readonly command?: string | undefined; readonly prompt: string },
  { history, about }: { readonly history: History; readonly about: AskedAbout },
  { taskTypes: classifier }: ChatParts,
): Promise<Classification> {
  const named = typeNamed(command);
  const earlier = history.flatMap((turn) =>
    turn instanceof vscode.ChatRequestTurn ? (typeNamed(turn.command) ?? []) : [],
  );
  const git = gitOf(vscode.window.activeTextEditor?.document.uri);
  const context = { earlier, ...(named && { command: named }), ...(git && { git }) };
  return classifier.classify(prompt, context, about);
}

type History = readonly (vscode.ChatRequestTurn | vscode.ChatResponseTurn)[];

/** The files of earlier turns, and why an earlier answer had to stay on this machine: both are in the prompt. */
function goesOnWith(history: History): {
  readonly seen: readonly SeenFile[];
  readonly stay?: Stay;
} {
  const stay = history
    .map((turn) => (turn instanceof vscode.ChatResponseTurn ? turn.result.metadata : undefined))
    .findLast((metadata) => isAnswered(metadata) && metadata.stay)?.['stay'] as Stay | undefined;
  const seen = history.flatMap((turn) =>
    turn instanceof vscode.ChatRequestTurn ? referencedFiles(turn.references) : [],
  );
  return { seen, ...(stay && { stay }) };
}

function typeNamed(command: string | undefined): TaskType | undefined {
  return taskTypes.find((type) => type === command);
}

/** The last request again, with its answer, one tier higher. */
async function escalated(history: History, earlier: readonly Message[], parts: ChatParts) {
  const asked = history.findLast((turn) => turn instanceof vscode.ChatRequestTurn);
  const answered = history.findLast((turn) => turn instanceof vscode.ChatResponseTurn);
  const metadata: unknown = answered?.result.metadata;
  if (!asked || !isAnswered(metadata)) {
    throw new HumanError('There is no answer to escalate in this chat yet. Ask something first.');
  }
  const again = 'That answer was not good enough. Answer my last request again, better.';
  const about = goesOnWith(history);
  const before = history.slice(0, history.indexOf(asked));
  const classified = await classify(asked, { history: before, about }, parts);
  const escalation: Escalation = { from: metadata.tier, to: 'next' };
  const instructions = await projectInstructions(filesOf(asked.references));
  return {
    task: chatTask(
      {
        type: classified.taskType,
        instruction: asked.prompt,
        attachments: referencedFiles(asked.references),
        ...(instructions && { projectInstructions: instructions }),
        ...about,
      },
      { system: '', tools: [], messages: [...earlier, userMessage(again)] },
    ),
    subject: 'chat',
    escalation,
    escalatedFrom: metadata.requestId,
  };
}

function filesOf(references: readonly vscode.ChatPromptReference[]): readonly vscode.Uri[] {
  return references.flatMap(({ value }) => {
    if (value instanceof vscode.Uri) return [value];
    return value instanceof vscode.Location ? [value.uri] : [];
  });
}

function userMessage(text: string): Extract<Message, { role: 'user' }> {
  return { role: 'user', text };
}

function messagesOf(turn: vscode.ChatRequestTurn | vscode.ChatResponseTurn): Message[] {
  if (turn instanceof vscode.ChatRequestTurn) {
    const type = typeNamed(turn.command);
    const text = turn.prompt || (type ? defaultInstructions[type] : '');
    return text === '' || turn.command === escalateCommand ? [] : [userMessage(text)];
  }
  const text = turn.response
    .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''))
    .join('')
    .replace(/\n\n---\n[^\n]*$/, '');
  return text === '' ? [] : [{ role: 'assistant', text }];
}

/** The manual pick if the developer chose one of Tierwise's models; other models do not matter. */
function pickOf(model: vscode.LanguageModelChat | undefined): TierPick | undefined {
  if (model?.vendor !== chatVendor || model.id === 'auto') return undefined;
  return { tier: model.family, pinned: {} };
}

function footer({ decision, end }: ChatAnswer): string {
  const { choice, cost } = end;
  const words = `${choice.tier} (${displayName(choice.model)}), ${describeCost(cost)}: ${explainWhy(decision)}`;
  return escapeMarkdown(words);
}
