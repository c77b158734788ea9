import type { PracticeCall } from '../call.ts';
import { skillAt, type PracticeModel, type Skill } from '../models.ts';
import { editFor, proseFor } from './answers.ts';
import { chat } from './chat.ts';
import { chatEdits } from './chatEdits.ts';
import { missedByEarlier } from './earlier.ts';
import { judge } from './judge.ts';
import { parseJudgePrompt } from './judgePrompt.ts';
import { review } from './review.ts';
import { score } from './score.ts';
import { parseScorePrompt } from './scorePrompt.ts';
import { scriptKindOf, sourceOf } from './source.ts';
import { parseTaskPrompt, type TaskPrompt } from './taskPrompt.ts';
import { fenced } from './words.ts';
import type { Work } from './work.ts';
import { asWorse } from './worse.ts';
import { agentAnswer } from './workflow/agent.ts';
import { parseAgentPrompt } from './workflow/agentPrompt.ts';
import { scaffoldFile } from './workflow/scaffold.ts';
import { parseStepPrompt } from './workflow/stepPrompt.ts';
import { workflowStep } from './workflow/workflowStep.ts';

/*
 * The brain writes the answers of the practice models. It parses the prompt as a task, a workflow step, an
 * agent's turn or a judge's question, and derives the answer from the code in the prompt by rules. A model
 * with more skill sees more: the weaker ones miss defects or make plausible mistakes. The same prompt always
 * gives the same answer.
 */

/**
 * A practice model's answer: derived from the code in the request, or a plain statement of what the
 * model can do. It states its confidence if the request asks for that.
 */
export function answerCall(call: PracticeCall, model: PracticeModel): string {
  const skill = skillAt(model, call.effort);
  const answer = asWorse(call, model, answerTo(call, model, skill));
  if (!call.system.includes('Confidence:')) return answer;
  return `${answer}\n\nConfidence: ${confidences[skill]}%`;
}

const confidences: Readonly<Record<Skill, number>> = { plain: 60, subtle: 75, deep: 90 };

function answerTo(call: PracticeCall, model: PracticeModel, skill: Skill): string {
  const step = parseStepPrompt(call);
  if (step) return workflowStep(step, model, skill);
  const agent = parseAgentPrompt(call);
  if (agent) return agentAnswer(agent, model, skill);
  const text = call.messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const judged = parseJudgePrompt(text);
  if (judged) {
    const work = workOn(judged.task, model, skill);
    return work ? judge(judged, work) : `Practice model: ${cannotRead(judged.task)}`;
  }
  const scored = parseScorePrompt(text);
  if (scored) return score(scored, skill);
  const prompt = parseTaskPrompt(text);
  if (!prompt) return chatEdits(call, model) ?? chat(call, model);
  const scaffold = scaffoldFile(prompt.instruction, skill);
  if (scaffold !== undefined && /\.[cm]?ts$/.test(prompt.file.path)) return fenced('ts', scaffold);
  const kind = answerKindOf(prompt, call.system);
  const work = workOn(prompt, model, skill);
  if (!work) return unreadable(prompt, kind);
  if (kind === 'prose') return `Practice model (${model.id}): ${proseFor(work)}`;
  if (kind === 'findings') return withNote(fenced('json', review(work)), missedByEarlier(work));
  const edit = editFor(work);
  const note = missedByEarlier(work, edit.code) || edit.note;
  return withNote(fenced(fenceLanguage(prompt.file.language), edit.code), note);
}

/** Undefined for code in a language that the practice models do not read. */
function workOn(prompt: TaskPrompt, model: PracticeModel, skill: Skill): Work | undefined {
  const scriptKind = scriptKindOf(prompt.file.language);
  if (scriptKind === undefined) return undefined;
  return { prompt, source: sourceOf(prompt.file.text, prompt.target, scriptKind), model, skill };
}

type AnswerKind = 'edit' | 'findings' | 'prose';

function answerKindOf({ type }: TaskPrompt, system: string): AnswerKind {
  if (system.includes('fenced json block')) return 'findings';
  if (system.includes('fenced code block')) return 'edit';
  if (type === 'review') return 'findings';
  return ['explain', 'design', 'other'].includes(type) ? 'prose' : 'edit';
}

function withNote(block: string, note: string): string {
  return note ? `${block}\n\nPractice model: ${note}` : block;
}

function fenceLanguage(language: string): string {
  return { typescript: 'ts', typescriptreact: 'tsx', javascriptreact: 'jsx' }[language] ?? language;
}

function cannotRead({ file }: TaskPrompt): string {
  return `the practice models read TypeScript and JavaScript only, not ${file.language || 'this language'}.`;
}

function unreadable(prompt: TaskPrompt, kind: AnswerKind): string {
  const { file, target } = prompt;
  const statement = cannotRead(prompt);
  if (kind === 'findings') return fenced('json', '[]');
  if (kind === 'prose') return `Practice model: ${statement}`;
  const tidy = target.text.replaceAll(/[ \t]+$/gm, '');
  return withNote(
    fenced(file.language, tidy),
    `${statement} Only spaces at line ends were removed.`,
  );
}
