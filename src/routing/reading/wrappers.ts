/** What a client puts between a pair of tags. */
export type Holds = 'words' | 'context' | 'attachments';

export interface TagMeaning {
  readonly holds: Holds;
  /**
   * `sure`: this tag alone shows that a client wrapped the text. `likely`: it does so at the beginning or
   * the end of a text. `weak`: people use the tag too, so it counts only where the text is wrapped anyway.
   */
  readonly strength: 'sure' | 'likely' | 'weak';
  /** The client writes it last, so the last closing tag ends it, whatever the words contain. */
  readonly isLast?: boolean;
}

/** How one client wraps what the developer typed. */
interface Client {
  readonly name: string;
  /** Where its tags were seen, and when. */
  readonly source: string;
  readonly seen: string;
  /** Tags of this client alone. */
  readonly own: Partial<Record<Holds, readonly string[]>>;
  /** Tags that are also found in what people write. */
  readonly shared?: Partial<Record<Holds, readonly string[]>>;
  /** The tag around the words, when the client writes it last. */
  readonly last?: string;
}

const clients: readonly Client[] = [
  {
    name: "VS Code's agent",
    source:
      'github.com/microsoft/vscode-copilot-chat, src/extension/prompts/node: agent/agentPrompt.tsx, panel/chatVariables.tsx, panel/fileVariable.tsx and the snapshots of their tests',
    seen: '2026-11-28',
    own: {
      context: [
        'environment_info',
        'workspace_info',
        'userPreferences',
        'userMemory',
        'sessionMemory',
        'repoMemory',
        'editorContext',
        'repoContext',
        'reminderInstructions',
        'toolReferences',
        'customInstructions',
        'modeInstructions',
        'notebookFormatInstructions',
        'conversation-summary',
        'importantReminders',
        'customizationsUpdate',
        'availableDeferredTools',
      ],
      attachments: ['attachments'],
    },
    shared: {
      words: ['prompt'],
      context: ['instructions'],
      attachments: ['attachment', 'context'],
    },
    last: 'userRequest',
  },
  {
    name: 'Cline, Roo Code, Kilo Code',
    source:
      'github.com/cline/cline and github.com/RooCodeInc/Roo-Code, src/core: prompts/responses.ts, mentions/index.ts, environment details; their formatFileContentBlock',
    seen: '2026-11-29',
    own: {
      words: ['user_input', 'user_message'],
      context: [
        'environment_details',
        'explicit_instructions',
        'hook_context',
        'workspace_diagnostics',
        'git_working_state',
        'url_content',
        'terminal_output',
        'mode_notice',
      ],
      attachments: ['file_content', 'folder_content'],
    },
    shared: { words: ['task', 'feedback', 'answer'] },
  },
  {
    name: 'Claude Code',
    source:
      'session files in public repositories, such as github.com/anthropics/claude-code issues and their transcripts',
    seen: '2026-11-29',
    own: {
      words: ['command-name', 'command-args'],
      context: [
        'system-reminder',
        'ide_opened_file',
        'command-message',
        'command-contents',
        'local-command-caveat',
        'local-command-stdout',
        'local-command-stderr',
        'bash-input',
        'bash-stdout',
        'bash-stderr',
        'task-notification',
        'user-prompt-submit-hook',
      ],
      attachments: ['ide_selection'],
    },
  },
  {
    name: 'Codex',
    source: 'github.com/openai/codex, codex-rs/core, and rollout files in public repositories',
    seen: '2026-11-29',
    own: {
      context: [
        'environment_context',
        'user_instructions',
        'permissions instructions',
        'collaboration_mode',
        'recommended_plugins',
        'skills_instructions',
        'turn_aborted',
        'subagent_notification',
        'INSTRUCTIONS',
      ],
    },
  },
  {
    name: 'Cursor',
    source: 'agent transcripts in public repositories',
    seen: '2026-11-29',
    own: {
      context: [
        'additional_data',
        'open_and_recently_viewed_files',
        'system_reminder',
        'user_info',
        'git_status',
        'project_layout',
      ],
      attachments: ['attached_files'],
    },
    shared: { context: ['timestamp', 'rules'] },
    last: 'user_query',
  },
  {
    name: 'Tierwise itself, and extensions that attach files as it does',
    source: 'attachments.ts of this extension',
    seen: '2026-11-29',
    own: {},
    shared: { words: ['instruction', 'query'], attachments: ['file', 'files', 'attached'] },
  },
];

