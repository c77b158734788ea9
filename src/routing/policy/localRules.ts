import { compileGlob, type Glob } from '../globs/glob.ts';
import { remembered } from '../input/remembered.ts';
import type { SeenFile, Stay } from '../stay.ts';
import type { Task } from '../task.ts';
import { insideFolder } from './folders.ts';
import { isCritical, matchesWork } from './matchRule.ts';
import type { LocalRule, Policy, When } from './policy.ts';

/*
 * A rule with `local: true` is a limit and not a choice: work stays on this machine whenever any such rule
 * matches any file that it touches, wherever the rule stands and whatever else decides. Where a match is
 * in doubt, it counts as one.
 */

/** Why a task must stay on this machine; undefined when it may go anywhere. */
export function stayOf(policy: Policy, task: Task): Stay | undefined {
  const critical = isCritical(policy, task);
  const matches = ({ reasoning, ...known }: When) =>
    matchesWork(
      reasoning && task.reasoning !== undefined ? { ...known, reasoning } : known,
      task,
      critical,
    );
  return firstStay(policy, task, matches) ?? task.stay;
}

/** The same for work whose type, size and weight are not known yet. */
export function stayOfUnknown(policy: Policy, task: Task): Stay | undefined {
  const { localRules = [] } = policy;
  // A word of the instruction that a rule wants is known already; all else may still come true.
  const isPossible = ({ keywords }: When) => matchesWork(keywords ? { keywords } : {}, task, false);
  return localRules.length === 0 ? task.stay : (firstStay(policy, task, isPossible) ?? task.stay);
}

function firstStay(
  policy: Policy,
  task: Task,
  matchesTask: (when: When) => boolean,
): Stay | undefined {
  const { localRules = [], folders } = policy;
  for (const rule of localRules) {
    if (!matchesTask(rule.when)) continue;
    if (!rule.when.path && !rule.when.language) return stayBy(rule);
    const file = filesOf(task).find((each) => matchesFile(rule.when, each, folders));
    if (file) return stayBy(rule, file.path);
  }
  return undefined;
}

function stayBy({ name, origin }: LocalRule, path?: string): Stay {
  return { rule: name, origin, ...(path !== undefined && path !== '' && { path }) };
}

/** Every file whose text a task carries or goes on with. */
function filesOf({
  path,
  language,
  conversation,
  related,
  attachments = [],
  seen = [],
  projectInstructions,
}: Task): readonly SeenFile[] {
  const own = conversation && path === '' ? [] : [{ path, language }];
  const beside = related ? [{ path: related.path, language }] : [];
  return [
    ...own,
    ...beside,
    ...attachments.map(({ path: attached }) => ({ path: attached })),
    ...(projectInstructions?.files ?? []).map((instructions) => ({ path: instructions })),
    ...seen,
  ];
}

function matchesFile(
  { path: globs, language: languages }: When,
  { path, language }: SeenFile,
  folders: readonly string[] | undefined,
): boolean {
  const isOfLanguage = !languages || language === undefined || languages.includes(language);
  if (!isOfLanguage || !globs) return isOfLanguage;
  const plain = path.replace(/^(?:\.\/)+/, '');
  const spellings = [plain, insideFolder(plain, folders)];
  return globs.some((glob) => spellings.some((each) => matcherOf(glob)(each)));
}

/** Matches in any case, the folder that a glob names included, however its slashes are written. */
const matcherOf = remembered((glob: string): Glob['matches'] => {
  const slashed = glob.replaceAll('\\', '/').replace(/^(!?)(?:\.?\/)+/, '$1');
  const bare = slashed.replace(/\/+$/, '') || '**';
  const globs = [...new Set([glob, bare, `${bare}/**`])].map((each) =>
    compileGlob(each.toLowerCase()),
  );
  return (path) => {
    const plain = path.toLowerCase();
    // What is too complicated to match may be meant for any file.
    return globs.some((each) => 'problem' in each || each.matches(plain));
  };
});
