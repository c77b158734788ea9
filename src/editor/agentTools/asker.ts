import * as vscode from 'vscode';
import { choicesOf } from '../../routing/decision.ts';
import type { Stay } from '../../routing/stay.ts';
import { advisorTool } from '../platform/contributed.ts';
import type { MadeDecision, RunNews } from '../platform/runNews.ts';
import type { SessionTracker } from '../platform/session.ts';

/** What is known of an agent that asks for advice. */
export interface Asker {
  /** The tier of the newest turn that was offered the tool; omitted when its model is not one of Tierwise's. */
  readonly tier?: string;
  /**
   * Why a turn of this session that was offered the tool had to stay on this machine. VS Code does not tell which
   * loop calls a tool, so it holds for every question of the session.
   */
  readonly stay?: Stay;
}

/** Remembers who may be asking: the turns of agents that Tierwise routes and that were offered the tool. */
export class AskerMemory implements vscode.Disposable {
  current: Asker = {};
  private readonly listening: vscode.Disposable;

  constructor({ news, session }: { readonly news: RunNews; readonly session: SessionTracker }) {
    this.listening = vscode.Disposable.from(
      news.onDidDecide((made) => {
        this.current = askerAfter(this.current, made);
      }),
      session.onDidChange(() => {
        this.current = {};
      }),
    );
  }

  dispose(): void {
    this.listening.dispose();
  }
}

/** What is known after one more decision. */
export function askerAfter(
  known: Asker,
  { task, decision }: Pick<MadeDecision, 'task' | 'decision'>,
): Asker {
  const isOffered = task.conversation?.tools.some(({ name }) => name === advisorTool);
  if (!isOffered) return known;
  const [choice] = choicesOf(decision.plan);
  const stay = known.stay ?? decision.stay;
  return { ...(choice && { tier: choice.tier }), ...(stay && { stay }) };
}
