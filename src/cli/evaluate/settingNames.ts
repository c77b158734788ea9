import { nearestName } from '../../routing/input/didYouMean.ts';
import { isRecord } from '../../routing/input/objects.ts';
import type { InputProblem } from '../../routing/input/problems.ts';

/** The settings that the command line reads, without `tierwise.`. */
const settingsRead = [
  'providers',
  'models',
  'tiers',
  'rules',
  'localHosts',
  'latencyBudgets',
  'limits',
  'gateCommands',
  'copyAlso',
  'privateFiles',
  'maxOutputTokens',
] as const;

/**
 * What is wrong with the names in a file of settings: one that was meant would count for nothing. Other settings may
 * stand there as well.
 */
export function namesOfSettings(written: unknown): readonly InputProblem[] {
  if (written === undefined || written === null) return [];
  if (!isRecord(written)) {
    const message = 'Write your settings between { and }, as in VS Code’s settings.json.';
    return [{ path: [], message }];
  }
  return Object.entries(written).flatMap(([name, value]): InputProblem[] => {
    const problem = (message: string): InputProblem[] => [{ path: [name], message }];
    if (name === 'tierwise' && isRecord(value)) {
      return problem('Write each setting with its whole name, such as "tierwise.tiers".');
    }
    if (settingsRead.some((each) => each === name)) return problem(`Write "tierwise.${name}".`);
    if (!name.startsWith('tierwise.')) return [];
    const own = name.slice('tierwise.'.length);
    const near = nearestName(own, settingsRead);
    if (near === undefined || near === own) return [];
    return problem(`There is no setting "${name}". Did you mean "tierwise.${near}"?`);
  });
}
