import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

const windowsEndings = ['.com', '.exe', '.bat', '.cmd'];

/**
 * The absolute path of a program. An absolute name is used as it is; a bare name is looked up on PATH
 * and never in the current folder. Undefined when there is no such program.
 */
export async function findExecutable(
  name: string,
  env: Readonly<Record<string, string>>,
  platform = process.platform,
): Promise<string | undefined> {
  const folders = isAbsolute(name)
    ? ['']
    : isBare(name)
      ? (env['PATH'] ?? '').split(delimiter)
      : [];
  for (const folder of folders) {
    if (folder !== '' && !isAbsolute(folder)) continue;
    for (const ending of endings(name, env, platform)) {
      const file = folder === '' ? name + ending : join(folder, name + ending);
      if (isAbsolute(file) && (await isExecutable(file))) return file;
    }
  }
  return undefined;
}

function isBare(name: string): boolean {
  return name !== '' && !/[/\\\0]/.test(name);
}

function endings(
  name: string,
  env: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): readonly string[] {
  if (platform !== 'win32') return [''];
  const allowed = (env['PATHEXT'] ?? windowsEndings.join(';'))
    .toLowerCase()
    .split(';')
    .filter((ending) => windowsEndings.includes(ending));
  return allowed.some((ending) => name.toLowerCase().endsWith(ending)) ? [''] : allowed;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
