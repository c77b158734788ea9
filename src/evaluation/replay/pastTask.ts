import type { PastWork } from '../../ledger/learning/pastWork.ts';
import type { Task } from '../../routing/task.ts';
import { answerKinds } from '../../routing/taskTypes.ts';

// The subject of work on a file is its path and lines; any other subject is from a chat.
const place = /^(?<path>.*):(?<startLine>\d+)-(?<endLine>\d+)$/s;

/** The task as far as the ledger knows it, which has neither the developer's words nor any code. */
export function pastTask({ subject, taskType, language = 'plaintext' }: PastWork): Task {
  const found = place.exec(subject)?.groups;
  const { path = '', startLine = '1', endLine = '1' } = found ?? {};
  return {
    id: subject,
    type: taskType,
    answerKind: found ? answerKinds[taskType] : 'prose',
    instruction: '',
    language,
    path,
    fileText: '',
    target: { startLine: Number(startLine), endLine: Number(endLine), text: '' },
    diagnostics: [],
    earlier: [],
    ...(!found && { conversation: { system: '', messages: [], tools: [] } }),
  };
}
