import type { Tool } from '../conversation.ts';
import { isRecord } from '../input/objects.ts';

/** What a tool is for. `check` says whether work is right: tests, problems of the editor, linters. */
export type ToolKind = 'read' | 'edit' | 'run' | 'check' | 'todo' | 'delegate' | 'other';

/** What is known of a tool; a call in a conversation may know only its name. */
export type ToolFacts = Pick<Tool, 'name'> & Partial<Tool>;

/**
 * What a tool is for, by the words of its name, then by its arguments and its description, because every
 * client has other names. `other` when nothing tells. Remembered, because a client sends the same tools
 * with each request.
 */
export function toolKind(tool: ToolFacts): ToolKind {
  const { name, description = '' } = tool;
  const known = remembered.get(name);
  // Two servers may offer tools of one name.
  if (known?.description === description) return known.kind;
  const kind = readKind(tool);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(name, { description, kind });
  return kind;
}

const remembered = new Map<string, { readonly description: string; readonly kind: ToolKind }>();
/** A window has a few hundred tools. Chosen by judgement. */
const mostRemembered = 2_000;

function readKind({ name, description = '', inputSchema }: ToolFacts): ToolKind {
  const words = wordsOf(name);
  const wanted = argumentNames(inputSchema);
  const says = description.slice(0, 400);
  return (
    byName.find(({ is, unless, needs }) => {
      if (!is.test(words) || unless?.test(words)) return false;
      return (
        needs === undefined || inputSchema === undefined || wanted.some((each) => needs.test(each))
      );
    })?.kind ??
    byDescription.find(({ is, needs }) => {
      return is.test(says) && (needs === undefined || wanted.some((each) => needs.test(each)));
    })?.kind ??
    byArguments(wanted)
  );
}

