import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { hourMs } from '../../routing/time.ts';

/** A stretch of work in one workspace; spend is summed over it. */
export interface Session {
  readonly id: string;
  readonly startedAtMs: number;
}

const stateKey = 'session';
/** A session ends after eight idle hours, such as a night. Chosen by judgement. */
const idleLimitMs = 8 * hourMs;

interface StoredSession extends Session {
  readonly lastUsedAtMs: number;
}

/**
 * The session of this window. It outlives a reload; it ends after eight idle hours or when the
 * developer begins a new one.
 */
export class SessionTracker implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Session>();
  readonly onDidChange = this.changed.event;
  private readonly state: vscode.Memento;
  /** Whether this session began before this window was loaded. */
  readonly resumed: boolean;
  private session: Session;

  constructor(state: vscode.Memento) {
    this.state = state;
    const stored = state.get<StoredSession>(stateKey);
    const alive = stored && Date.now() - stored.lastUsedAtMs < idleLimitMs;
    this.resumed = alive === true;
    this.session = alive ? { id: stored.id, startedAtMs: stored.startedAtMs } : newSession();
  }

  get current(): Session {
    return this.session;
  }

  /** Call with every request. Starts a new session if this one has been idle for too long. */
  touch(): Session {
    const stored = this.state.get<StoredSession>(stateKey);
    if (stored && Date.now() - stored.lastUsedAtMs >= idleLimitMs) this.begin();
    // A clock that was set back: what is spent now belongs to this session all the same.
    const startedAtMs = Math.min(this.session.startedAtMs, Date.now());
    if (startedAtMs < this.session.startedAtMs) this.session = { ...this.session, startedAtMs };
    this.store();
    return this.session;
  }

  begin(): void {
    this.session = newSession();
    this.store();
    this.changed.fire(this.session);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private store(): void {
    void this.state.update(stateKey, { ...this.session, lastUsedAtMs: Date.now() });
  }
}

function newSession(): Session {
  return { id: randomUUID(), startedAtMs: Date.now() };
}
