import { spokenText } from '../../../execution/answer/parseAnswer.ts';
import { isInside } from '../../../execution/workflow/parse/readTemplate.ts';
import { fixtureOfTask } from '../../../evaluation/collect/fixtureOfTask.ts';
import type { OutcomeTag } from '../../../evaluation/collect/newFixture.ts';
import { type Answer, isWhole, textOf } from '../../answers/answer.ts';
import { shownFolders } from '../../platform/workspacePaths.ts';
import type { Case } from './case.ts';

/** What became of an answer; undefined while nothing has, and for a rejected one. */
export function outcomeTag({ outcome, regretted, accepted }: Answer): OutcomeTag | undefined {
  if (outcome === 'undone' || regretted === 'undid') return 'undone';
  if (outcome === 'escalated' || regretted === 'escalated') return 'escalated';
  return accepted ? 'accepted' : undefined;
}

/** The case of an answer. `isGood` is the developer's word where its outcome says nothing. */
export function answerCase(answer: Answer, all: readonly Answer[], isGood: boolean): Case {
  const { task, binding, others = [] } = answer;
  const outcome = outcomeTag(answer);
  const isItselfGood = outcome === 'accepted' || (outcome === undefined && isGood);
  const good = isItselfGood ? answer : betterAnswer(answer, all);
  return {
    subject: { kind: 'taskType', taskType: task.type },
    fixture: fixtureOfTask({
      task,
      inFolder,
      ...(good && { reference: referenceOf(good) }),
      ...(outcome && { outcome }),
    }),
    files: [binding.uri, ...others],
  };
}

/** The first answer to the same question that came later, was accepted and stayed. */
export function betterAnswer(answer: Answer, all: readonly Answer[]): Answer | undefined {
  const { task } = answer;
  // The newest comes first.
  const later = all.slice(0, Math.max(0, all.indexOf(answer)));
  return later.findLast(
    (each) =>
      each.task.type === task.type &&
      each.task.path === task.path &&
      each.task.instruction === task.instruction &&
      outcomeTag(each) === 'accepted',
  );
}

function referenceOf(answer: Answer): string {
  const text = textOf(answer);
  return isWhole(answer) && answer.task.answerKind === 'prose' ? spokenText(text) : text;
}

/** A path as it is in the file's own folder; of a file outside of all folders its name. */
export function inFolder(path: string): string {
  const home = shownFolders().find((name) => path.startsWith(`${name}/`));
  const inside = home === undefined ? path : path.slice(home.length + 1);
  const plain = inside.replaceAll('\\', '/');
  return isInside(plain) ? plain : plain.slice(plain.lastIndexOf('/') + 1);
}
