import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../../scripts/tools.mjs';
import {
  type CommandId,
  commandIds,
  contextKeys,
} from '../../../../src/editor/platform/contributed.ts';

const settings = 'Settings of the user, whatever is open.';
const earlierRuns =
  'Runs of earlier windows are found when it is asked for; without one, it offers to run a workflow.';
const records = 'Records of all windows, which are read when it is asked for.';

/** The commands that the Command Palette always offers, and why. */
const always: Partial<Readonly<Record<CommandId, string>>> = {
  'tierwise.ask': 'Without an editor, the question goes to the chat.',
  'tierwise.getStarted': 'The way in.',
  'tierwise.openGuide': 'The way in.',
  'tierwise.showReady': 'The way in.',
  'tierwise.pickTier': settings,
  'tierwise.cycleTier': settings,
  'tierwise.pinTier': settings,
  'tierwise.explainRouting': settings,
  'tierwise.addProvider': settings,
  'tierwise.setApiKey': settings,
  'tierwise.removeApiKey': settings,
  'tierwise.setProviderHeader': settings,
  'tierwise.setOtlpHeader': settings,
  'tierwise.forgetAllowedCommands': settings,
  'tierwise.newSession': settings,
  'tierwise.openCostPanel': records,
  'tierwise.exportSpend': records,
  'tierwise.deleteHistory': records,
  'tierwise.showEvidence': records,
  'tierwise.resetEvidence': records,
  'tierwise.showExperiments': records,
  'tierwise.stopCollecting': records,
  'tierwise.reviewCollected': records,
  'tierwise.deleteCollected': records,
  'tierwise.runWorkflow': 'Shipped workflows are always there.',
  'tierwise.openWorkflow': 'Shipped workflows are always there.',
  'tierwise.resumeRun': earlierRuns,
  'tierwise.showTrace': earlierRuns,
  'tierwise.moveStep': earlierRuns,
  'tierwise.compareTiers': earlierRuns,
  'tierwise.whatIf': earlierRuns,
  'tierwise.showLog': 'Needed most when nothing else works.',
};

interface Entry {
  readonly command: CommandId;
  readonly when: string;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const palette: readonly Entry[] = manifest.contributes.menus.commandPalette;

test('each command is offered where it makes sense, or always for a reason', () => {
  const conditional = palette.map(({ command }) => command);
  expect(new Set(conditional).size).toBe(conditional.length);
  expect([...conditional, ...Object.keys(always)].toSorted()).toEqual([...commandIds].toSorted());
});

/** Keys of VS Code itself; code.visualstudio.com/api/references/when-clause-contexts, read on 2026-11-30. */
const ofEditor = ['editorIsOpen', 'resourceScheme', 'workspaceFolderCount', 'tierwise', 'false'];

test.each(palette.map(({ command, when }): [string, string] => [command, when]))(
  '%s is offered by keys that are kept: %s',
  (_, when) => {
    const names = when.match(/[A-Za-z][\w.]*/g) ?? [];
    const known: readonly string[] = [...contextKeys, ...ofEditor];
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  },
);
