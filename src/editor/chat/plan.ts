import type { Attachment } from '../../routing/attachment.ts';
import type { TaskType } from '../../routing/task.ts';
import { answerKinds } from '../../routing/taskTypes.ts';
import { nothingYet, type Turn } from '../../routing/turns/turn.ts';

/** What a model is told that writes a plan: others carry it out, so it has to say all that they need. */
export const planRules = [
  'You plan a change for a developer; you do not carry it out, and a cheaper model will. Answer in Markdown:',
  'one sentence with the aim; numbered steps, each with the files that it touches and what changes in them;',
  '**Risks**, what may go wrong and how one would notice; **Checks**, the commands or tests that show that it',
  'works. Name files by their paths. Write no whole files. Say what you would have to know and were not shown.',
].join(' ');

/** A plan is a turn of an agent that only plans, so the policy's `turns` say its tier. */
export function planningTurn(attached: readonly Attachment[]): Turn {
  const files = { ...nothingYet.files, attached };
  return { kind: 'plan', by: 'planner', loop: { ...nothingYet, files } };
}

/** The type of the task that carries out a plan for a prompt of this type: one that changes code. */
export function carriedOutAs(type: TaskType): TaskType {
  return answerKinds[type] === 'edit' ? type : 'feature';
}
