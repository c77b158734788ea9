import * as vscode from 'vscode';
import { type Document, LineCounter } from 'yaml';
import type { SpendingLimits } from '../../routing/budgets/requestLimits.ts';
import type { InputProblem, ProblemPath } from '../../routing/input/problems.ts';
import { keyAt, readAtOnce, readSoundYaml } from '../../routing/input/yaml.ts';
import {
  mayDemandLocal,
  parsePolicyFile,
  unreadLocalRule,
  type WrittenPolicy,
} from '../../routing/policy/parsePolicy.ts';
import { type PolicyPart, policyParts, type WrittenLines } from '../../routing/overview/record.ts';
import type { LocalRule } from '../../routing/policy/policy.ts';
import { say } from '../platform/say.ts';
import { rangeOf, toRange } from './yamlRanges.ts';

/** A problem in the policy file with its place. */
interface PlacedProblem {
  readonly range: vscode.Range;
  readonly message: string;
}

/** What a policy file says. */
interface ReadPolicy {
  readonly policy?: WrittenPolicy;
  /** Where its rules and parts are written. */
  readonly lines?: WrittenLines;
  readonly unread?: LocalRule;
  readonly problems: readonly PlacedProblem[];
  readonly notices?: readonly PlacedProblem[];
}

/**
 * What holds while the text of a policy file is not certain: it may keep something on this machine where its legible
 * part says so, or where nothing is legible. `line` is 1-based.
 */
export function unreadPolicy({
  problem,
  line = 1,
  legible,
}: {
  readonly problem: string;
  readonly line?: number;
  readonly legible?: string | undefined;
}): ReadPolicy {
  const mayStay = legible === undefined || mayDemandLocal(legible);
  const length = (legible ?? '').split('\n')[line - 1]?.length ?? 0;
  const range = new vscode.Range(line - 1, 0, line - 1, length);
  return {
    problems: [{ range, message: problem }],
    ...(mayStay && { unread: unreadLocalRule('repository') }),
  };
}

/**
 * Reads the text of a policy file. `policy` is undefined when the text has an error; `unread` is then set
 * when the text may keep something on this machine.
 */
export function readPolicyText(
  text: string,
  tierNames: readonly string[],
  limits: SpendingLimits,
): ReadPolicy {
  const unread = mayDemandLocal(text) && { unread: unreadLocalRule('repository') };
  const lines = new LineCounter();
  const read = readSoundYaml(text, lines, readAtOnce, say);
  if ('problems' in read) {
    const problems = read.problems.map(({ start, end, message }) => ({
      range: toRange(lines, start, end),
      message,
    }));
    return { problems, ...unread };
  }
  const { document, value } = read;
  const { policy, places, problems, notices } = parsePolicyFile(value, tierNames, limits, say);
  const rangeAt = (path: ProblemPath) => rangeOf(document, lines, path);
  const place = ({ path, message }: InputProblem) => ({ range: rangeAt(path), message });
  if (problems.length > 0) return { problems: problems.map(place), ...unread };
  return {
    policy,
    lines: {
      rules: new Map([...places].map(([rule, path]) => [rule, rangeAt(path).start.line + 1])),
      parts: new Map(policyParts.flatMap((part) => lineOfPart(part, document, lines))),
    },
    problems: [],
    notices: notices.map(place),
  };
}

function lineOfPart(
  part: PolicyPart,
  document: Document,
  lines: LineCounter,
): (readonly [PolicyPart, number])[] {
  const start = keyAt(document, part);
  return start === undefined ? [] : [[part, lines.linePos(start).line]];
}
