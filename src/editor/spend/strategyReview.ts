import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Policy } from '../../routing/policy/policy.ts';
import { dayMs } from '../../routing/time.ts';

const stateKey = 'strategyReviews';
/** Strategies whose dates are remembered. Chosen by judgement. */
const mostKept = 50;

/** When each strategy was first seen or last reviewed, by its fingerprint. */
type Reviews = Readonly<Record<string, number>>;

/**
 * Remembers when the developer last reviewed tiers and rules. A strategy that was never seen counts as
 * changed just now. Each policy has its own date, because workspaces have different policies.
 */
export class StrategyReview implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.state = state;
  }

  /** Whole days since a strategy was changed or reviewed. */
  daysSince(policy: Policy): number {
    const reviewedAtMs = this.reviews[fingerprint(policy)];
    if (reviewedAtMs === undefined) this.keep(policy);
    return Math.floor((Date.now() - (reviewedAtMs ?? Date.now())) / dayMs);
  }

  markReviewed(policy: Policy): void {
    this.keep(policy);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get reviews(): Reviews {
    return this.state.get<Reviews>(stateKey) ?? {};
  }

  private keep(policy: Policy): void {
    const { [fingerprint(policy)]: _, ...others } = this.reviews;
    const newest = Object.entries(others).toSorted(([, a], [, b]) => b - a);
    const kept = Object.fromEntries(newest.slice(0, mostKept - 1));
    void this.state.update(stateKey, { ...kept, [fingerprint(policy)]: Date.now() });
  }
}

function fingerprint({ tiers, rules, critical, costRules = [] }: Policy): string {
  const text = JSON.stringify([tiers, rules, critical, ...costRules]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
