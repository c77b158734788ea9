import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { inEnglish, type Say } from '../say.ts';
import type { WrittenRule } from './ruleShapes.ts';

type When = WrittenRule['when'];

/** Rules that are sound and yet never take any work, or not as they say. `base` is where their list stands. */
export function ruleNotices(
  rules: readonly WrittenRule[],
  base: ProblemPath,
  say: Say = inEnglish,
): InputProblem[] {
  const noticed = rules.flatMap((rule, index) => [
    ...noSuchSize(rule.when, index, say),
    ...otherLanguages(rule.when, index, say),
    ...twiceInList(rule.use, index, say),
    ...hidden(rule, index, { rules, say }),
  ]);
  return noticed.map(({ path, message }) => ({ path: [...base, ...path], message }));
}

function noSuchSize({ minLines = 1, maxLines }: When, index: number, say: Say): InputProblem[] {
  if (maxLines === undefined || minLines <= maxLines) return [];
  const message = say(
    'No code has at least {0} and at most {1} lines, so this rule is never used.',
    minLines,
    maxLines,
  );
  return [{ path: [index, 'when', 'maxLines'], message }];
}

/** What people write for languages whose ID in VS Code is another. */
const idOf: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  'c#': 'csharp',
  'c++': 'cpp',
  cs: 'csharp',
  golang: 'go',
  js: 'javascript',
  jsx: 'javascriptreact',
  kt: 'kotlin',
  md: 'markdown',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shellscript',
  ts: 'typescript',
  tsx: 'typescriptreact',
  yml: 'yaml',
};
/** IDs of VS Code's that have capitals. */
const withCapitals: ReadonlySet<string> = new Set(['Log']);

function otherLanguages({ language = [] }: When, index: number, say: Say): InputProblem[] {
  return [language].flat().flatMap((written) => {
    const small = written.toLowerCase();
    const id = Object.hasOwn(idOf, small) ? idOf[small] : small;
    if (id === written || withCapitals.has(written)) return [];
    const message = say('VS Code names no language "{0}". Write "{1}".', written, id ?? '');
    return [{ path: [index, 'when', 'language'], message }];
  });
}

function twiceInList(use: WrittenRule['use'], index: number, say: Say): InputProblem[] {
  if (typeof use !== 'object') return [];
  return (['cascade', 'speculate'] as const).flatMap((key) => {
    const tiers: readonly string[] =
      (key in use && (use as Record<typeof key, string[]>)[key]) || [];
    const twice = tiers.find((tier, place) => tiers.indexOf(tier) !== place);
    if (twice === undefined) return [];
    const message = say('"{0}" stands twice in this list. Take one out.', twice);
    return [{ path: [index, 'use', key], message }];
  });
}

function hidden(
  rule: WrittenRule,
  index: number,
  { rules, say }: { readonly rules: readonly WrittenRule[]; readonly say: Say },
): InputProblem[] {
  const place = rules
    .slice(0, rule.use === undefined ? 0 : index)
    .findIndex(({ use, when }) => use !== undefined && covers(when, rule.when));
  if (place < 0) return [];
  const name = rules[place]?.name ?? say('rule {0}', place + 1);
  const message = say(
    'This rule is never asked for a tier: "{0}" stands before it and takes all of its work. Move this one up, or remove it.',
    name,
  );
  return [{ path: [index], message }];
}

/** Whether all work that one condition matches is matched by a wider one; false where that is not certain. */
function covers(wider: When, narrower: When): boolean {
  const { minLines, maxLines, critical } = wider;
  return (
    holdsAll(wider.taskType, narrower.taskType) &&
    holdsAll(wider.language, narrower.language) &&
    holdsAll(wider.reasoning, narrower.reasoning) &&
    holdsAll(wider.path, narrower.path) &&
    holdsAll(wider.keywords, narrower.keywords) &&
    (minLines === undefined || (narrower.minLines ?? 0) >= minLines) &&
    (maxLines === undefined || (narrower.maxLines ?? Infinity) <= maxLines) &&
    (critical === undefined || narrower.critical === critical)
  );
}

function holdsAll(
  wider: string | readonly string[] | undefined,
  narrower: string | readonly string[] | undefined,
): boolean {
  if (wider === undefined) return true;
  const held = new Set([wider].flat());
  return narrower !== undefined && [narrower].flat().every((each) => held.has(each));
}
