import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { agentTools, passesHidden, runTool, writeFiles } from './agentTools.ts';

/** A loop to play: what the developer types, in a folder of its own. */
export interface Loop {
  readonly words: string;
  readonly system: string;
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
  /** Tests that are written and run after the loop. */
  readonly hidden: Readonly<Record<string, string>>;
  /** The id of one of Tierwise's models. */
  readonly model: string;
  readonly mostTurns: number;
}

export interface PlayedLoop {
  readonly turns: number;
  /** The hidden tests pass. */
  readonly isRight: boolean;
}

/**
 * Plays an agent's loop with one of Tierwise's models: runs the tools that it calls and gives it their results,
 * as VS Code's agent does. Asks for a title beside the loop, and for a summary of a long one.
 */
export async function playLoop(loop: Loop): Promise<PlayedLoop> {
  const { folder, files, words, system, mostTurns } = loop;
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, files);
  const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', id: loop.model });
  if (!model) throw new Error(`Tierwise offers no model ${loop.model}`);
  const head = [vscode.LanguageModelChatMessage.User(`${system}\n\n${environment(folder)}`)];
  const said = [...head, vscode.LanguageModelChatMessage.User(wrapped(words, Object.keys(files)))];
  await partsOf(model, [vscode.LanguageModelChatMessage.User(titleFor(words))], []);
  let turns = 0;
  while (turns < mostTurns) {
    turns += 1;
    const parts = await partsOf(model, said, agentTools);
    const asked = parts.filter((part) => part instanceof vscode.LanguageModelToolCallPart);
    const texts = parts.filter((part) => part instanceof vscode.LanguageModelTextPart);
    if (asked.length === 0) break;
    said.push(vscode.LanguageModelChatMessage.Assistant([...texts, ...asked]));
    const results: vscode.LanguageModelToolResultPart[] = [];
    for (const { callId, name, input } of asked) {
      const result = await runTool(folder, name, input as Record<string, unknown>);
      const content = [new vscode.LanguageModelTextPart(result)];
      results.push(new vscode.LanguageModelToolResultPart(callId, content));
    }
    said.push(vscode.LanguageModelChatMessage.User(results));
  }
  return { turns, isRight: await passesHidden(folder, loop.hidden) };
}

function environment(folder: string): string {
  return [
    '<environment_info>',
    'The user works on Linux.',
    '</environment_info>',
    '<workspace_info>',
    `The folder ${folder} is open.`,
    '</workspace_info>',
  ].join('\n');
}

function wrapped(words: string, paths: readonly string[]): string {
  return [
    '<context>',
    'The current date is November 29, 2026.',
    '</context>',
    '<editorContext>',
    `The user's current file is ${paths.find((path) => path.startsWith('src/')) ?? ''}.`,
    '</editorContext>',
    '<reminderInstructions>',
    'Keep going until the request is done. Call a tool rather than telling what you would do.',
    '</reminderInstructions>',
    '<userRequest>',
    words,
    '</userRequest>',
  ].join('\n');
}

/** What VS Code asks for the name of a new conversation. */
function titleFor(words: string): string {
  return `Please write a brief title for the following request, of at most 8 words:\n\n${words}`;
}

async function partsOf(
  model: vscode.LanguageModelChat,
  messages: vscode.LanguageModelChatMessage[],
  tools: readonly vscode.LanguageModelChatTool[],
): Promise<unknown[]> {
  const { stream } = await model.sendRequest(messages, { tools: [...tools] });
  const parts: unknown[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}
