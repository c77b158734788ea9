import type * as vscode from 'vscode';
import { Collecting } from './collecting.ts';
import type { CollectingParts } from './collectingParts.ts';

/** What the commands for cases work on. */
export interface Collect {
  readonly collecting: Collecting;
}

/** Goes on with a collection that the developer has agreed to. */
export function registerCollect(parts: CollectingParts): Collect & vscode.Disposable {
  const collecting = new Collecting(parts);
  return { collecting, dispose: () => collecting.dispose() };
}
