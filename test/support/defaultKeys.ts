import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/tools.mjs';

/*
 * Key bindings in one spelling for all systems: `mod` is Ctrl, and Cmd on a Mac; `win` is the Windows key, and
 * Ctrl on a Mac. VS Code writes its own so, whatever the system.
 */

type System = 'linux' | 'win' | 'mac';

/** VS Code for the browser, where the editor tests have installed it. */
const vscodeFolder = join(root, '.tools/code-server/node_modules/code-server/lib/vscode');
const workbench = join(vscodeFolder, 'out/vs/code/browser/workbench/workbench.js');

/** A binding as a manifest writes it. */
export interface Binding {
  readonly command: string;
  readonly when?: string;
  readonly key?: string;
  readonly linux?: string;
  readonly win?: string;
  readonly mac?: string;
}

/** A binding's keys on a system; undefined where it has none there. */
export function keysOn(system: System, binding: Binding): string | undefined {
  return (binding[system] ?? binding.key)
    ?.toLowerCase()
    .split(' ')
    .map((stroke) => spelled(stroke, system))
    .join(' ');
}

function spelled(stroke: string, system: System): string {
  const names: Readonly<Record<string, string>> =
    system === 'mac'
      ? { cmd: 'mod', meta: 'mod', ctrl: 'win' }
      : { ctrl: 'mod', meta: 'win', cmd: 'win' };
  const parts = stroke.split('+').map((part) => names[part] ?? part);
  return inOrder(parts.slice(0, -1), parts.at(-1)!);
}

function inOrder(modifiers: readonly string[], key: string): string {
  return [...['mod', 'shift', 'alt', 'win'].filter((each) => modifiers.includes(each)), key].join(
    '+',
  );
}

/** The version of the VS Code that is installed; undefined without one. */
export function installedVersion(): string | undefined {
  if (!statSync(workbench, { throwIfNoEntry: false })) return undefined;
  const { version } = JSON.parse(readFileSync(join(vscodeFolder, 'package.json'), 'utf8'));
  return version as string;
}

/** The keys of every system that the installed VS Code and its own extensions bind, each once. */
export function installedKeys(): string[] {
  const extensions = join(vscodeFolder, 'extensions');
  const manifests = readdirSync(extensions).flatMap((name) => {
    const file = join(extensions, name, 'package.json');
    return statSync(file, { throwIfNoEntry: false }) ? [readFileSync(file, 'utf8')] : [];
  });
  return [
    ...new Set([...keysIn(readFileSync(workbench, 'utf8')), ...manifests.flatMap(keysOf)]),
  ].toSorted();
}

function keysOf(manifest: string): string[] {
  const { contributes = {} } = JSON.parse(manifest) as {
    contributes?: { keybindings?: Binding | Binding[] };
  };
  return [contributes.keybindings ?? []]
    .flat()
    .flatMap((binding) => (['linux', 'win', 'mac'] as const).map((on) => keysOn(on, binding)))
    .filter((keys) => keys !== undefined);
}

/**
 * The keys in the workbench's script. They are numbers there: a key with bits for its modifiers, and a function
 * of two such numbers for two strokes.
 */
export function keysIn(script: string): string[] {
  const [, chord] = /function (\w+)\(\w,\w\)\{let \w=\(\w&65535\)<<16>>>0/.exec(script) ?? [];
  if (chord === undefined) throw new Error('The script has no function for two strokes.');
  const two = script.matchAll(new RegExp(`\\b${chord}\\((\\d+),(\\d+)\\)`, 'g'));
  const one = script.matchAll(/\bprimary:(\d+)\b/g);
  const more = [...script.matchAll(/\bsecondary:\[([\d,]+)\]/g)].flatMap(([, all]) =>
    all!.split(','),
  );
  return [
    ...[...two].map(([, first, second]) => `${strokeOf(first!)} ${strokeOf(second!)}`),
    ...[...one].map(([, only]) => strokeOf(only!)),
    ...more.map(strokeOf),
  ].filter((keys) => !keys.includes('?'));
}

/** From 1 on, as `KeyCode` in VS Code's `src/vs/base/common/keyCodes.ts` counts them. */
const keyNames: readonly string[] = [
  'backspace tab enter shift ctrl alt pausebreak capslock escape space pageup pagedown end home',
  'left up right down insert delete',
  '0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t u v w x y z meta contextmenu',
  'f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24',
  "numlock scrolllock ; = , - . / ` [ \\ ] '",
].flatMap((names) => names.split(' '));

function strokeOf(written: string): string {
  const code = Number(written);
  const bits: readonly [string, number][] = [
    ['mod', 2048],
    ['shift', 1024],
    ['alt', 512],
    ['win', 256],
  ];
  const modifiers = bits.filter(([, bit]) => (code & bit) !== 0).map(([name]) => name);
  return inOrder(modifiers, keyNames[(code & 255) - 1] ?? '?');
}
