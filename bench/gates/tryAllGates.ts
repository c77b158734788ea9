import type { Figures } from '../run.ts';
import type { Cases } from './cases.ts';
import { judgeInProjects, type TriedCase } from './judgeInProjects.ts';
import { testableLanguages } from './projects.ts';
import { evenSample } from './sample.ts';
import * as tables from './triedTables.ts';

/** The number of good edits, and of bad ones, that all gates judge. */
const triedOfEach = 300;
/** Renames inside a selection. Uses of the name elsewhere are left to the developer. */
const halfDone = 'rename the function, as asked';

/** Judges a sample of the labelled edits with all gates, in the languages whose tests can run here. */
export async function tryAllGates({ cases, equivalent }: Cases): Promise<Figures> {
  const { testable, skipped } = await testableLanguages();
  const own = cases.filter(({ candidate }) =>
    testable.some(({ id }) => id === candidate.task.language),
  );
  const whole = own.filter(({ kind }) => kind !== halfDone);
  const sampled = [true, false].flatMap((good) =>
    evenSample(
      whole.filter((each) => each.good === good),
      triedOfEach,
    ),
  );
  const judged = await judgeInProjects(sampled, testable);
  console.error(`
All gates over ${sampled.length} edits

complete, format, syntax and command are the product's own code; command runs the corpus's tests in
a throwaway copy of a project, without an approval to ask for. diagnostics asks the TypeScript
server that VS Code ships, outside of VS Code; in other languages it cannot run, as in the editor.
docs tasks have no command by default. A gate that cannot run accepts. "all but format" are
complete, syntax, diagnostics and command, whatever the task. Two languages run at a time.

${skipped.map((each) => `Skipped: ${each}.`).join('\n')}
Skipped: ${equivalent} mutations that change no behaviour, see equivalents.ts.
Skipped: ${own.length - whole.length} good edits that rename a function as asked, because its callers would have to change, too.

${tables.gateTable(judged)}

Default stack by language

${tables.languageTable(judged)}

Default stack by kind

${tables.kindTable(judged)}

Judged wrongly by the default stack

${tables.mistakes(judged).join('\n') || 'none'}
`);
  return triedFigures(judged);
}

function triedFigures(judged: readonly TriedCase[]): Figures {
  const percent = ({ share }: { share: number }) => ({
    value: Number((share * 100).toFixed(2)),
    unit: '%',
  });
  return {
    'defaultStack.goodAccepted': percent(tables.rightShare(judged, true)),
    'defaultStack.badRejected': percent(tables.rightShare(judged, false)),
    'allButFormat.goodAccepted': percent(tables.rightShare(judged, true, (each) => each.aimed)),
    'allButFormat.badRejected': percent(tables.rightShare(judged, false, (each) => each.aimed)),
  };
}
