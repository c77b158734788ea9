import ts from 'typescript';
import type { Tree } from './roomRules.ts';

/** What gives the text of a file, or of a place in one, by VS Code's API or by node's. */
const readers: ReadonlySet<string> = new Set(
  [
    ['readFile', 'readFileSync', 'createReadStream', 'openTextDocument', 'openNotebookDocument'],
    ['findFiles', 'findTextInFiles', 'textDocuments', 'activeTextEditor', 'visibleTextEditors'],
    ['getText', 'lineAt', 'copyFile', 'copyFileSync', 'getDiagnostics'],
  ].flat(),
);

/** The only files that read for a model. */
const chokePoint = /^src\/editor\/reading\//;
const rooms = /^src\/(?:editor|execution)\//;

/** Every other place that reads, and why nothing of it gets to a model past the choke point. */
const readingPlaces: Readonly<Record<string, string>> = {
  'src/editor/importing/importedFile.ts':
    'A file of another program that the developer imports, asked about when it is private.',
  'src/editor/addProvider/reviewSettings.ts': 'The user’s settings, for the diff of a change.',
  'src/editor/platform/settingsFile.ts': 'The user’s settings, which are written.',
  'src/editor/agentTools/questionFiles.ts': 'Files that an agent names, after the choke point.',
  'src/editor/answers/acceptAnswer.ts': 'Writes an accepted answer into its document.',
  'src/editor/answers/acceptedAnswers.ts': 'Watches for an undo.',
  'src/editor/answers/editPreview.ts': 'Scrolls the diff.',
  'src/editor/answers/reviewComments.ts': 'Places comments in a document.',
  'src/editor/chat/attachments.ts':
    'The selection and the attachments, remembered as chosen files.',
  'src/editor/chat/edits/readEdits.ts': 'Files that an answer would change, for its diff.',
  'src/editor/chat/question.ts': 'The branch of the active file.',
  'src/editor/evaluation/collect/addCases.ts': 'The evaluation that a case is added to.',
  'src/editor/evaluation/collect/proposeFile.ts': 'The evaluation that is written.',
  'src/editor/evaluation/files/readEvaluations.ts':
    'Definitions of evaluations, which may not be private.',
  'src/editor/gates/copyWorkspace.ts': 'Unsaved texts for a copy; outputs of commands are cleaned.',
  'src/editor/gates/judgeFile.ts': 'Problems of the file that the request is about.',
  'src/editor/gates/releaseProject.ts': 'Ends a language server’s project.',
  'src/editor/gates/withinTab.ts': 'Whether a document is open.',
  'src/editor/platform/currentText.ts':
    'Policies and workflows; prompts of workflows are checked first.',
  'src/editor/writing/documentNow.ts': 'Documents that an answer is written into or shown in.',
  'src/editor/selection/codeEditor.ts': 'Which editor the selection is in.',
  'src/editor/tasks/boundNow.ts': 'The lines of an answer in their document as it is now.',
  'src/editor/platform/workspacePaths.ts': 'Which file a path means.',
  'src/editor/practice/tryPractice.ts': 'Opens an example that comes with Tierwise.',
  'src/editor/renames/offerRewrite.ts': 'The user’s settings, which are rewritten.',
  'src/editor/selection/promptContext.ts': 'Counts problems under the selection.',
  'src/editor/selection/taskFromEditor.ts':
    'The selection and its test file, asked about before sending.',
  'src/editor/selection/testFileFor.ts': 'Finds the path of a test file.',
  'src/editor/workflows/askInputs.ts': 'Lists paths for the developer to choose from.',
  'src/editor/workflows/files/readWorkflows.ts':
    'Definitions and prompts, which may not be private.',
  'src/editor/workflows/oldJournals.ts': 'Removes old records of runs.',
  'src/editor/workflows/pages/moveToTier.ts': 'Edits a definition for the developer.',
  'src/editor/workflows/results/resultView.ts': 'Shows findings in a document.',
  'src/editor/workflows/tools/commandTool.ts': 'Which folders a run has changed.',
  'src/editor/workflows/tools/gitDiff.ts': 'New files that are not private.',
  'src/editor/workflows/tools/referencesTool.ts': 'Lines of documents that the choke point gave.',
  'src/editor/workflows/tools/workflowTools.ts':
    'The selection and problems, after the choke point.',
  'src/editor/workflows/workflowContext.ts': 'Files of a run, after its consent.',
  'src/editor/workflows/workspaceFile.ts':
    'Opens what `RunConsent` let pass, and for gates the version alone.',
  'src/editor/writing/editFile.ts': 'Edits the policy and labels for the developer.',
  'src/editor/writing/fileChange.ts': 'What an accepted answer changes.',
  'src/editor/writing/writeChanges.ts': 'Writes accepted answers.',
  'src/execution/gates/command/installers.ts': 'Names of scripts.',
  'src/execution/gates/command/whatIsMissing.ts': 'What a copy lacks, told to the developer.',
  'src/execution/gates/complete/markupNames.ts': 'A name that only looks like a reader.',
  'src/execution/gates/syntax/grammars.ts': 'Tierwise’s own grammars.',
  'src/execution/safety/findPrivateFiles.ts': 'Values of private files, to hide them.',
  'src/execution/sandbox/gitStandIn.ts': 'Git’s own index and settings.',
  'src/execution/sandbox/copyFiles.ts': 'Copies; outputs of commands are cleaned.',
  'src/execution/sandbox/packages/cloning.ts': 'Tries whether a disk clones files.',
  'src/execution/sandbox/packages/copyTree.ts': 'Copies of packages.',
  'src/execution/sandbox/packages/ownPaths.ts': 'Paths in installed programs.',
  'src/execution/sandbox/packages/writtenPackages.ts': 'Names of packages.',
  'src/execution/sandbox/processTree.ts': 'Which processes belong to a command.',
  'src/execution/sandbox/projectCopy.ts': 'Copies; outputs of commands are cleaned.',
  'src/execution/sandbox/projectRoot.ts': 'Which packages belong to a project.',
  'src/execution/workflow/journal/fileLease.ts': 'Which process has a journal open.',
  'src/execution/workflow/journal/journal.ts': 'What a run recorded of itself.',
  'src/execution/workflow/parse/checkTemplate.ts': 'Text of a template.',
  'src/execution/workflow/parse/parseWorkflow.ts': 'Prompts, by the reader of definitions.',
  'src/execution/workflow/projectFiles.ts': 'Files of a run, after its consent.',
  'src/execution/workflow/seenFiles.ts': 'Remembers what a run has read.',
  'src/execution/workflow/steps/runToolStep.ts': 'Files of a run, after its consent.',
  'src/execution/workflow/tools.ts': 'Descriptions of tools.',
};

