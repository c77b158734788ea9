import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { answerEdit, newFileText } from '../../../src/execution/answer/answerEdit.ts';
import { candidateFile, parseFindings } from '../../../src/execution/answer/parseAnswer.ts';
import { completeGate } from '../../../src/execution/gates/complete/complete.ts';
import { formatGate } from '../../../src/execution/gates/format.ts';
import type { Candidate } from '../../../src/execution/gates/gate.ts';
import { describeFailure, runGates } from '../../../src/execution/gates/runGates.ts';
import { createSyntaxGate } from '../../../src/execution/gates/syntax/syntax.ts';
import type { JsonSchema } from '../../../src/execution/workflow/jsonSchema.ts';
import { readStepOutput } from '../../../src/execution/workflow/steps/stepOutput.ts';
import { isRecord } from '../../../src/routing/input/objects.ts';
import type { Task } from '../../../src/routing/task.ts';
import type { ReportedCase, ReportedEdit, ReportedReading } from './reportedCase.ts';

/** A case that was played. */
export interface PlayedCase {
  readonly id: string;
  /** `accept` and `reject` are edits by what is right; `read` is a reading. */
  readonly right: 'accept' | 'reject' | 'read';
  /** Why it does not hold, in one sentence; undefined where it holds. */
  readonly problem?: string;
}

const { signal } = new AbortController();

function fail(bug: unknown): never {
  throw bug;
}

/** Plays cases through the code that the product takes from a model's text to the accepted edit. */
export async function playCases(cases: readonly ReportedCase[]): Promise<readonly PlayedCase[]> {
  const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm'));
  const syntaxGate = createSyntaxGate({ grammarsFolder });
  const gates = [completeGate, formatGate, syntaxGate];
  const playEdit = async (edit: ReportedEdit): Promise<string | undefined> => {
    const task = taskOf(edit);
    let failure: string | undefined;
    for await (const verdict of runGates(candidateOf(task, edit.answer), gates, signal, fail)) {
      if (verdict.kind === 'fail') failure = describeFailure(verdict);
    }
    if (edit.right === 'reject') return failure === undefined ? 'was accepted.' : undefined;
    if (failure !== undefined) return `was rejected. ${failure}`;
    const text = acceptedText(task, edit);
    return edit.rightFile === undefined || text === edit.rightFile
      ? undefined
      : `makes another file: ${JSON.stringify(text)}`;
  };
  try {
    const played: PlayedCase[] = [];
    for (const each of cases) {
      const isEdit = !('reader' in each);
      const problem = isEdit ? await playEdit(each) : readingProblem(each);
      const right = isEdit ? each.right : 'read';
      played.push({ id: each.id, right, ...(problem !== undefined && { problem }) });
    }
    return played;
  } finally {
    syntaxGate.dispose();
  }
}

/** The cases of a folder, one JSON file each, in the order of their names. */
export function readCases(folder: string): readonly ReportedCase[] {
  const files = readdirSync(resolve(folder)).filter((name) => name.endsWith('.json'));
  if (files.length === 0) throw new Error(`${resolve(folder)} has no cases.`);
  return files.toSorted().map((name) => {
    const read: ReportedCase = JSON.parse(readFileSync(join(resolve(folder), name), 'utf8'));
    return read;
  });
}

function taskOf(edit: ReportedEdit): Task {
  const { id, type, instruction, language, path, file, from, to } = edit;
  const lineEnd = file.includes('\r\n') ? '\r\n' : '\n';
  return {
    id,
    type,
    answerKind: 'edit',
    instruction,
    language,
    path,
    fileText: file,
    target: {
      startLine: from,
      endLine: to,
      text: file
        .split(/\r?\n/)
        .slice(from - 1, to)
        .join(lineEnd),
    },
    diagnostics: [],
    earlier: [],
  };
}

function candidateOf(task: Task, text: string): Candidate {
  const fileText = candidateFile(task, text);
  return { task, text, outcome: 'complete', ...(fileText !== undefined && { fileText }) };
}

/** The file once the developer has accepted the answer. */
function acceptedText(task: Task, { file, answer }: ReportedEdit): string | undefined {
  if (file === '') return newFileText(task, answer);
  const edit = answerEdit(task, answer, file);
  if (typeof edit === 'string') return edit;
  const lines = file.split(/\r?\n/);
  const written = edit.code.split(/\r?\n/);
  const height = edit.endLine - edit.startLine + 1;
  return lines
    .toSpliced(edit.startLine - 1, height, ...written)
    .join(file.includes('\r\n') ? '\r\n' : '\n');
}

function readingProblem({ reader, answer, right }: ReportedReading): string | undefined {
  const read =
    reader === 'parseFindings' ? (parseFindings(answer) ?? null) : outputOf(answer, right);
  return isDeepStrictEqual(read, right) ? undefined : `was read as ${JSON.stringify(read)}`;
}

/** What a step would hand on, under a schema of the shape that has to be read; null when nothing. */
function outputOf(answer: string, right: unknown): unknown {
  const output = readStepOutput(answer, isRecord(right) ? schemaOf(right) : anyObject);
  return 'value' in output ? output.value : null;
}

const anyObject: JsonSchema = { type: 'object', properties: {} };

function schemaOf(value: unknown): JsonSchema {
  if (Array.isArray(value)) {
    return { type: 'array', ...(value.length > 0 && { items: schemaOf(value[0]) }) };
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, each]) => [key, schemaOf(each)] as const);
    return {
      type: 'object',
      properties: Object.fromEntries(entries),
      required: Object.keys(value),
    };
  }
  return value === null ? { type: 'null' } : { type: typeof value };
}
