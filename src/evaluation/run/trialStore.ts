import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openJournal } from '../../execution/workflow/journal/journal.ts';
import type { Trial } from '../trial.ts';
import { EvaluationProblem } from './evaluationProblem.ts';
import { type KnownFacts, readFacts, type WantedFacts } from './readFacts.ts';
import type { PaidAnswer, TrialFact } from './trialFacts.ts';

/** The facts of one evaluation on the disk, held by one process at a time. */
export interface TrialStore {
  /** What the file said when it was opened. */
  readonly before: Omit<KnownFacts, 'answers' | 'scored'>;
  /** The newest scored trial under a key. */
  scoredTrial(key: string): Trial | undefined;
  /** Whether there is a scored trial or an answer under a key. */
  has(key: string): boolean;
  /** An answer that has no scored trial yet; it is read from the disk. */
  answer(key: string): Promise<PaidAnswer | undefined>;
  /** Keeps a fact even if this process is killed. Never throws. */
  write(fact: TrialFact): void;
  /** Resolves when everything written is on the disk. Rejects with EvaluationProblem when it cannot be kept. */
  saved(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the facts at a path; the file and its folder are created when they are missing. Of an answer, memory
 * holds only where it stands, so that many long answers take no room. Rejects with JournalInUse while another
 * process has it open.
 */
export async function openTrialStore(path: string, wanted: WantedFacts = {}): Promise<TrialStore> {
  await mkdir(dirname(path), { recursive: true });
  const journal = await openJournal<TrialFact>(path);
  const { answers, scored, ...before } = await readFacts(path, wanted).catch(async (error) => {
    await journal.close();
    throw error;
  });
  return {
    before,
    scoredTrial: (key) => scored.get(key),
    has: (key) => scored.has(key) || answers.has(key),
    async answer(key) {
      const place = answers.get(key);
      if (!place) return undefined;
      const file = await open(path, 'r');
      try {
        const { buffer } = await file.read(
          Buffer.alloc(place.length),
          0,
          place.length,
          place.offset,
        );
        return (JSON.parse(buffer.toString('utf8')) as TrialFact & { kind: 'answered' }).answer;
      } finally {
        await file.close();
      }
    },
    write(fact) {
      const offset = journal.bytes();
      journal.write(fact);
      if (fact.kind === 'answered') {
        answers.set(fact.key, { offset, length: journal.bytes() - offset });
      }
      if (fact.kind === 'tried' && fact.trial.outcome.kind === 'scored') {
        answers.delete(fact.key);
        scored.set(fact.key, fact.trial);
      }
    },
    async saved() {
      try {
        await journal.saved();
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        throw new EvaluationProblem(
          `The answers cannot be kept, so no more is asked: ${said}. Make room for ${path}, and resume the run.`,
        );
      }
    },
    close: journal.close,
  };
}
