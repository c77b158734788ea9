import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { agentTools, runTool } from './agentTools.ts';

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
  /** The loop ended by itself, with an answer in words. */
  readonly ended: boolean;
  /** The hidden tests pass. */
  readonly isRight: boolean;
  readonly calls: readonly string[];
}

/**
 * Plays an agent's loop with one of Tierwise's models: runs the tools that it calls and gives it their results,
 * as VS Code's agent does. Asks for a title beside the loop, and for a summary of a long one.
 */
export async function playLoop(loop: Loop): Promise<PlayedLoop> {
  const { folder, files, words, system, mostTurns } = loop;
  rmSync(folder, { recursive: true, force: true });
  write(folder, files);
  const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', id: loop.model });
  if (!model) throw new Error(`Tierwise offers no model ${loop.model}`);
  const head = [vscode.LanguageModelChatMessage.User(`${system}\n\n${environment(folder)}`)];
  const said = [...head, vscode.LanguageModelChatMessage.User(wrapped(words, Object.keys(files)))];
  await partsOf(model, [vscode.LanguageModelChatMessage.User(titleFor(words))], []);
  const calls: string[] = [];
  let turns = 0;
  let ended = false;
  while (!ended && turns < mostTurns) {
    turns += 1;
    const parts = await partsOf(model, said, agentTools);
    const asked = parts.filter((part) => part instanceof vscode.LanguageModelToolCallPart);
    const texts = parts.filter((part) => part instanceof vscode.LanguageModelTextPart);
    ended = asked.length === 0;
    if (ended) break;
    said.push(vscode.LanguageModelChatMessage.Assistant([...texts, ...asked]));
    const results: vscode.LanguageModelToolResultPart[] = [];
    for (const { callId, name, input } of asked) {
      calls.push(name);
      const result = await runTool(folder, name, input as Record<string, unknown>);
      const content = [new vscode.LanguageModelTextPart(result)];
      results.push(new vscode.LanguageModelToolResultPart(callId, content));
    }
    said.push(vscode.LanguageModelChatMessage.User(results));
  }
  write(folder, loop.hidden);
  const command = 'node --test --test-isolation=none hidden/*.test.mjs';
  const judged = await runTool(folder, 'run_in_terminal', { command });
  return { turns, ended, isRight: judged.endsWith('exit code: 0'), calls };
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
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
