import { candidateFile } from '../../src/execution/candidate.ts';
import type { Candidate } from '../../src/execution/gates/gate.ts';
import type { Task } from '../../src/routing/task.ts';
import { defaultInstructions } from '../../src/routing/taskTypeFacts.ts';
import { badEdits } from './badEdits.ts';
import { readCorpus, type CodeFunction } from './corpus.ts';
import { goodEdits } from './goodEdits.ts';
import { inBlock, type MutatedEdit } from './mutatedEdit.ts';
import { createRandom } from './random.ts';

export interface LabelledCase {
  readonly candidate: Candidate;
  readonly good: boolean;
  readonly kind: string;
  readonly heldOut: boolean;
}

/** All candidate edits, the same ones on every run. */
export function makeCases(): LabelledCase[] {
  return readCorpus().flatMap((codeFunction, index) => {
    const edits = [
      ...goodEdits(codeFunction, createRandom(index)).map((edit) => ({ edit, good: true })),
      ...badEdits(codeFunction, createRandom(1_000 + index)).map((edit) => ({ edit, good: false })),
    ];
    return edits.map(({ edit, good }) => ({
      candidate: toCandidate(codeFunction, edit),
      good,
      kind: edit.kind,
      heldOut: codeFunction.heldOut,
    }));
  });
}

function toCandidate(codeFunction: CodeFunction, edit: MutatedEdit): Candidate {
  const { language, start, end } = codeFunction;
  const original = edit.original ?? codeFunction.lines;
  const type = edit.type ?? 'refactor';
  const fileLines = codeFunction.fileText.split('\n');
  const task: Task = {
    id: `${language.id} ${codeFunction.name} ${edit.kind}`,
    type,
    answerKind: 'edit',
    instruction: edit.instruction ?? defaultInstructions[type],
    language: language.id,
    path: `src/${language.file}`,
    fileText: [...fileLines.slice(0, start), ...original, ...fileLines.slice(end)].join('\n'),
    target: { startLine: start + 1, endLine: start + original.length, text: original.join('\n') },
    diagnostics: [],
    earlier: [],
  };
  const text = edit.text ?? inBlock(edit.code, language.id);
  const fileText = candidateFile(task, text);
  return {
    task,
    text,
    outcome: edit.outcome ?? 'complete',
    ...(fileText !== undefined && { fileText }),
  };
}
