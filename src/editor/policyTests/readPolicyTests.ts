import type * as vscode from 'vscode';
import { LineCounter } from 'yaml';
import {
  type KnownToTests,
  parsePolicyTests,
} from '../../evaluation/policyTests/parsePolicyTests.ts';
import type { PolicyTest } from '../../evaluation/policyTests/policyTest.ts';
import type { ProblemPath } from '../../routing/input/problems.ts';
import { readSoundYaml } from '../../routing/input/yaml.ts';
import { rangeOf, toRange } from '../situation/yamlRanges.ts';

/** The text of a file of tests, read. There are no tests when there are problems. */
export interface ReadTests {
  readonly tests: readonly PolicyTest[];
  readonly problems: readonly { readonly range: vscode.Range; readonly message: string }[];
  /** Where the value at a path stands. */
  rangeAt(path: ProblemPath): vscode.Range;
}

/** Reads the text of `.tierwise/policy.test.yaml`. */
export function readPolicyTests(text: string, known: KnownToTests): ReadTests {
  const lines = new LineCounter();
  const read = readSoundYaml(text, lines);
  if ('problems' in read) {
    const problems = read.problems.map(({ start, end, message }) => ({
      range: toRange(lines, start, end),
      message,
    }));
    return { tests: [], problems, rangeAt: () => toRange(lines, 0, 1) };
  }
  const rangeAt = (path: ProblemPath) => rangeOf(read.document, lines, path);
  const { tests, problems } = parsePolicyTests(read.value, known);
  return {
    tests,
    problems: problems.map(({ path, message }) => ({ range: rangeAt(path), message })),
    rangeAt,
  };
}
