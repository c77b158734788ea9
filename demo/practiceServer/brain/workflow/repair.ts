import ts from 'typescript';
import type { Skill } from '../../models.ts';
import { findings } from '../review.ts';
import { parse, type Source } from '../source.ts';
import type { StepPrompt } from './stepPrompt.ts';

/** Answers the first two steps of "fix the failing test": which file to look at, and which lines. */
export function repairStep(step: StepPrompt, skill: Skill): string | undefined {
  const fields = Object.keys(step.schema?.properties ?? {});
  const asks = (...names: string[]) => names.every((name) => fields.includes(name));
  if (asks('test', 'path', 'symbol')) return JSON.stringify(suspect(step.section('output') ?? ''));
  if (!asks('startLine', 'endLine', 'cause')) return undefined;
  const named = /first suspicion is `(\w+)`/.exec(step.text)?.[1];
  return JSON.stringify(locate(step.section('file') ?? '', named, skill));
}

/** Reads from the test output the first failing test file, and derives the source file of the same name. */
function suspect(output: string): { test: string; path: string; symbol: string } {
  // The test runner lists tests that are expected to fail, with another mark, among those that failed.
  const failed = /^test at (\S+?):\d+:\d+\n✖ .*/m.exec(output)?.[0];
  const failing = failed ?? output.slice(Math.max(0, output.indexOf('failing tests')));
  const test = /\b(test\/[\w/.-]+?\.test\.[jt]s)\b/.exec(failing)?.[1] ?? '';
  const path = test.replace(/^test\//, 'src/').replace('.test.', '.');
  return { test, path, symbol: /\bdebug (\w+)/.exec(failing)?.[1] ?? '' };
}

/** The first declaration with a defect that this skill sees, else the suspected one, else the first. */
function locate(
  text: string,
  named: string | undefined,
  skill: Skill,
): { startLine: number; endLine: number; cause: string } {
  const file = parse(text);
  const whole: Source = { file, start: 0, end: text.length };
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line + 1;
  const places = file.statements.map((node) => ({
    name: nameOf(node),
    startLine: line(node.getStart(file)),
    endLine: line(node.end),
  }));
  const seen = findings({ source: whole, skill }).flatMap(({ line: at, severity, message }) => {
    const place = places.find(({ startLine, endLine }) => startLine <= at && at <= endLine);
    return place && severity === 'error' ? [{ ...place, cause: message }] : [];
  });
  const suspected = places.find(({ name }) => name !== undefined && name === named);
  const found =
    seen.find(({ name }) => name === named) ??
    (suspected && { ...suspected, cause: `The test that fails is about ${named}.` }) ??
    seen[0];
  const { startLine = 1, endLine = 1, cause = 'This practice model sees no defect.' } = found ?? {};
  return { startLine, endLine, cause };
}

function nameOf(node: ts.Statement): string | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return node.name?.text;
  if (!ts.isVariableStatement(node)) return undefined;
  return node.declarationList.declarations[0]?.name.getText();
}
