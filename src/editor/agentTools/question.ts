/** What an agent asks; a model wrote it, so nothing of it is certain. */
export interface AdviceQuestion {
  readonly question: string;
  /** What the stronger model must know besides. */
  readonly context?: string;
  /** Paths of files that it should read. */
  readonly files?: readonly string[];
}

/** Chosen by judgement. */
const most = { questionCharacters: 20_000, contextCharacters: 100_000, files: 10 };

/** The question, or what is wrong with it, for the model that wrote it. */
export function readQuestion(
  input: unknown,
): { readonly asked: AdviceQuestion } | { readonly problem: string } {
  const { question, context, files } = (input ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof question !== 'string' || question.trim() === '') {
    return { problem: 'Write your question as the text `question`.' };
  }
  if (question.length > most.questionCharacters) {
    return {
      problem: `The question is too long. Write at most ${most.questionCharacters} characters and put the rest into \`context\`.`,
    };
  }
  if (context !== undefined && typeof context !== 'string') {
    return { problem: 'Write `context` as a text, or leave it out.' };
  }
  if ((context ?? '').length > most.contextCharacters) {
    return {
      problem: `The context is too long. Write at most ${most.contextCharacters} characters, or name \`files\`.`,
    };
  }
  const isList = Array.isArray(files) && files.every((each) => typeof each === 'string');
  if (files !== undefined && !isList) {
    return { problem: 'Write `files` as a list of paths, or leave it out.' };
  }
  if (isList && files.length > most.files) {
    return { problem: `Name at most ${most.files} files.` };
  }
  return {
    asked: { question, ...(context !== undefined && { context }), ...(isList && { files }) },
  };
}
