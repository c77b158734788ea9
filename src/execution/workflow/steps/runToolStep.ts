import type { ToolStep } from '../definition.ts';
import { StepFailure } from '../stepFailure.ts';
import type { ToolName } from '../tools.ts';
import { filesInResult } from '../seenFiles.ts';
import { evaluateArgument } from '../values/template.ts';
import type { ToolArguments } from '../workflowContext.ts';
import type { StepResult, StepScope, RunContext } from './running.ts';
import { readArguments } from './toolArguments.ts';

/** Runs a tool with the step's arguments. Rejects with StepFailure. */
export async function runToolStep(
  { tool, with: written }: ToolStep,
  at: StepScope,
): Promise<StepResult> {
  const values = Object.entries(written).map(([name, argument]) => [
    name,
    evaluateArgument(argument, at.values),
  ]);
  const read = readArguments(tool, Object.fromEntries(values));
  if ('problem' in read) throw new StepFailure(`${read.problem} Correct \`with\`.`);
  return runTool(tool, read.given, at.running, { signal: at.signal, by: 'step' });
}

/** Runs a tool for a step or an agent. It only proposes changes to files, and never writes them. */
export async function runTool(
  tool: ToolName,
  given: ToolArguments,
  running: RunContext,
  at: { readonly signal: AbortSignal; readonly by: 'model' | 'step' },
): Promise<StepResult> {
  at.signal.throwIfAborted();
  const { allowance, context } = running;
  allowance.tool(tool);
  const startedAt = context.monotonic();
  try {
    const result = await resultOf(tool, given, running, at);
    allowance.value(tool, result.value);
    return result;
  } finally {
    allowance.took(tool, context.monotonic() - startedAt);
  }
}

async function resultOf(
  tool: ToolName,
  given: ToolArguments,
  { files, context, allowance, seen }: RunContext,
  { signal, by }: { readonly signal: AbortSignal; readonly by: 'model' | 'step' },
): Promise<StepResult> {
  if (tool === 'readFile') return { value: await readFile(given, files, signal) };
  if (tool === 'editFile') {
    const { path, text, startLine, endLine } = given as unknown as Edit;
    const change = {
      path,
      text,
      ...(startLine !== undefined && { startLine }),
      ...(endLine !== undefined && { endLine }),
    };
    allowance.change(path, text, files.edits());
    const { edit, changedLines } = await files.replace(change, signal);
    return { value: { path: edit.path, changedLines }, edit };
  }
  try {
    const value = await context.tool(tool, given, { signal, by, edits: files.edits() });
    seen.add(filesInResult(tool, given, value));
    return { value: value ?? null };
  } catch (error) {
    if (error instanceof StepFailure || signal.aborted) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new StepFailure(`${tool} did not work: ${said}`, { cause: error });
  }
}

interface Edit {
  readonly path: string;
  readonly text: string;
  readonly startLine?: number;
  readonly endLine?: number;
}

async function readFile(
  given: ToolArguments,
  files: RunContext['files'],
  signal: AbortSignal,
): Promise<unknown> {
  const { path: written, startLine, endLine } = given as unknown as Omit<Edit, 'text'>;
  const path = await files.nameOf(written);
  const file = await files.read(path, signal);
  if (!file) throw new StepFailure(`There is no file "${path}". Look for it with \`search\`.`);
  const lines = file.text.split('\n');
  const from = Math.max(1, startLine ?? 1);
  const to = Math.min(lines.length, endLine ?? lines.length);
  if (from > to) {
    throw new StepFailure(
      `${path} has ${lines.length} lines, so there are none from ${from} to ${endLine ?? to}. Ask for others.`,
    );
  }
  const isWhole = from === 1 && to === lines.length;
  const text = isWhole ? file.text : lines.slice(from - 1, to).join('\n');
  return { path, language: file.language, text, startLine: from, endLine: to };
}
