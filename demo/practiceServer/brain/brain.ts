import type { PracticeCall } from '../call.ts';
import type { PracticeModel } from '../models.ts';
import { boilerplate } from './boilerplate.ts';
import { chat } from './chat.ts';
import { debug } from './debug.ts';
import { design } from './design.ts';
import { docs } from './docs.ts';
import { missedByEarlier } from './earlier.ts';
import { explain } from './explain.ts';
import { feature } from './feature.ts';
import { other } from './other.ts';
import { refactor } from './refactor.ts';
import { review } from './review.ts';
import { scriptKindOf, sourceOf } from './source.ts';
import { parseTaskPrompt, type TaskPrompt } from './taskPrompt.ts';
import { tests } from './tests.ts';
import { fenced } from './words.ts';
import type { Work } from './work.ts';

/** What a practice model answers: worked out from the request's own code, or a plain statement of what it can do. */
export function answerCall(call: PracticeCall, model: PracticeModel): string {
  const prompt = parseTaskPrompt(call.messages.findLast(({ role }) => role === 'user')?.text ?? '');
  if (!prompt) return chat(call, model);
  const kind = answerKindOf(prompt, call.system);
  const scriptKind = scriptKindOf(prompt.file.language);
  if (scriptKind === undefined) return unreadable(prompt, kind);
  const source = sourceOf(prompt.file.text, prompt.target, scriptKind);
  const work: Work = { prompt, source, model, skill: model.skill };
  if (kind === 'prose') return `Practice model (${model.id}): ${proseFor(work)}`;
  if (kind === 'findings') return withNote(fenced('json', review(work)), missedByEarlier(work));
  const edit = editFor(work);
  const note = missedByEarlier(work, edit.code) || edit.note;
  return withNote(fenced(fenceLanguage(prompt.file.language), edit.code), note);
}

type AnswerKind = 'edit' | 'findings' | 'prose';

function answerKindOf({ type }: TaskPrompt, system: string): AnswerKind {
  if (system.includes('fenced json block')) return 'findings';
  if (system.includes('fenced code block')) return 'edit';
  if (type === 'review') return 'findings';
  return ['explain', 'design', 'other'].includes(type) ? 'prose' : 'edit';
}

function editFor(work: Work) {
  switch (work.prompt.type) {
    case 'boilerplate':
      return boilerplate(work);
    case 'feature':
      return feature(work);
    case 'debug':
    case 'review':
      return debug(work);
    case 'test':
      return tests(work);
    case 'docs':
      return docs(work);
    default:
      return refactor(work);
  }
}

function proseFor(work: Work): string {
  if (work.prompt.type === 'design') return design(work);
  return work.prompt.type === 'explain' ? explain(work) : other(work);
}

function withNote(block: string, note: string): string {
  return note ? `${block}\n\nPractice model: ${note}` : block;
}

function fenceLanguage(language: string): string {
  return { typescript: 'ts', typescriptreact: 'tsx', javascriptreact: 'jsx' }[language] ?? language;
}

function unreadable({ file, target }: TaskPrompt, kind: AnswerKind): string {
  const statement = `the practice models read TypeScript and JavaScript only, not ${file.language || 'this language'}.`;
  if (kind === 'findings') return fenced('json', '[]');
  if (kind === 'prose') return `Practice model: ${statement}`;
  const tidy = target.text.replaceAll(/[ \t]+$/gm, '');
  return withNote(
    fenced(file.language, tidy),
    `${statement} Only spaces at line ends were removed.`,
  );
}