const known: ReadonlyMap<string, TagMeaning> = new Map(
  clients.flatMap(({ own, shared = {}, last }) => [
    ...meanings(shared, 'weak'),
    ...meanings(own, 'sure'),
    ...(last === undefined
      ? []
      : [[last, { holds: 'words', strength: 'sure', isLast: true }] as const]),
  ]),
);

function meanings(
  tags: Partial<Record<Holds, readonly string[]>>,
  strength: TagMeaning['strength'],
): (readonly [string, TagMeaning])[] {
  return (['words', 'context', 'attachments'] as const).flatMap((holds) =>
    (tags[holds] ?? []).map((name) => [name, { holds, strength }] as const),
  );
}

/** Tags into which a client puts everything that the developer says. */
export const wrapAllWords: readonly string[] = [
  'userRequest',
  'user_query',
  'user_input',
  'user_message',
];

/** Names of the tags that alone show that a client wrapped the text. */
export const sureTags: readonly string[] = [...known]
  .filter(([, { strength }]) => strength === 'sure')
  .map(([name]) => name);

/** What a tag of this name holds; undefined for a name that says nothing, such as those of HTML. */
export function meaningOf(name: string): TagMeaning | undefined {
  return known.get(name) ?? meaningOfUnknown(name);
}

/*
 * Clients that nobody listed name their tags alike: two words or more in snake_case or camelCase, of which
 * the last says what the tag holds. HTML has no such names; components have a capital letter or a hyphen.
 */
const compound = /^[a-z]+(?:_[a-z]+|[A-Z][a-z]+)+$/;
const wordsNouns = new Set(
  'request query message prompt input question task instruction words ask'.split(' '),
);
const contextNouns = new Set(
  `context contexts info information details environment reminder reminders instructions rules guidelines
memory memories state tree structure diagnostics problems errors terminal terminals history summary
metadata settings preferences notes docs documentation diff status tabs editors`.split(/\s/),
);
const attachmentNouns = new Set(
  'file files attachment attachments selection selections snippet snippets note'.split(' '),
);

function meaningOfUnknown(name: string): TagMeaning | undefined {
  if (!compound.test(name)) return undefined;
  const noun = name
    .split(/_|(?=[A-Z])/)
    .at(-1)!
    .toLowerCase();
  if (wordsNouns.has(noun)) return { holds: 'words', strength: 'likely' };
  if (attachmentNouns.has(noun)) return { holds: 'attachments', strength: 'likely' };
  return contextNouns.has(noun) ? { holds: 'context', strength: 'likely' } : undefined;
}

/** The first words of a `<context>` with which Zed attaches files (github.com/zed-industries/zed, crates/agent, 2026-11-29). */
export const attachedByUser = /^\s*The following items were attached by the user/;

/** A heading before the words: Codex in an editor (rollout files in public repositories, 2026-11-29). */
export const headings = {
  begins: /^\s*(?:# Context from my IDE setup:|# Files mentioned by the user:)/,
  words: /^## My request for Codex:[ \t]*/m,
};

/** Lines that clients add around the words, without tags. */
export const addedLines: readonly RegExp[] = [
  // Codex, beside <INSTRUCTIONS>.
  /^# AGENTS\.md instructions(?: for .*)?$/gm,
  // VS Code's agent, after the words, for some models.
  / \(See <attachments> above for file contents\.[^()]*\)\s*$/g,
];

/** Texts that a client sends as the developer's, but wrote itself (Cline and Roo Code, as above). */
export const clientTalk =
  /^\s*(?:\[[a-z_]+(?: for [^\n]{0,2000})?\] Result:|\[ERROR\] You did not use a tool in your previous response|(?:You seem to be having trouble proceeding\. )?The user (?:has )?provided the following feedback\b[^<]{0,80}<feedback>)/;
