import { join } from 'node:path';
import { newProblems, type Problem } from '../../src/editor/gates/newProblems.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import type { ProjectCopy } from '../../src/execution/sandbox/projectCopy.ts';
import type { Verdict } from '../../src/routing/verdict.ts';
import type { TypeScriptServer } from './typescriptServer.ts';

/**
 * The diagnostics gate without an editor: it asks the same server about the same file in the same kind
 * of copy, and counts the same errors. Here the server reports when it has checked the whole file, so no
 * canary is needed.
 */
export function createServerDiagnostics(server: TypeScriptServer, copy: ProjectCopy): Gate {
  const known = new Map<string, Promise<Problem[]>>();
  return {
    name: 'diagnostics',
    async check({ task, fileText }, signal) {
      if (fileText === undefined) return couldNotRun('The answer has no code.');
      if (task.language !== 'typescript') return couldNotRun(`No server for ${task.language}.`);
      return copy.inTurn(async () => {
        const file = join(copy.folder, task.path);
        const before = known.get(task.fileText) ?? server.errorsOf(file, task.fileText);
        known.set(task.fileText, before);
        const after = await before.then(() => server.errorsOf(file, fileText));
        const evidence = newProblems(await before, after, task, fileText).map(
          ({ line, message }) => ({ path: task.path, line: line + 1, message }),
        );
        return evidence.length === 0
          ? { gate: 'diagnostics', kind: 'pass' }
          : { gate: 'diagnostics', kind: 'fail', evidence };
      }, signal);
    },
  };
}

function couldNotRun(why: string): Verdict {
  return { gate: 'diagnostics', kind: 'couldNotRun', why };
}
