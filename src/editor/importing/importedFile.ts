import { parse, type ParseError } from 'jsonc-parser';
import * as vscode from 'vscode';
import { parseDocument } from 'yaml';
import { textOfBytes } from '../../execution/textOfBytes.ts';
import { mostAliases } from '../../routing/input/yaml.ts';
import { syntaxInWords } from '../../routing/input/yamlWords.ts';
import { HumanError } from '../platform/humanError.ts';
import { formatCount, say } from '../platform/say.ts';

/** Lets the developer choose one file; resolves to undefined when they do not. */
export async function chooseFile(
  title: string,
  filters?: Record<string, string[]>,
): Promise<vscode.Uri | undefined> {
  const options = { title, openLabel: say('Import'), ...(filters && { filters }) };
  const [uri] = (await vscode.window.showOpenDialog(options)) ?? [];
  return uri;
}

/** The text of a file of another program. Rejects with HumanError where it is too large or no text. */
export async function importedText(uri: vscode.Uri, mostBytes: number): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > mostBytes) {
    throw new HumanError(
      say(
        'This file has {0} bytes, and at most {1} are read. Split it up.',
        formatCount(size),
        formatCount(mostBytes),
      ),
    );
  }
  const read = textOfBytes(await vscode.workspace.fs.readFile(uri));
  if ('text' in read) return read.text;
  throw new HumanError(say('Line {0} cannot be read. {1}', read.line, read.problem));
}

/** What the text holds: JSON, which may have comments, or YAML. Throws HumanError where it is neither. */
export function importedValue(text: string): unknown {
  return /^\s*(?:\/\/[^\n]*\s*|\/\*[^]*?\*\/\s*)*[[{]/.test(text) ? jsonIn(text) : yamlIn(text);
}

function jsonIn(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split('\n').length;
  throw new HumanError(
    say('This file is not valid JSON: line {0} has an error. Correct it in VS Code first.', line),
  );
}

function yamlIn(text: string): unknown {
  // Python's YAML, in which LiteLLM reads, merges what `<<` names; so do people's files for it.
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', merge: true });
  const [error] = document.errors;
  if (error) {
    const { code, message } = error;
    const [start] = error.pos;
    const line = text.slice(0, start).split('\n').length;
    const words = syntaxInWords({ code, message, start }, text, say);
    throw new HumanError(
      say('This file is not valid YAML: line {0} has an error. {1}', line, words),
    );
  }
  try {
    return document.toJS({ maxAliasCount: mostAliases }) as unknown;
  } catch (problem) {
    throw new HumanError(
      say(
        'This file cannot be read: {0}. Write its aliases out.',
        problem instanceof Error ? problem.message : String(problem),
      ),
    );
  }
}
