import type { TaskType } from '../../routing/task.ts';

/** What a good answer of each task type is. The judge is told the one that applies. */
export const judgeRubrics: Readonly<Record<TaskType, string>> = {
  boilerplate:
    'It is the routine code that the instruction asks for, whole, and it fits the types of the file.',
  feature:
    'It does what the instruction, the signature and the comments ask for, in every case that they name, and breaks nothing that was there.',
  refactor:
    'It behaves exactly as before in every case, errors included, and is simpler or easier to read.',
  debug:
    'The cause of the defect is mended and not its symptom, no defect is left in the lines or new in them, and nothing else changes.',
  test: 'Each test checks what the code is meant to do, would fail if the code were wrong, and can run as it stands.',
  docs: 'Every sentence is true of the code, nothing that a caller must know is missing, and no code changes.',
  explain:
    'Every sentence is true of the code, and its purpose, its conditions and its errors are all there.',
  review:
    'Every finding is a real problem at the line that it names, and no error that the lines show is missing.',
  design:
    'The judgement rests on what the code really does, and the proposal would work and says what it costs.',
  other: 'It answers what was asked, and every sentence is true of the code.',
};
