import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { type Hidden, secretsOfEnvironment } from '../../../evaluation/collect/scrub.ts';
import { findPrivateFiles, privateTexts } from '../../../execution/safety/findPrivateFiles.ts';
import { privateGlobs } from '../../reading/privateGlobs.ts';
import type { Services } from '../../services.ts';

type Parts = Pick<Services, 'keys' | 'providerHeaders' | 'knownSecrets' | 'providers'>;

/** Everything that must not get into a file of cases: keys, what private files hold, places on this computer. */
export async function hiddenHere(parts: Parts): Promise<Hidden> {
  await readKeys(parts);
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
  const texts = await Promise.all(
    folders.map(async (folder) =>
      privateTexts(await findPrivateFiles(folder, privateGlobs()), folder),
    ),
  );
  return {
    secrets: [...parts.knownSecrets(), ...secretsOfEnvironment(process.env)],
    privateTexts: texts.flat(),
    folders,
    home: homedir(),
  };
}

/** A key that this window has not used yet is known only once it is read. */
async function readKeys({ providers, keys, providerHeaders }: Parts): Promise<void> {
  const configs = await providers.all();
  await Promise.all(
    configs.flatMap(({ id, baseUrl }) => [keys.get(id, baseUrl), providerHeaders.get(id, baseUrl)]),
  );
}
