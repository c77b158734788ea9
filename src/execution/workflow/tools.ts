import type { JsonSchema } from './jsonSchema.ts';

/** A parameter of a tool. */
export interface ToolInput {
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
  readonly required?: boolean;
}

/** What a step or an agent may do without asking a model. */
export interface WorkflowTool {
  readonly description: string;
  readonly inputs: Readonly<Record<string, ToolInput>>;
  readonly output: JsonSchema;
}

const text = { type: 'string' } as const;
const whole = { type: 'integer' } as const;
const yesOrNo = { type: 'boolean' } as const;

function object(properties: Record<string, JsonSchema>): JsonSchema {
  const required = Object.keys(properties);
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

const place = { path: text, line: whole, text };
const lines = { startLine: whole, endLine: whole };

const path: ToolInput = { type: 'string', description: 'Relative to the workspace folder.' };
const startLine: ToolInput = { type: 'integer', description: 'First line, counted from 1.' };
const endLine: ToolInput = { type: 'integer', description: 'Last line, included.' };

/** Only descriptions: the engine runs `readFile` and `editFile`, the editor all others. */
export const workflowTools = {
  readSelection: {
    description: 'The selection in the active editor, or the function around the cursor.',
    inputs: {},
    output: object({ path: text, language: text, text, ...lines }),
  },
  readFile: {
    description: 'The text of a file, or of some of its lines, as the editor shows it.',
    inputs: { path: { ...path, required: true }, startLine, endLine },
    output: object({ path: text, language: text, text, ...lines }),
  },
  diagnostics: {
    description: 'The problems that the editor shows, of one file or of all.',
    inputs: { path },
    output: object({
      problems: list(object({ path: text, line: whole, severity: text, message: text })),
      count: whole,
    }),
  },
  gitDiff: {
    description: 'What has changed since a commit, as a diff and as hunks, with the commits since.',
    inputs: {
      base: {
        type: 'string',
        description: 'A commit, tag or branch, or `lastTag`. Defaults to HEAD.',
      },
      staged: {
        type: 'boolean',
        description: 'Whether to include staged changes only. Defaults to all changes.',
      },
      path: {
        type: 'string',
        description: 'A file or folder in the workspace. Defaults to all files.',
      },
    },
    output: object({
      text,
      files: list(text),
      hunks: list(object({ path: text, ...lines, text })),
      commits: list(object({ hash: text, subject: text })),
    }),
  },
  references: {
    description: 'Where a symbol is used, as the language server knows.',
    inputs: {
      symbol: { type: 'string', description: 'The name of the symbol.', required: true },
      path: { type: 'string', description: 'The file that declares it.' },
    },
    output: object({ references: list(object(place)), count: whole }),
  },
  search: {
    description: 'The lines of the workspace that contain a text.',
    inputs: {
      text: { type: 'string', description: 'The exact text to look for.', required: true },
      include: {
        type: 'string',
        description: 'A glob of the files to search. Defaults to all files.',
      },
      maxResults: { type: 'integer', description: 'The most lines to find. Defaults to 50.' },
    },
    output: object({ matches: list(object(place)), count: whole }),
  },
  command: {
    description:
      'One of your `tierwise.gateCommands`, in a throwaway copy of the project with the changes proposed so far.',
    inputs: { name: { type: 'string', description: 'Name of the command.', required: true } },
    output: object({ passed: yesOrNo, exitCode: whole, output: text }),
  },
  editFile: {
    description:
      'Proposes a change, shown in the preview when the run ends. Without lines, of the whole file.',
    inputs: {
      path: { ...path, required: true },
      text: { type: 'string', description: 'What stands there afterwards.', required: true },
      startLine,
      endLine,
    },
    output: object({ path: text, changedLines: whole }),
  },
  lookup: {
    description: 'The entry of a JSON or YAML file beside the workflow.',
    inputs: {
      file: { type: 'string', description: 'Relative to the workflow.', required: true },
      key: { type: 'string', description: 'The key of the entry.', required: true },
    },
    output: object({ found: yesOrNo, value: {} }),
  },
} as const satisfies Record<string, WorkflowTool>;

export type ToolName = keyof typeof workflowTools;

export const toolNames = Object.keys(workflowTools) as [ToolName, ...ToolName[]];

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(workflowTools, name);
}
