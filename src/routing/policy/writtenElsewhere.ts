import type { InputProblem } from '../input/problems.ts';
import { inEnglish, type Say } from '../say.ts';

/** Keys of a rule, which people write at the top, and parts of the user's own settings. */
const ofRule: ReadonlySet<unknown> = new Set(['name', 'when', 'use', 'local', 'mistakeCost']);
const ofSettings: ReadonlySet<unknown> = new Set([
  'aim',
  'budgets',
  'gateCommands',
  'limits',
  'models',
  'providers',
  'tiers',
]);

/** The problems of a policy file, where keys at its top that belong elsewhere say where that is. */
export function writtenElsewhere(
  problems: readonly InputProblem[],
  say: Say = inEnglish,
): InputProblem[] {
  const isOfRule = ({ path }: InputProblem) => path.length === 1 && ofRule.has(path[0]);
  const [first] = problems.filter(isOfRule);
  return problems
    .filter((each) => !isOfRule(each) || each === first)
    .map((each) => {
      const { path } = each;
      if (each === first) {
        return {
          path,
          message: say(
            'A rule stands in the list `rules`: write `rules:`, and `- name: …` below it.',
          ),
        };
      }
      if (path.length > 1 || !ofSettings.has(path[0])) return each;
      const message = say(
        'A repository does not say this. It stands in your own settings, as `tierwise.{0}`.',
        String(path[0]),
      );
      return { path, message };
    });
}
