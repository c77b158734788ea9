import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOfBytes } from '../../execution/textOfBytes.ts';
import { isPrivate } from '../../execution/safety/privateFiles.ts';
import { placeWithin } from '../../execution/safety/writePlace.ts';
import type { Workflow } from '../../execution/workflow/definition.ts';
import {
  type ParsedWorkflow,
  parseWorkflow,
} from '../../execution/workflow/parse/parseWorkflow.ts';
import { isWorkflowFile, nameOfWorkflow } from '../../execution/workflow/workflowFile.ts';
import { knownSteps } from '../../evaluation/collect/modelSteps.ts';
import type { KnownSteps } from '../../evaluation/files/parseEvaluation.ts';
import { isOfSystem, problemsIn } from '../read/readInput.ts';
import { shippedWorkflows } from './places.ts';
import type { UserSettings } from './readUserSettings.ts';

type Settings = Pick<UserSettings, 'tiers' | 'limits' | 'gateCommands' | 'privateFiles'>;

/**
 * The workflows of a project by name, and those that come with Tierwise where the project has none of that
 * name. One may have problems.
 */
export async function readWorkflows(
  project: string,
  settings: Settings,
): Promise<ReadonlyMap<string, ParsedWorkflow>> {
  const shipped = await workflowsIn(fileURLToPath(shippedWorkflows), settings);
  const own = await workflowsIn(join(project, '.tierwise', 'workflows'), settings);
  return new Map([...shipped, ...own]);
}

async function workflowsIn(
  folder: string,
  settings: Settings,
): Promise<readonly (readonly [string, ParsedWorkflow])[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isOfSystem(error) && error.code === 'ENOENT') return [];
    throw error;
  });
  const found = names.filter(isWorkflowFile).toSorted();
  return Promise.all(
    found.map(async (file) => {
      const { tiers, limits, gateCommands } = settings;
      const name = nameOfWorkflow(file);
      const parsed = await parseWorkflow(await readFile(join(folder, file), 'utf8'), {
        name,
        tiers: Object.keys(tiers),
        limits,
        commands: gateCommands.map(({ name }) => name),
        readFile: (path) => readInside(folder, path, settings.privateFiles),
      });
      return [name, parsed] as const;
    }),
  );
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

/** Those that can run, by name. */
export function soundWorkflows(
  workflows: ReadonlyMap<string, ParsedWorkflow>,
): ReadonlyMap<string, Workflow> {
  return new Map(
    [...workflows].flatMap(([name, { workflow }]) => (workflow ? [[name, workflow] as const] : [])),
  );
}

/** The names of the steps that ask a model, or the first problem of the file, by workflow. */
export function askingSteps(
  workflows: ReadonlyMap<string, ParsedWorkflow>,
): ReadonlyMap<string, KnownSteps> {
  return new Map([...workflows].map(([name, parsed]) => [name, knownSteps(parsed)]));
}
