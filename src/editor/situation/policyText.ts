import type * as vscode from 'vscode';
import { LineCounter } from 'yaml';
import type { SpendingLimits } from '../../routing/budgets/requestLimits.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { readSoundYaml } from '../../routing/input/yaml.ts';
import {
  mayDemandLocal,
  parsePolicyFile,
  unreadLocalRule,
  type WrittenPolicy,
} from '../../routing/policy/parsePolicy.ts';
import type { LocalRule } from '../../routing/policy/policy.ts';
import { rangeOf, toRange } from './yamlRanges.ts';

/** A problem in the policy file with its place. */
interface PlacedProblem {
  readonly range: vscode.Range;
  readonly message: string;
}

/**
 * Reads the text of a policy file. `policy` is undefined when the text has an error; `unread` is then set
 * when the text may keep something on this machine.
 */
export function readPolicyText(
  text: string,
  tierNames: readonly string[],
  limits: SpendingLimits,
): {
  policy?: WrittenPolicy;
  unread?: LocalRule;
  problems: readonly PlacedProblem[];
  notices?: readonly PlacedProblem[];
} {
  const unread = mayDemandLocal(text) && { unread: unreadLocalRule('repository') };
  const lines = new LineCounter();
  const read = readSoundYaml(text, lines);
  if ('problems' in read) {
    const problems = read.problems.map(({ start, end, message }) => ({
      range: toRange(lines, start, end),
      message,
    }));
    return { problems, ...unread };
  }
  const { document, value } = read;
  const { policy, problems, notices } = parsePolicyFile(value, tierNames, limits);
  const place = ({ path, message }: InputProblem) => ({
    range: rangeOf(document, lines, path),
    message,
  });
  return problems.length > 0
    ? { problems: problems.map(place), ...unread }
    : { policy, problems: [], notices: notices.map(place) };
}
