import { parse, type ParseError } from 'jsonc-parser';
import * as vscode from 'vscode';
import { parseDocument } from 'yaml';
import { textOfBytes } from '../../execution/textOfBytes.ts';
import { importChatLanguageModels } from '../../providers/imports/chatLanguageModels.ts';
import type { ImportedProviders } from '../../providers/imports/imported.ts';
import { importLitellm } from '../../providers/imports/litellm.ts';
import { mergeModels } from '../../routing/models/catalog.ts';
import { syntaxInWords } from '../../routing/input/yamlWords.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import { dayOf } from '../../routing/time.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Services } from '../services.ts';
import { importPage } from './importPage.ts';
import { title } from './pickSource.ts';
import { pickTiers } from './pickTiers.ts';
import { reviewSettings } from './reviewSettings.ts';
import { tiersNow } from './tiersNow.ts';
import { formatCount, say } from '../platform/say.ts';

export type ImportKind = 'chatLanguageModels' | 'litellm';

/** Larger than any list that a person keeps. Chosen by judgement. */
const mostBytes = 1_000_000;
/** Far more than people write; a file with more could grow without end. Chosen by judgement. */
const mostAliases = 100;

/**
 * Reads the file that the developer chooses, shows what becomes of it and what cannot be imported, and writes the
 * settings when they apply the diff. No key is taken from a file. Rejects with HumanError.
 */
export async function importProviders(kind: ImportKind, services: Services): Promise<void> {
  const uri = await askFile(kind, services);
  if (!uri) return;
  const taken = new Set((await services.providers.all()).map(({ id }) => id));
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const today = dayOf(Date.now());
  const text = await textIn(uri);
  const imported =
    kind === 'litellm'
      ? importLitellm(yamlIn(text), { taken, file: name, today })
      : importChatLanguageModels(jsonIn(text), taken);
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
  const filters = kind === 'litellm' ? { LiteLLM: ['yaml', 'yml'] } : { 'VS Code': ['json'] };
  const [uri] =
    (await vscode.window.showOpenDialog({ title, openLabel: vscode.l10n.t('Import'), filters })) ??
    [];
  return uri;
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function textIn(uri: vscode.Uri): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > mostBytes) {
    throw new HumanError(
      vscode.l10n.t(
        'This file has {0} bytes, and at most {1} are read.',
        formatCount(size),
        formatCount(mostBytes),
      ),
    );
  }
  const read = textOfBytes(await vscode.workspace.fs.readFile(uri));
  if ('text' in read) return read.text;
  throw new HumanError(say('Line {0} cannot be read. {1}', read.line, read.problem));
}

function jsonIn(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split('\n').length;
  throw new HumanError(
    vscode.l10n.t(
      'This file is not valid JSON: line {0} has an error. Correct it in VS Code first.',
      line,
    ),
  );
}

function yamlIn(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error) {
    const { code, message } = error;
    const [start] = error.pos;
    const line = text.slice(0, start).split('\n').length;
    throw new HumanError(
      say(
        'This file is no YAML: line {0} has an error. {1}',
        line,
        syntaxInWords({ code, message, start }, text),
      ),
    );
  }
  try {
    return document.toJS({ maxAliasCount: mostAliases }) as unknown;
  } catch (problem) {
    throw new HumanError(
      say(
        'This file cannot be read: {0}. Write its aliases out.',
        problem instanceof Error ? problem.message : String(problem),
      ),
    );
  }
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
