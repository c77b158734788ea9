import { chromium } from 'playwright-core';
import { inject } from 'vitest';
import {
  openWindow,
  windowPlace,
  type Vscode,
  type WindowOptions,
  type WindowPlace,
} from './vscode.ts';

// All editor tests run in one process, one file after the other, and one window is open at a time.
let place: WindowPlace | undefined;
let open: { readonly window: Vscode; readonly isShared: boolean } | undefined;

/** The window that most files share, because opening one takes longer than most tests. */
export async function sharedWindow(): Promise<Vscode> {
  if (!open?.isShared) await openNext({}, true);
  return open!.window;
}

/** A window that no other file uses. */
export async function ownWindow(options: WindowOptions): Promise<Vscode> {
  await openNext(options, false);
  return open!.window;
}

/** Closes the window, so that the next test gets a new one. */
export async function closeWindow(): Promise<void> {
  const last = open;
  open = undefined;
  await last?.window.stop();
}

async function openNext(options: WindowOptions, isShared: boolean): Promise<void> {
  await closeWindow();
  place ??= await windowPlace(
    inject('vscodeServer'),
    await chromium.connect(inject('browserEndpoint')),
  );
  open = { window: await openWindow(place, options), isShared };
}
