import type * as vscode from 'vscode';
import type { Classification } from '../../routing/classify/classify.ts';
import type { PromptContext } from '../../routing/classify/promptContext.ts';
import type { TaskType } from '../../routing/task.ts';
import type { AskedAbout } from './askedAbout.ts';
import { openClassifier } from './door.ts';

/** Shared by all workspaces, because a developer words questions alike in each. */
const stateKey = 'taskTypeCorrections';

/** A prompt that was classified, so that it can be corrected. */
export interface Classified {
  readonly prompt: string;
  readonly context: PromptContext;
  readonly classification: Classification;
}

/** Asks a small model about an unsure guess; resolves to the guess when no model may be asked. */
export type SecondOpinion = (
  prompt: string,
  guess: Classification,
  about: AskedAbout,
) => Promise<Classification>;

/** A day of several chats in one window. Chosen by judgement. */
const mostKnown = 200;

/** Classifies prompts with the shipped weights and the developer's corrections. */
export class TaskTypes {
  private readonly state: vscode.Memento;
  private readonly secondOpinion: SecondOpinion;
  /** The newest prompt that was classified in this window. */
  last: Classified | undefined;
  /** By prompt; what was classified longest ago is forgotten first. */
  private readonly classified = new Map<string, Classification>();

  constructor(state: vscode.Memento, secondOpinion: SecondOpinion) {
    this.state = state;
    this.secondOpinion = secondOpinion;
  }

  /** The type by weights and corrections alone: no model is asked, and nothing is remembered. */
  async guess(prompt: string, context: PromptContext): Promise<Classification> {
    const { classifyPrompt } = await openClassifier();
    return classifyPrompt(prompt, context, this.state.get(stateKey));
  }

  async classify(
    prompt: string,
    context: PromptContext,
    about: AskedAbout,
  ): Promise<Classification> {
    const guess = await this.guess(prompt, context);
    const classification = await this.secondOpinion(prompt, guess, about);
    this.last = { prompt, context, classification };
    this.classified.delete(prompt);
    this.classified.set(prompt, classification);
    const [oldest] = this.classified.keys();
    if (this.classified.size > mostKnown && oldest !== undefined) this.classified.delete(oldest);
    return classification;
  }

  /** How a prompt was classified in this window, whatever was asked in other chats since. */
  known(prompt: string): Classification | undefined {
    return this.classified.get(prompt);
  }

  /** Learns that a prompt was of another type. */
  async correct(classified: Classified, right: TaskType): Promise<void> {
    const { correctionsWith } = await openClassifier();
    const corrections = correctionsWith(classified, right, this.state.get(stateKey));
    await this.state.update(stateKey, corrections);
  }

  /** Forgets all corrections. */
  async reset(): Promise<void> {
    await this.state.update(stateKey, undefined);
  }
}
