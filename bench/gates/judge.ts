import { completeGate } from '../../src/execution/gates/complete/complete.ts';
import { formatGate } from '../../src/execution/gates/format.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import { createSyntaxGate } from '../../src/execution/gates/syntax/syntax.ts';
import type { LabelledCase } from './cases.ts';

export const gateColumns = ['complete', 'format', 'syntax', 'stack'] as const;
export type GateColumn = (typeof gateColumns)[number];

/** A case with the verdict of each gate. The stack stops at the first gate that fails. */
export interface JudgedCase extends LabelledCase {
  readonly rejected: Readonly<Record<GateColumn, boolean>>;
  readonly ms: Readonly<Record<GateColumn, number>>;
}

const { signal } = new AbortController();

/** Judges every case with every gate, one after the other. */
export async function judge(cases: readonly LabelledCase[]): Promise<JudgedCase[]> {
  const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm'));
  const syntaxGate = createSyntaxGate({ grammarsFolder });
  const gates: readonly Gate[] = [completeGate, formatGate, syntaxGate];
  try {
    // Loading and warm-up are not measured.
    for (const each of cases) await judgeOne(each, gates);
    const judged: JudgedCase[] = [];
    for (const each of cases) judged.push(await judgeOne(each, gates));
    return judged;
  } finally {
    syntaxGate.dispose();
  }
}

async function judgeOne(labelled: LabelledCase, gates: readonly Gate[]): Promise<JudgedCase> {
  const rejected = { complete: false, format: false, syntax: false, stack: false };
  const ms = { complete: 0, format: 0, syntax: 0, stack: 0 };
  for (const gate of gates) {
    const started = performance.now();
    const { kind } = await gate.check(labelled.candidate, signal);
    const took = performance.now() - started;
    ms[gate.name as GateColumn] = took;
    if (!rejected.stack) ms.stack += took;
    if (kind !== 'fail') continue;
    rejected[gate.name as GateColumn] = true;
    rejected.stack = true;
  }
  return { ...labelled, rejected, ms };
}
