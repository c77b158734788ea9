import { inject } from 'vitest';
import { launchBrowser } from './browser.ts';
import {
  openWindow,
  windowPlace,
  type Vscode,
  type WindowOptions,
  type WindowPlace,
} from './vscode.ts';

// A process runs its files one after the other, and has one window open at a time.
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
  place ??= await ownPlace();
  open = { window: await openWindow(place, options), isShared };
}

async function ownPlace(): Promise<WindowPlace> {
  const nth = Number(process.env['VITEST_POOL_ID']) - 1;
  // A browser of its own, because the windows of one share its clipboard.
  return windowPlace(inject('vscodeServers')[nth]!, await launchBrowser());
}
