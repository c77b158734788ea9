import type * as vscode from 'vscode';

/** Counts the questions to a stronger tier in a session; it outlives a reload of the window. */
export interface QuestionCount {
  made(): number;
  /** Counts one more question. False, and nothing is counted, when the session has asked so many. */
  take(most: number): boolean;
  /** Takes a question back that was not asked. */
  giveBack(): void;
}

const stateKey = 'advisorQuestions';

interface Stored {
  readonly sessionId: string;
  readonly questions: number;
}

export function createQuestionCount(state: vscode.Memento, sessionId: () => string): QuestionCount {
  const made = (): number => {
    const stored = state.get<Stored>(stateKey);
    return stored?.sessionId === sessionId() ? stored.questions : 0;
  };
  const store = (questions: number): void =>
    void state.update(stateKey, { sessionId: sessionId(), questions } satisfies Stored);
  return {
    made,
    take(most) {
      const questions = made();
      if (questions >= most) return false;
      store(questions + 1);
      return true;
    },
    giveBack: () => store(Math.max(0, made() - 1)),
  };
}
