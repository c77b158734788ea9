import { globProblem } from './glob.ts';
import { toSay } from '../say.ts';

/**
 * What is wrong with a glob of paths inside a workspace folder, as a sentence for people: it would take long, or it
 * can match no such path. Undefined when it can be used.
 */
export function pathGlobProblem(glob: string): string | undefined {
  return globProblem(glob) ?? unmatchable(glob);
}

function unmatchable(glob: string): string | undefined {
  const path = glob.replace(/^!/, '');
  if (/^(\/|~|[A-Za-z]:|\.\.(\/|$))/.test(path)) {
    return toSay(
      'Paths are those inside the workspace folder: write it without what comes before, such as src/**.',
    );
  }
  if (/\\(\w|\*.)/.test(path)) {
    return toSay('Write / between folders, also on Windows.');
  }
  return ['[]', '{}'].some(([open, close]) => isOpen(path, open!, close!))
    ? toSay('A bracket is not closed in this pattern. Close it, or write a backslash before it.')
    : undefined;
}

/** Whether a bracket is opened and never closed; after a backslash it is a plain character. */
function isOpen(path: string, open: string, close: string): boolean {
  const plain = path.replaceAll(/\\./g, '');
  return plain.lastIndexOf(open) > plain.lastIndexOf(close);
}