/** The words of a name in lower case, without the name of the server that a tool comes from. */
function wordsOf(name: string): string {
  return name
    .replace(/^mcp_+[A-Za-z0-9-]+?_+(?=.)|^[a-z][\w-]*[./](?=\w)/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join(' ');
}

interface NameRow {
  readonly kind: ToolKind;
  readonly is: RegExp;
  readonly unless?: RegExp;
  /** One of the arguments is called so; not asked of a tool whose arguments are not known. */
  readonly needs?: RegExp;
}

const path =
  /^(?:absolute|relative|target|source|notebook|dir|directory|old|new|file|folder)?_?(?:file|path|uri|directory|dir|folder|filename)(?:_?(?:path|name|uri)s?|s)?$/i;
const content =
  /^(?:content|contents|text|new_?(?:str|string|text|content|source|body)|old_?(?:str|string|text)|code(?:_?edit)?|diff|patch|patch_?text|edits|replacements?|changes|input|file_?text|operations)$/i;
const place = new RegExp(`${path.source}|${content.source}`, 'i');
const command = /^(?:command|cmd|commands|script|commandline|shell_command)$/i;

/** The first row that fits wins, so what is special comes before what is general. */
const byName: readonly NameRow[] = [
  // A client's notes are no file of the project, although they take a path and a command.
  { kind: 'other', is: /\bmemor(?:y|ies)\b/ },
  {
    kind: 'todo',
    is: /\btodos?\b|\b(?:update|write|enter|exit|make|set) plan\b|\bplan mode\b|\bfocus chain\b|\btask (?:create|update|list|get)\b|\bchecklist\b|\btask progress\b/,
  },
  {
    kind: 'delegate',
    is: /\bsub ?agents?\b|\b(?:spawn|dispatch|launch|run|start|call|wait|close|resume|delegate)(?: to)? agents?\b|^(?:task|agent|new task|delegate|delegate task|send input|team create|search agent)$/,
  },
  // What a command or a task printed is read, whoever runs it.
  {
    kind: 'read',
    is: /\boutput\b|\bterminal (?:selection|last command)\b|\blast command\b|\blogs?\b/,
  },
  {
    kind: 'check',
    is: /\b(?:errors?|diagnostics?|problems?|lint|linter|eslint|typecheck|type check|test failures?|coverage)\b/,
  },
  {
    kind: 'read',
    is: /\b(?:search|grep|glob|find files?|find|rg|list|ls|dir)\b/,
    unless: /\breplace\b/,
  },
  {
    kind: 'check',
    is: /^(?:tests?|(?:run|execute|start|debug)\b.*\btests?|tests? run(?:ner)?|build|run build|build project|compile|verify|check|validate)\b/,
  },
  {
    kind: 'edit',
    is: /\bpatch\b|\bstr replace\b|\bapply diff\b/,
    unless: /\b(?:get|read|view|show)\b/,
  },
  {
    kind: 'edit',
    is: /\b(?:edit|multi edit|multiedit|write|create|new|insert|replace|update|modify|delete|remove|rename|move|copy|save|append|overwrite|add|undo|make|format)\b.*\b(?:files?|strings?|notebook|notebooks|cells?|code|lines?|content|contents|directory|dir|folder|blocks?|symbol|range|text|body|edits?|rule)\b/,
    unless: /\b(?:memory|memories|stdin|issue|comment|pull|branch|preferences|workspace)\b/,
  },
  {
    kind: 'edit',
    is: /^(?:edit|multi ?edit|write|replace|insert edit|notebook edit|create file|search and replace|search replace|rename|delete|write to file)\b/,
    unless: /\bstdin\b/,
    needs: place,
  },
  { kind: 'edit', is: /\bfind and replace\b/ },
  {
    kind: 'run',
    is: /\b(?:terminal|shell|bash|powershell|stdin|exec|execute|command|process|script|cell|repl|python|javascript)\b/,
    unless: /\b(?:slash|confirmation|get|list|read|view|summary)\b/,
  },
  {
    kind: 'run',
    is: /\brun (?:task|in|notebook|code|vscode|agent)\b|\brun task\b|^(?:run|shell|cmd)$/,
  },
  {
    kind: 'read',
    is: /\b(?:read|view|open|cat|head|tail|fetch|get|show|describe|inspect|lookup|query|search|usages|references|definitions?|symbols|semantic|codebase|documentation|docs?|tree|structure|hover|resources?|web|url|content|repo|image|summary|changes|diff|history|status|selection)\b/,
    unless:
      /\b(?:set|create|update|delete|click|type|press|fill|submit|navigate|send|post|confirmation|simple browser)\b/,
  },
];

/** How descriptions begin. */
const byDescription: readonly {
  readonly kind: ToolKind;
  readonly is: RegExp;
  readonly needs?: RegExp;
}[] = [
  {
    kind: 'delegate',
    is: /\b(?:launch|start|run|spawn|delegate)\w*\b[^.]{0,60}\b(?:sub-?agent|agent|assistant)\b/i,
  },
  { kind: 'todo', is: /\b(?:to-?do list|task list|checklist)\b/i },
  {
    kind: 'check',
    is: /^\W*(?:runs?|executes?|starts?)\b[^.]{0,60}\b(?:tests?|test suite|linters?|type ?checker)\b|^\W*(?:gets?|lists?|returns?|reports?|shows?)\b[^.]{0,60}\b(?:compile errors|diagnostics|lint errors|test results)\b/i,
  },
  {
    kind: 'run',
    is: /^\W*(?:runs?|executes?|launch(?:es)?)\b[^.]{0,80}\b(?:commands?|shell|terminal|scripts?|processe?s?|programs?)\b/i,
  },
  {
    kind: 'edit',
    is: /^\W*(?:edits?|writes?|creates?|modif(?:y|ies)|replaces?|applies|apply|inserts?|deletes?|renames?|updates?|changes?|overwrites?|puts?|stores?)\b[^.]{0,80}\b(?:files?|patch|diff|code|notebook|document|source)\b/i,
    needs: place,
  },
  {
    kind: 'read',
    is: /^\W*(?:reads?|search(?:es)?|lists?|finds?|fetch(?:es)?|gets?|returns?|retrieves?|looks?|shows?|displays?|quer(?:y|ies)|opens?|views?|loads?|prints?|explains?)\b/i,
  },
];

function byArguments(wanted: readonly string[]): ToolKind {
  const has = (pattern: RegExp) => wanted.some((each) => pattern.test(each));
  if (has(command)) return 'run';
  if (has(path) && has(content)) return 'edit';
  if (has(/^(?:query|pattern|regex|glob|symbol)$/i) || (has(path) && wanted.length <= 4))
    return 'read';
  return 'other';
}

function argumentNames(schema: Record<string, unknown> | undefined): readonly string[] {
  const properties = schema?.['properties'];
  return isRecord(properties) ? Object.keys(properties) : [];
}
