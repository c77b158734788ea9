import { realpath } from 'node:fs/promises';
import { delimiter, isAbsolute } from 'node:path';
import { isInside } from './paths.ts';

/** The variables that a program needs to find its user and its tools. None of them holds a key. */
const passedOn = [
  ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'],
  ['TEMP', 'TMP', 'SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE'],
  ['HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles'],
  ['ProgramFiles(x86)', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE', 'XDG_CACHE_HOME'],
  ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'JAVA_HOME', 'GOPATH', 'GOROOT', 'GOCACHE', 'GOMODCACHE'],
  ['CARGO_HOME', 'RUSTUP_HOME', 'DOTNET_ROOT', 'PYENV_ROOT', 'NVM_DIR', 'VOLTA_HOME'],
].flat();

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The allow-listed part of an environment. PATH keeps only absolute folders that exist outside of
 * `project`, so that a program planted in the project is not found in place of a real one.
 */
export async function plainEnvironment(
  env: Environment,
  project: string,
  platform = process.platform,
): Promise<Record<string, string>> {
  const sameCase = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const given = new Map(Object.entries(env).map(([name, value]) => [sameCase(name), value]));
  const plain: Record<string, string> = {};
  for (const name of passedOn) {
    const value = given.get(sameCase(name));
    if (value !== undefined) plain[name] = value;
  }
  plain['PATH'] = await pathOutside(plain['PATH'] ?? '', project);
  return plain;
}

async function pathOutside(path: string, project: string): Promise<string> {
  const home = await realpath(project);
  const folders = await Promise.all(
    path.split(delimiter).map(async (folder) => {
      const real = isAbsolute(folder) && (await realpath(folder).catch(() => undefined));
      return real && real !== home && !isInside(home, real) ? [folder] : [];
    }),
  );
  return folders.flat().join(delimiter);
}
