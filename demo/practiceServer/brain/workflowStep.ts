import type { PracticeModel, Skill } from '../models.ts';
import { exampleOf } from '../toolCall.ts';
import { findings } from './review.ts';
import { functionsIn } from './shape.ts';
import { lineOf, scriptKindOf, sourceOf, type Source } from './source.ts';
import type { WorkflowPrompt } from './workflowPrompt.ts';

/**
 * What a practice model answers to a step: worked out from the diff, the output or the file that the
 * prompt quotes, or the simplest value of the right form.
 */
export function workflowStep(prompt: WorkflowPrompt, model: PracticeModel, skill: Skill): string {
  const { fields } = prompt;
  if (!fields) return `Practice model (${model.id}): ${told(prompt)}`;
  return JSON.stringify(answerWith(fields, prompt, skill), null, 2);
}

function answerWith(fields: readonly string[], prompt: WorkflowPrompt, skill: Skill): unknown {
  const has = (...names: string[]) => names.every((name) => fields.includes(name));
  if (has('test', 'path', 'symbol')) return suspect(prompt);
  if (has('startLine', 'endLine', 'cause')) return locate(prompt, skill);
  if (has('risky', 'harmless')) return triage(prompt);
  if (has('findings')) return review(prompt, skill);
  return exampleOf(prompt.schema);
}

const failing = /^test at (\S+?):\d+:\d+\n✖ (.+?) \(/m;

/** The first failing test; by its name, the file it is about. */
function suspect(prompt: WorkflowPrompt) {
  const test = failing.exec(prompt.section('output')?.body ?? '')?.[1] ?? '';
  const path = test.replace(/^tests?\//, 'src/').replace(/\.(test|spec)(\.\w+)$/, '$2');
  return { test, path, symbol: '' };
}

/** The function that the failing test calls, one with a visible defect before others. */
function locate(prompt: WorkflowPrompt, skill: Skill) {
  const source = wholeFile(prompt);
  const name = failing.exec(prompt.section('output')?.body ?? '')?.[2] ?? '';
  const tests = prompt.section('test')?.body ?? '';
  const at = Math.max(0, tests.indexOf(name));
  const body = tests.slice(at).split(/\n(?=(?:test|it)\()/)[0] ?? '';
  const found = source ? findings({ source, skill }) : [];
  const called = source
    ? functionsIn(source).filter((each) => new RegExp(`\\b${each.name}\\(`).test(body))
    : [];
  const places = called.map(({ node, name: called }) => {
    const startLine = lineOf(node);
    const endLine = node.getSourceFile().getLineAndCharacterOfPosition(node.end).line + 1;
    const seen = found.find(({ line }) => line >= startLine && line <= endLine);
    return { startLine, endLine, called, seen };
  });
  const place = places.find(({ seen }) => seen) ?? places[0];
  if (!place)
    return { startLine: 1, endLine: 1, cause: 'The test calls no function of this file.' };
  const { startLine, endLine, called: called1, seen } = place;
  const cause = seen?.message ?? `The test calls ${called1}, whose result is not what it expects.`;
  return { startLine, endLine, cause };
}

interface Change {
  readonly path: string;
  readonly lines: number[];
  readonly first: string;
}

/** Hunks that change code are risky; those of tests, texts and comments are not. */
function triage(prompt: WorkflowPrompt) {
  const changes = changesIn(prompt.section('diff')?.body ?? '');
  const risky = changes.filter(({ path, lines }) => isCode(path) && lines.length > 0);
  const others = changes.length - risky.length;
  return {
    risky: risky.map(({ path, lines, first }) => ({
      ...{ path, startLine: lines[0]!, endLine: lines.at(-1)! },
      why: `The behaviour may have changed: ${first.trim()}`,
    })),
    harmless: `${others} other ${others === 1 ? 'change is' : 'changes are'} in tests, texts or comments.`,
  };
}

function changesIn(diff: string): Change[] {
  const changes: Change[] = [];
  let path = '';
  let line = 0;
  for (const text of diff.split('\n')) {
    path = /^\+\+\+ b\/(.+)$/.exec(text)?.[1] ?? path;
    const start = /^@@ -\S+ \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) {
      line = Number(start);
      changes.push({ path, lines: [], first: '' });
      continue;
    }
    const change = changes.at(-1);
    const added = text.startsWith('+') && !text.startsWith('+++') ? text.slice(1) : undefined;
    if (change && added !== undefined && isStatement(added)) {
      change.lines.push(line);
      if (change.first === '') changes[changes.length - 1] = { ...change, first: added };
    }
    if (/^[ +]/.test(text) && !text.startsWith('+++')) line += 1;
  }
  return changes;
}

function isCode(path: string): boolean {
  return /\.[jt]sx?$/.test(path) && !/(^|\/)tests?\//.test(path);
}

function isStatement(line: string): boolean {
  return line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line);
}

/** What is wrong in the lines that were named. */
function review(prompt: WorkflowPrompt, skill: Skill) {
  const [, from, to] = /lines (\d+) to (\d+)/.exec(prompt.text) ?? [];
  const path = prompt.section('file')?.attributes['path'] ?? '';
  const source = wholeFile(prompt);
  const found = source ? findings({ source, skill }) : [];
  return {
    findings: found
      .filter(({ line }) => line >= Number(from) && line <= Number(to))
      .map((finding) => ({ path, ...finding })),
  };
}

function wholeFile(prompt: WorkflowPrompt): Source | undefined {
  const { attributes = {}, body = '' } = prompt.section('file') ?? {};
  const kind = scriptKindOf(attributes['language'] ?? 'typescript');
  return kind === undefined ? undefined : sourceOf(body, { startLine: 1, text: body }, kind);
}

interface Told {
  readonly path: string;
  readonly line: number;
  readonly severity: string;
  readonly message: string;
}

function told(prompt: WorkflowPrompt): string {
  const harmless = prompt.section('harmless')?.body;
  if (harmless === undefined) {
    return 'I am no real model; this step’s material was counted and billed with practice money.';
  }
  const all = findingsTold(prompt.section('findings')?.body ?? '[]');
  const verdict = all.some(({ severity }) => severity === 'error')
    ? 'It should not be merged yet.'
    : 'It can be merged.';
  const rows = all.map(({ path, line, message }) => `- \`${path}:${line}\`: ${message}`);
  return [verdict, '', ...rows, '', harmless].join('\n');
}

function findingsTold(json: string): Told[] {
  try {
    return (JSON.parse(json) as { findings: Told[] }[]).flatMap((each) => each.findings);
  } catch {
    return [];
  }
}
