import { posix } from 'node:path';
import * as vscode from 'vscode';
import { importAny, isKnownText } from '../../providers/imports/importAny.ts';
import type { ImportedProviders } from '../../providers/imports/imported.ts';
import { mergeModels } from '../../routing/models/catalog.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import { dayOf } from '../../routing/time.ts';
import { chooseFile, importedText, importedValue } from '../importing/importedFile.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Services } from '../services.ts';
import { importPage } from './importPage.ts';
import { title } from './pickSource.ts';
import { pickTiers } from './pickTiers.ts';
import { reviewSettings } from './reviewSettings.ts';
import { tiersNow } from './tiersNow.ts';
import { say } from '../platform/say.ts';

/** Which file is looked for; what a file is shows when it is read. */
export type ImportKind = 'chatLanguageModels' | 'otherProgram';

/** Larger than any list that a person keeps. Chosen by judgement. */
const mostBytes = 1_000_000;

/**
 * Reads the file that the developer chooses, shows what becomes of it and what cannot be imported, and writes the
 * settings when they apply the diff. No key is taken from a file. Rejects with HumanError.
 */
export async function importProviders(kind: ImportKind, services: Services): Promise<void> {
  const uri = await askFile(kind, services);
  if (!uri) return;
  const taken = new Set((await services.providers.all()).map(({ id }) => id));
  const name = posix.basename(uri.path);
  const today = dayOf(Date.now());
  const text = await importedText(uri, mostBytes);
  const imported = importAny({ text, value: valueIn(text) }, { taken, file: name, today });
  showPage(name, imported, services);
  if (imported.providers.size === 0 && imported.models.size === 0) {
    throw new HumanError(
      vscode.l10n.t(
        'Nothing in this file can be imported, so nothing was written. The page says why, and what to do.',
      ),
    );
  }
  await reviewImport(name, imported, today, services);
}

/** Undefined for a file in another format of which there is something to say. */
function valueIn(text: string): unknown {
  try {
    return importedValue(text);
  } catch (error) {
    if (isKnownText(text)) return undefined;
    throw error;
  }
}

async function reviewImport(
  name: string,
  imported: ImportedProviders,
  today: string,
  { situation }: Services,
): Promise<void> {
  const models = Object.fromEntries(imported.models);
  const { catalog: known } = await situation.current();
  const picked = await pickTiers({
    from: name,
    references: Object.keys(models),
    tiers: tiersNow(),
    catalog: mergeModels(known, parseModels(models).models),
    areFree: false,
    today,
  });
  if (!picked) return;
  const said = Object.entries(models).filter(([, facts]) => Object.keys(facts).length > 0);
  const change = {
    providers: Object.fromEntries(imported.providers),
    models: Object.fromEntries(said),
    ...(picked.chosen.length > 0 && { tiers: picked.tiers }),
  };
  const keyless = [...imported.needKey];
  const notes =
    keyless.length === 0
      ? []
      : [vscode.l10n.t('Keys are not imported: set those of {0} next.', keyless.join(', '))];
  if (!(await reviewSettings({ name, change, notes }))) return;
  const setKey = vscode.l10n.t('Set API Key…');
  const chosen = await vscode.window.showInformationMessage(
    plainMessage(vscode.l10n.t('Your settings now have what could be imported from {0}.', name)),
    ...(keyless.length > 0 ? [setKey] : []),
  );
  if (chosen !== setKey) return;
  const argument = keyless.length === 1 ? keyless[0] : undefined;
  await vscode.commands.executeCommand('tierwise.setApiKey', argument);
}

async function askFile(kind: ImportKind, { storage }: Services): Promise<vscode.Uri | undefined> {
  const usual = vscode.Uri.joinPath(storage, '..', '..', 'chatLanguageModels.json');
  if (kind === 'chatLanguageModels' && (await isThere(usual))) {
    const items = [
      { label: vscode.l10n.t('Read VS Code’s own file'), description: usual.fsPath, isUsual: true },
      { label: vscode.l10n.t('Choose another file…'), description: '', isUsual: false },
    ];
    const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
    if (!chosen) return undefined;
    if (chosen.isUsual) return usual;
  }
  return chooseFile(title);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function showPage(name: string, imported: ImportedProviders, { prose }: Services): void {
  const { models, notImported } = imported;
  prose.show({
    id: 'importProviders',
    title: say('Import: {0}', name),
    status: () =>
      say(
        '{0} models can be imported; {1} parts cannot. Nothing is written yet',
        models.size,
        notImported.length,
      ),
    markdown: () => importPage(imported),
    running: () => false,
  });
}