/** Files that read outside of the choke point without a reason in the list, and reasons without such a file. */
export function readingProblems(tree: Tree, known = readingPlaces): string[] {
  const found = [...tree].filter(
    ([path, source]) => rooms.test(path) && !chokePoint.test(path) && reads(path, source),
  );
  const paths = new Set(found.map(([path]) => path));
  return [
    ...[...paths]
      .filter((path) => !(path in known))
      .map(
        (path) =>
          `${path} reads files: let src/editor/reading/ do it, or say in test/support/readingRules.ts why nothing of it gets to a model`,
      ),
    ...Object.keys(known)
      .filter((path) => !paths.has(path))
      .map(
        (path) => `${path} reads no files any more: take it out of test/support/readingRules.ts`,
      ),
  ];
}

function reads(path: string, source: string): boolean {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  let isReading = false;
  const visit = (node: ts.Node): void => {
    isReading ||= ts.isIdentifier(node) && readers.has(node.text) && !isOnlyAType(node);
    if (!isReading) ts.forEachChild(node, visit);
  };
  visit(file);
  return isReading;
}

/** A member of an interface is a promise of somebody else, not a reader. */
function isOnlyAType(node: ts.Node): boolean {
  return ts.isMethodSignature(node.parent) || ts.isPropertySignature(node.parent);
}
