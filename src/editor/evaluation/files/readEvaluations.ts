import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { FixturePlace } from '../../../evaluation/files/fixturePlaces.ts';
import { fixturePlaces } from '../../../evaluation/files/fixturePlaces.ts';
import {
  type ParsedEvaluation,
  type KnownSteps,
  parseEvaluation,
} from '../../../evaluation/files/parseEvaluation.ts';
import { evaluationName, isEvaluationName } from '../../../evaluation/files/evaluationName.ts';
import { isPrivate } from '../../../execution/safety/privateFiles.ts';
import type { WorkflowProblem } from '../../../execution/workflow/definition.ts';
import { currentText } from '../../platform/currentText.ts';
import { privateGlobs } from '../../reading/privateGlobs.ts';
import { isPrivateUri } from '../../reading/reading.ts';
import { leadsOut } from '../../platform/leadsOut.ts';
import { evaluationsFolder } from './evaluationsFolder.ts';
import { say } from '../../platform/say.ts';

/** A file of `.tierwise/evaluations`, as it was last read. */
export interface EvaluationFile {
  /** The file's address, which no other has. */
  readonly id: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly uri: vscode.Uri;
  readonly folder: vscode.WorkspaceFolder;
  readonly parsed: ParsedEvaluation;
  /** By the id of a fixture. */
  readonly places: ReadonlyMap<string, FixturePlace>;
}

/** What the files may name. */
export interface KnownNames {
  readonly tierNames: readonly string[];
  /** By workflow. */
  readonly steps: ReadonlyMap<string, KnownSteps>;
}

/** The names of the evaluations of a folder, such as `cart.yaml`; none in a workspace that is not trusted. */
async function evaluationNames(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
  if (!vscode.workspace.isTrusted) return [];
  try {
    const entries = await vscode.workspace.fs.readDirectory(evaluationsFolder(folder));
    return entries
      .map(([name]) => name)
      .filter(isEvaluationName)
      .toSorted();
  } catch {
    return [];
  }
}

/** Reads and checks the evaluations of a folder. What they hold may go to a model. */
export async function readEvaluations(
  folder: vscode.WorkspaceFolder,
  known: KnownNames,
): Promise<readonly EvaluationFile[]> {
  const home = evaluationsFolder(folder);
  const names = await evaluationNames(folder);
  return Promise.all(
    names.map(async (file): Promise<EvaluationFile> => {
      const uri = vscode.Uri.joinPath(home, file);
      const facts = { id: uri.toString(), name: nameOf(uri), uri, folder };
      const text = await readBeside(uri, file);
      if (text === undefined) return { ...facts, parsed: hidden, places: new Map() };
      const parsed = await readEvaluation(uri, text, known);
      const readFile = (path: string) => readBeside(uri, path);
      const places = parsed.evaluation ? await fixturePlaces(text, readFile) : new Map();
      return { ...facts, parsed, places };
    }),
  );
}

/** Reads and checks the evaluation in a text, as if it stood at `uri`. */
export async function readEvaluation(
  uri: vscode.Uri,
  text: string,
  known: KnownNames,
): Promise<ParsedEvaluation> {
  const readFile = (path: string) => readBeside(uri, path);
  const parsed = await parseEvaluation(text, { ...known, name: nameOf(uri), readFile });
  return withoutPrivate(parsed, privateGlobs());
}

/** A file in the folder of an evaluation; undefined when it is missing, private or leads out. */
async function readBeside(evaluation: vscode.Uri, path: string): Promise<string | undefined> {
  const home = vscode.Uri.joinPath(evaluation, '..');
  const uri = vscode.Uri.joinPath(home, path);
  const isHidden = (await leadsOut(uri, home)) || (await isPrivateUri(uri));
  return isHidden ? undefined : currentText(uri);
}

function nameOf(uri: vscode.Uri): string {
  return evaluationName(posix.basename(uri.path));
}

const hidden: ParsedEvaluation = {
  problems: [
    problemAtStart(
      say(
        'This evaluation is not read: it is private by `tierwise.privateFiles`, or a link leads it out of the folder. Move it.',
      ),
    ),
  ],
};

/** A fixture that names a private file may hold its text, which goes to no model. */
function withoutPrivate(parsed: ParsedEvaluation, globs: readonly string[]): ParsedEvaluation {
  const found = (parsed.evaluation?.fixtures ?? []).flatMap(({ id, input }) =>
    (input.files ?? []).flatMap(({ path }) =>
      isPrivate({ absolute: `/${path}`, relative: path }, globs)
        ? [
            problemAtStart(
              say(
                'The fixture {0} brings {1} along, which is private by `tierwise.privateFiles`. Take it out.',
                id,
                path,
              ),
            ),
          ]
        : [],
    ),
  );
  return found.length > 0 ? { problems: found } : parsed;
}

function problemAtStart(message: string): WorkflowProblem {
  return { message, line: 1, column: 1, endLine: 1, endColumn: 2 };
}

/** The file that a place of an evaluation is in. */
export function placeUri(uri: vscode.Uri, file: string | undefined): vscode.Uri {
  return file === undefined ? uri : vscode.Uri.joinPath(uri, '..', file);
}
