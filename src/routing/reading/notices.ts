/**
 * What a client says by itself in a message that looks like the developer's. `summary`: what came before is
 * told in its place, and the work goes on. `resumed`: work that was interrupted goes on. `blocked`: a hook of
 * the developer's found that the work is not finished. `terminal`: a command in the background ended or waits.
 * `reminder`: how the agent is to go on.
 */
export type NoticeKind = 'summary' | 'resumed' | 'blocked' | 'terminal' | 'reminder';

interface Shape {
  readonly kind: NoticeKind;
  /** Where it was seen, 2026-11-30. */
  readonly source: string;
  readonly begins: RegExp;
}

/** How such messages begin: a developer who quotes one writes words before it. */
const shapes: readonly Shape[] = [
  {
    kind: 'summary',
    source:
      "VS Code's agent: agent/summarizedConversationHistory.tsx of microsoft/vscode-copilot-chat",
    begins: /^\s*<conversation-summary>/,
  },
  {
    kind: 'summary',
    source: 'Roo Code, src/core/condense; Cline, sdk/packages/core compaction',
    begins: /^\s*(?:## Conversation Summary\s*\n|Context summary:\s*\n)/,
  },
  {
    kind: 'summary',
    source: 'Claude Code and Codex, session files in public repositories',
    begins:
      /^\s*(?:This session is being continued from a previous conversation|Another language model started to solve this problem and produced a summary)/,
  },
  {
    kind: 'summary',
    source: 'Cline, core/prompts/responses.ts: the task in place of messages that were cut off',
    begins: /^\s*\[Continue assisting the user!\]/,
  },
  {
    kind: 'resumed',
    source: 'Cline and Roo Code, core/prompts/responses.ts and task/Task.ts',
    begins: /^\s*\[TASK RESUMPTION\]/,
  },
  {
    kind: 'blocked',
    source: "VS Code's agent: intents/node/toolCallingLoop.ts",
    begins: /^\s*You were about to complete but (?:a hook|multiple hooks) blocked you\b/,
  },
  {
    kind: 'reminder',
    source: "VS Code's inline chat: inline/inlineChat2Prompt.tsx",
    begins: /^\s*<feedback>\s*Editing this file did not produce the desired result\b/,
  },
  {
    kind: 'terminal',
    source: 'VS Code: pull request 307199 of microsoft/vscode',
    begins: /^\s*\[Terminal \S{1,100} notification: /,
  },
  {
    kind: 'reminder',
    source: "VS Code's agent in autopilot (toolCallingLoop.ts) and its subagents",
    begins:
      /^\s*(?:You have not yet marked the task as complete\b|OK, your allotted iterations are finished\b)/,
  },
  {
    kind: 'reminder',
    source: "Cline's vscode-lm-format.ts, after the chat sample of VS Code's documentation",
    begins: /^\s*Above is the result of calling one or more tools\b/,
  },
];

/** Undefined where the developer, or a client that nobody knows, speaks. */
export function noticeOf(text: string): NoticeKind | undefined {
  return shapes.find(({ begins }) => begins.test(text))?.kind;
}
