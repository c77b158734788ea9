import * as vscode from 'vscode';
import type { CollectedSample } from '../../../evaluation/collect/collected.ts';
import { say } from '../../platform/say.ts';

interface SampleItem extends vscode.QuickPickItem {
  readonly sample: CollectedSample;
}

const labelButton = {
  iconPath: new vscode.ThemeIcon('tag'),
  tooltip: say('Label: name its class'),
};

/**
 * Lets the developer tick the samples to keep, and label them; labels go into `labels` by the sample's key.
 * Undefined when they give up, and then all stay as they are.
 */
export function pickSamples(
  samples: readonly CollectedSample[],
  labels: Map<string, string>,
): Promise<readonly CollectedSample[] | undefined> {
  const picker = vscode.window.createQuickPick<SampleItem>();
  picker.title = say('Tierwise: Review Collected');
  picker.placeholder = say(
    'Keep those that are ticked, untick those to drop. The tag names a class. Collecting ends with this.',
  );
  picker.canSelectMany = true;
  picker.ignoreFocusOut = true;
  const show = (isChosen: (sample: CollectedSample) => boolean): void => {
    picker.items = samples.map((sample) => itemOf(sample, labels.get(sample.key)));
    picker.selectedItems = picker.items.filter(({ sample }) => isChosen(sample));
    picker.show();
  };
  return new Promise((resolve) => {
    let isAsking = false;
    const end = (kept: readonly CollectedSample[] | undefined): void => {
      resolve(kept);
      picker.dispose();
    };
    picker.onDidTriggerItemButton(async ({ item: { sample } }) => {
      const chosen = new Set(picker.selectedItems.map((each) => each.sample));
      isAsking = true;
      await askLabel(sample, labels);
      isAsking = false;
      show((each) => chosen.has(each));
    });
    picker.onDidAccept(() => end(picker.selectedItems.map(({ sample }) => sample)));
    picker.onDidHide(() => {
      if (!isAsking) end(undefined);
    });
    show(() => true);
  });
}

async function askLabel({ key }: CollectedSample, labels: Map<string, string>): Promise<void> {
  const written = await vscode.window.showInputBox({
    title: say('Tierwise: Label'),
    prompt: say('The class that this case belongs to; empty for none.'),
    value: labels.get(key) ?? '',
  });
  if (written === undefined) return;
  if (written.trim() === '') labels.delete(key);
  else labels.set(key, written.trim());
}

function itemOf(sample: CollectedSample, label: string | undefined): SampleItem {
  const { fixture, key } = sample;
  const path = fixture.files?.[0]?.path;
  const asked = firstLine(fixture.instruction ?? '') || key;
  return {
    label: path === undefined ? asked : `${path}: ${asked}`,
    description: [...(fixture.tags ?? []), ...(label === undefined ? [] : [label])].join(' · '),
    detail: firstLine(fixture.reference ?? ''),
    buttons: [labelButton],
    sample,
  };
}

function firstLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 100).toWellFormed()}…` : line;
}
