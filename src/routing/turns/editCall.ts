import type { ToolCall } from '../conversation.ts';
import { isRecord } from '../input/objects.ts';
import { patchedPaths } from './commandKind.ts';
import { pathsIn } from './steps.ts';

/** What a call of a tool that edits does to one file, as far as its arguments show it. */
export type CallEdit =
  /** The whole text of a file, new or not. */
  | { readonly kind: 'whole'; readonly path: string; readonly text: string }
  /** A text to find and what comes in its place. */
  | {
      readonly kind: 'replace';
      readonly path: string;
      readonly oldText: string;
      readonly newText: string;
      /** How often the old text has to be there; `any` for tools that replace wherever it is. */
      readonly times: number | 'any';
    }
  /** Blocks with SEARCH and REPLACE. */
  | { readonly kind: 'blocks'; readonly path: string; readonly text: string }
  /** A diff, or a patch that names its files itself. */
  | { readonly kind: 'patch'; readonly path?: string; readonly text: string }
  /** Nobody but the tool knows: a sketch for another model, a place by number, a cell, a deletion. */
  | { readonly kind: 'unclear'; readonly path?: string };

type Given = Readonly<Record<string, unknown>>;

/*
 * The names of arguments, of the tools of VS Code's agent, Cline, Roo Code, Claude Code, Codex, OpenCode, Gemini
 * CLI, JetBrains and Anthropic's text editor, 2026-11-29.
 */
const oldText = /^(?:old|original|search|find)_?(?:str(?:ing)?|text|content|code)?$/i;
const newText =
  /^(?:(?:new|replace(?:ment)?|updated)_?(?:str(?:ing)?|text|content|code|with)?|insert_?text)$/i;
const whole = /^(?:contents?|text|file_?(?:text|content)|body|new_?content)$/i;
const patch = /^(?:diff|patch|patch_?text|input)$/i;
const writes = /write|create|save/i;
const parts = /^(?:edits|replacements|changes|operations)$/i;
/** What makes the old text match in another way than as it stands. */
const loose = /^(?:use_?regex|is_?regex|regex|ignore_?case)$/i;
const everywhere = /^(?:replace_?all|all|global|allow_?multiple)$/i;
const expected = /^(?:expected_?(?:replacements|occurrences|count)|count)$/i;
/** Places by number, and names of what the tool does, which the other arguments do not tell. */
const place =
  /^(?:(?:start|end|insert|from|to)?_?line(?:_?(?:number|start|end))?|cell_?(?:id|number|index)|edit_?(?:type|mode))$/i;

/** What a call of a tool that edits does to files; empty when it changes none. */
export function editsOfCall({ name, argumentsJson }: ToolCall): readonly CallEdit[] {
  const given = parsed(argumentsJson);
  if (!given || given['command'] === 'view') return given ? [] : [{ kind: 'unclear' }];
  return editsIn(given, { name, path: undefined });
}

interface Around {
  /** The tool's name. */
  readonly name: string;
  /** The file that the arguments around a list name. */
  readonly path: string | undefined;
}

function editsIn(given: Given, around: Around): readonly CallEdit[] {
  const path = ownPath(given) ?? around.path;
  const list = valueOf(given, parts);
  if (Array.isArray(list)) {
    if (list.length === 0 || !list.every(isRecord)) return [unclear(path)];
    return list.flatMap((each) => editsIn(each, { ...around, path }));
  }
  return [
    patchIn(given, path) ?? replacementIn(given, path, around) ?? wholeIn(given, path, around),
  ];
}

function patchIn(given: Given, path: string | undefined): CallEdit | undefined {
  const text = textOf(given, patch);
  if (text === undefined) return undefined;
  if (/^(?:<{5,9}|-{5,9}) ?(?:SEARCH|ORIGINAL)\b/m.test(text)) {
    return path === undefined ? unclear(path) : { kind: 'blocks', path, text };
  }
  const isPatch = patchedPaths(text).length > 0 || /^@@/m.test(text);
  return isPatch ? { kind: 'patch', text, ...(path !== undefined && { path }) } : unclear(path);
}

function replacementIn(
  given: Given,
  path: string | undefined,
  { name }: Around,
): CallEdit | undefined {
  const [before, after] = [textOf(given, oldText), textOf(given, newText)];
  if (before === undefined) return undefined;
  if (path === undefined || valueOf(given, loose) === true) return unclear(path);
  // Roo Code's tool of this name replaces wherever it finds the text.
  const isAny = valueOf(given, everywhere) === true || /search_and_replace/i.test(name);
  const count = valueOf(given, expected);
  const times = isAny ? 'any' : Number.isSafeInteger(count) ? (count as number) : 1;
  return { kind: 'replace', path, oldText: before, newText: after ?? '', times };
}

function wholeIn(given: Given, path: string | undefined, { name }: Around): CallEdit {
  const text = textOf(given, whole);
  // A tool that inserts, or that only says that it edits, may take a part of a file.
  const isWhole = writes.test(name) || given['command'] === 'create';
  const isPart = Object.keys(given).some((key) => place.test(key));
  if (text === undefined || path === undefined || !isWhole || isPart) return unclear(path);
  return { kind: 'whole', path, text };
}

function unclear(path: string | undefined): CallEdit {
  return { kind: 'unclear', ...(path !== undefined && { path }) };
}

/** The one file that arguments name outside of their lists. */
function ownPath(given: Given): string | undefined {
  const plain = Object.entries(given).filter(([, value]) => typeof value === 'string');
  const [path, another] = pathsIn(Object.fromEntries(plain));
  return another === undefined ? path : undefined;
}

function valueOf(given: Given, names: RegExp): unknown {
  return Object.entries(given).find(([key]) => names.test(key))?.[1];
}

function textOf(given: Given, names: RegExp): string | undefined {
  const found = Object.entries(given).find(
    ([key, value]) => names.test(key) && typeof value === 'string',
  );
  return found?.[1] as string | undefined;
}

function parsed(json: string): Given | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  } catch {
    // A model may write something that is not JSON.
    return undefined;
  }
}
