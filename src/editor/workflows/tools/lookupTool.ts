import * as vscode from 'vscode';
import { LineCounter } from 'yaml';
import { pathProblem } from '../../../execution/sandbox/paths.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { readSoundYaml } from '../../../routing/input/yaml.ts';
import { bytesForModel } from '../../reading/reading.ts';
import { leadsOut } from '../../platform/leadsOut.ts';

/** Looks up an entry in a JSON or YAML file of a workflow's folder. Rejects with StepFailure. */
export async function lookupTool(
  { file, key }: { readonly file: string; readonly key: string },
  folder: vscode.Uri,
): Promise<{ found: boolean; value: unknown }> {
  const problem = pathProblem(file);
  if (problem)
    throw new StepFailure(
      `"${file}" cannot be read: ${problem}. Name a file in the workflow’s folder.`,
    );
  const uri = vscode.Uri.joinPath(folder, file);
  if (await leadsOut(uri, folder)) {
    throw new StepFailure(`${file} leads out of the workspace, so it is not read.`);
  }
  let entries: unknown;
  try {
    const bytes = await bytesForModel(uri, file);
    entries = entriesIn(file, new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepFailure(`"${file}" cannot be read: ${reason}`, { cause: error });
  }
  const isTable = typeof entries === 'object' && entries !== null && !Array.isArray(entries);
  if (!isTable) throw new StepFailure(`"${file}" holds no entries by key. Make it an object.`);
  const found = Object.hasOwn(entries as object, key);
  return { found, value: found ? (entries as Record<string, unknown>)[key] : null };
}

// JSON of this many characters is read in about 20 ms; YAML takes a hundred times as long. Chosen by judgement.
const longestJson = 5_000_000;

/** Throws an error that says why the text cannot be read. */
function entriesIn(file: string, text: string): unknown {
  if (file.endsWith('.json')) {
    if (text.length <= longestJson) return JSON.parse(text);
    throw new Error(`it has more than ${longestJson} characters. Use a smaller table.`);
  }
  const read = readSoundYaml(text, new LineCounter());
  if ('value' in read) return read.value;
  const [{ message }] = read.problems;
  throw new Error(`${message} A large table is read faster as a .json file.`);
}
