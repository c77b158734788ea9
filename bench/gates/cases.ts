import { candidateFile } from '../../src/execution/answer/parseAnswer.ts';
import type { Candidate } from '../../src/execution/gates/gate.ts';
import type { Task } from '../../src/routing/task.ts';
import { defaultInstructions } from '../../src/routing/taskTypes.ts';
import { badEdits } from './badEdits.ts';
import { type CodeFunction, readCorpus } from './corpus.ts';
import { isEquivalent } from './equivalents.ts';
import { goodEdits } from './goodEdits.ts';
import type { Language } from './languages.ts';
import { inBlock, type MutatedEdit } from './mutatedEdit.ts';
import { createRandom } from './random.ts';

/*
 * The gates bench judges labelled edits. It takes functions of a corpus in several languages, makes edits
 * that a developer would accept and edits that nobody would, asks the gates about each, and reports the
 * shares judged correctly. The edits are the same on every run.
 */

/** Such as `src/python.py`. */
export function pathInProject({ path, file }: Language): string {
  return path ?? `src/${file}`;
}

export interface LabelledCase {
  readonly candidate: Candidate;
  readonly good: boolean;
  readonly kind: string;
  readonly heldOut: boolean;
}

export interface Cases {
  readonly cases: readonly LabelledCase[];
  /** The number of mutations omitted because they change nothing. */
  readonly equivalent: number;
}

/** All candidate edits, the same ones on every run. */
export function makeCases(): Cases {
  let equivalent = 0;
  const cases = readCorpus().flatMap((codeFunction, index) => {
    const bad = badEdits(codeFunction, createRandom(1_000 + index));
    const broken = bad.filter((edit) => !isEquivalent(codeFunction, edit));
    equivalent += bad.length - broken.length;
    const edits = [
      ...goodEdits(codeFunction, createRandom(index)).map((edit) => ({ edit, good: true })),
      ...broken.map((edit) => ({ edit, good: false })),
    ];
    return edits.map(({ edit, good }) => ({
      candidate: toCandidate(codeFunction, edit),
      good,
      kind: edit.kind,
      heldOut: codeFunction.heldOut,
    }));
  });
  return { cases, equivalent };
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
    path: pathInProject(language),
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
