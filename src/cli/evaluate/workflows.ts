import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOfBytes } from '../../execution/textOfBytes.ts';
import { isPrivate } from '../../execution/safety/privateFiles.ts';
import { placeWithin } from '../../execution/safety/writePlace.ts';
import type { Step, Workflow } from '../../execution/workflow/definition.ts';
import { innerSteps } from '../../execution/workflow/innerSteps.ts';
import { parseWorkflow } from '../../execution/workflow/parse/parseWorkflow.ts';
import { isOfSystem, problemsIn } from '../read/readInput.ts';
import { shippedWorkflows } from './places.ts';
import type { UserSettings } from './readUserSettings.ts';

type Settings = Pick<UserSettings, 'tiers' | 'limits' | 'gateCommands' | 'privateFiles'>;

/**
 * The workflows of a project by name, and those that come with Tierwise where the project has none of that
 * name. One with problems is left out; the editor and its own tests show them.
 */
export async function readWorkflows(
  project: string,
  settings: Settings,
): Promise<ReadonlyMap<string, Workflow>> {
  const shipped = await workflowsIn(fileURLToPath(shippedWorkflows), settings);
  const own = await workflowsIn(join(project, '.tierwise', 'workflows'), settings);
  return new Map([...shipped, ...own].map((workflow) => [workflow.name, workflow]));
}

async function workflowsIn(folder: string, settings: Settings): Promise<readonly Workflow[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isOfSystem(error) && error.code === 'ENOENT') return [];
    throw error;
  });
  const found = names.filter((name) => name.endsWith('.yaml')).toSorted();
  const parsed = await Promise.all(
    found.map(async (file) => {
      const { tiers, limits, gateCommands } = settings;
      return parseWorkflow(await readFile(join(folder, file), 'utf8'), {
        name: file.replace(/\.yaml$/, ''),
        tiers: Object.keys(tiers),
        limits,
        commands: gateCommands.map(({ name }) => name),
        readFile: (path) => readInside(folder, path, settings.privateFiles),
      });
    }),
  );
  return parsed.flatMap(({ workflow }) => workflow ?? []);
}

/**
 * The text of a file beside a definition; undefined when it is missing, private or elsewhere. Throws `InputError` for one
 * that is no text.
 */
export async function readInside(
  folder: string,
  path: string,
  privateFiles: readonly string[],
): Promise<string | undefined> {
  const whole = join(folder, path);
  const place = await placeWithin(folder, whole);
  if (place === undefined) return undefined;
  const isHidden = [path, place].some((relative) =>
    isPrivate({ absolute: join(folder, relative), relative }, privateFiles),
  );
  if (isHidden) return undefined;
  const bytes = await readFile(whole).catch((error: unknown) => {
    if (isOfSystem(error)) return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const read = textOfBytes(bytes);
  if ('text' in read) return read.text;
  throw problemsIn(whole, [{ line: read.line, message: read.problem }]);
}

/** The names of the steps that ask a model, by workflow. */
export function askingSteps(
  workflows: ReadonlyMap<string, Workflow>,
): ReadonlyMap<string, readonly string[]> {
  return new Map([...workflows].map(([name, { steps }]) => [name, namesOf(steps)]));
}

function namesOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => (step.kind === 'model' ? [step.name] : namesOf(innerSteps(step))));
}
