import * as vscode from 'vscode';
import type { FixturePlace } from '../../evaluation/files/fixturePlaces.ts';
import { fixturePlaces } from '../../evaluation/files/fixturePlaces.ts';
import { type ParsedEvaluation, parseEvaluation } from '../../evaluation/files/parseEvaluation.ts';
import { isPrivate } from '../../execution/safety/privateFiles.ts';
import type { WorkflowProblem } from '../../execution/workflow/definition.ts';
import { currentText } from '../platform/currentText.ts';
import { privateGlobs } from '../reading/privateGlobs.ts';
import { isPrivateUri } from '../reading/reading.ts';
import { leadsOut } from '../workflows/files/leadsOut.ts';

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
  /** By workflow, the names of its steps that ask a model. */
  readonly steps: ReadonlyMap<string, readonly string[]>;
}

export function evaluationsFolder({ uri }: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(uri, '.tierwise', 'evaluations');
}

/** The names of the evaluations of a folder, such as `cart.yaml`; none in a workspace that is not trusted. */
export async function evaluationNames(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
  if (!vscode.workspace.isTrusted) return [];
  try {
    const entries = await vscode.workspace.fs.readDirectory(evaluationsFolder(folder));
    return entries
      .map(([name]) => name)
      .filter((name) => name.endsWith('.yaml'))
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
  const readFile = async (path: string): Promise<string | undefined> => {
    const uri = vscode.Uri.joinPath(home, path);
    const isHidden = (await leadsOut(uri, home)) || (await isPrivateUri(uri));
    return isHidden ? undefined : currentText(uri);
  };
  const names = await evaluationNames(folder);
  return Promise.all(
    names.map(async (file): Promise<EvaluationFile> => {
      const name = file.replace(/\.yaml$/, '');
      const uri = vscode.Uri.joinPath(home, file);
      const facts = { id: uri.toString(), name, uri, folder };
      const text = await readFile(file);
      if (text === undefined) return { ...facts, parsed: hidden, places: new Map() };
      const parsed = withoutPrivate(
        await parseEvaluation(text, { ...known, name, readFile }),
        privateGlobs(),
      );
      const places = parsed.evaluation ? await fixturePlaces(text, readFile) : new Map();
      return { ...facts, parsed, places };
    }),
  );
}

const hidden: ParsedEvaluation = {
  problems: [
    problemAtStart(
      'This evaluation is not read: it is private by `tierwise.privateFiles`, or a link leads it out of the folder. Move it.',
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
              `The fixture ${id} brings ${path} along, which is private by \`tierwise.privateFiles\`. Take it out.`,
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

/** Shows the problems of evaluations at their places, in their JSON Lines files too. */
export function showEvaluationProblems(
  diagnostics: vscode.DiagnosticCollection,
  files: readonly EvaluationFile[],
): void {
  diagnostics.clear();
  diagnostics.set(
    files.flatMap(({ uri, parsed }) =>
      parsed.problems.map((problem): [vscode.Uri, vscode.Diagnostic[]] => [
        placeUri(uri, problem.file),
        [toDiagnostic(problem)],
      ]),
    ),
  );
}

/** The file that a place of an evaluation is in. */
export function placeUri(uri: vscode.Uri, file: string | undefined): vscode.Uri {
  return file === undefined ? uri : vscode.Uri.joinPath(uri, '..', file);
}

function toDiagnostic(problem: WorkflowProblem): vscode.Diagnostic {
  const { message, line, column, endLine, endColumn } = problem;
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, message);
  diagnostic.source = 'Tierwise';
  return diagnostic;
}
