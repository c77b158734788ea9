import type * as vscode from 'vscode';
import type { PanelFilter } from '../../protocol/costPanel.ts';
import { readFilter } from '../../protocol/readViewMessage.ts';

const stateKey = 'panelFilter';
const firstFilter: PanelFilter = { span: 'session' };

/** Remembers the cost panel's filter for this workspace. */
export interface FilterStore {
  get(): PanelFilter;
  set(filter: PanelFilter): void;
}

export function filterStoreIn(state: vscode.Memento): FilterStore {
  return {
    get: () => readFilter(state.get(stateKey)) ?? firstFilter,
    set: (filter) => void state.update(stateKey, filter),
  };
}
