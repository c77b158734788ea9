import * as vscode from 'vscode';
import type { Pick } from '../../routing/situation.ts';
import type { TaskType } from '../../routing/task.ts';

const stateKey = 'pick';
const nothingPicked: Pick = { tier: 'auto', pinned: {} };

/** The developer's manual pick, remembered per workspace. */
export class PickStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Pick>();
  readonly onDidChange = this.changed.event;
  private readonly state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.state = state;
  }

  get current(): Pick {
    return this.state.get<Pick>(stateKey) ?? nothingPicked;
  }

  async pick(tier: string): Promise<void> {
    await this.store({ ...this.current, tier });
  }

  /** Pins a tier to one task type; undefined removes the pin. */
  async pin(taskType: TaskType, tier: string | undefined): Promise<void> {
    const { [taskType]: _, ...others } = this.current.pinned;
    await this.store({
      ...this.current,
      pinned: tier === undefined ? others : { ...others, [taskType]: tier },
    });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async store(pick: Pick): Promise<void> {
    await this.state.update(stateKey, pick);
    this.changed.fire(pick);
  }
}
