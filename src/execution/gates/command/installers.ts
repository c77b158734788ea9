import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import type { GateCommand } from './commandHash.ts';

/** Words with which a tool writes into installed packages, and the folders of these. */
interface Installer {
  readonly folders: RegExp;
  readonly words: RegExp;
}

const node = /(?:^|[\\/])(?:node_modules|bower_components)(?:[\\/]|$)/;
const python = /(?:^|[\\/])\.?venv(?:[\\/]|$)/;
const php = /(?:^|[\\/])vendor(?:[\\/]|$)/;
const pods = /(?:^|[\\/])Pods(?:[\\/]|$)/;

const installers: readonly Installer[] = [
  {
    folders: node,
    words:
      /\b(?:npm|pnpm|bun)(?: -[\w-]+)* (?:i|install|install-test|it|ci|clean-install|add|rb|rebuild|up|update|upgrade|rm|remove|un|uninstall|prune|dedupe|link)\b/,
  },
  {
    folders: node,
    words: /\byarn(?: (?:install|add|up|upgrade|remove|rebuild|link)\b| --|$|\s*[;&|])/,
  },
  {
    folders: node,
    words: /\b(?:patch-package|node-gyp|prebuild-install|electron-rebuild|bower install)\b/,
  },
  {
    folders: python,
    words: /\b(?:pip[\d.]*|uv pip) (?:install|uninstall|sync)\b(?!.* (?:-e|--editable)\b)/,
  },
  {
    folders: python,
    words:
      /\b(?:uv (?:sync|add|remove)|(?:poetry|pdm|pipenv|hatch) (?:install|sync|update|add|remove))\b/,
  },
  { folders: php, words: /\bcomposer (?:install|update|require|remove|reinstall)\b/ },
  { folders: pods, words: /\bpod (?:install|update)\b/ },
];

/**
 * The words of a command that would write into packages which are links to the developer's own; undefined
 * when there are none. The scripts of package.json that it starts are read too.
 */
export async function installsInto(
  command: GateCommand,
  copy: ProjectCopy,
): Promise<string | undefined> {
  if (copy.linked.size === 0) return undefined;
  const scripts = await scriptsIn(join(copy.folder, command.cwd ?? '.'));
  const linked = [...copy.linked];
  const texts = startedBy(command.argv.join(' '), scripts);
  for (const { folders, words } of installers) {
    if (!linked.some((path) => folders.test(path))) continue;
    for (const text of texts) {
      const found = words.exec(text)?.[0];
      if (found !== undefined) return found.trim();
    }
  }
  return undefined;
}

/** The text itself and those of the scripts that it starts, one through another. */
function startedBy(text: string, scripts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const texts = new Set([text]);
  // A set that grows while it is walked through.
  for (const each of texts) {
    for (const [, , name] of each.matchAll(
      /\b(npm|pnpm|yarn|bun)(?: -[\w-]+)* (?:run(?:-script)? )?([\w:.-]+)/g,
    )) {
      for (const started of [`pre${name}`, name!, `post${name}`]) {
        const script = scripts.get(started);
        if (script !== undefined) texts.add(script);
      }
    }
  }
  return texts;
}

async function scriptsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  try {
    const read: { scripts?: unknown } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    );
    const entries = Object.entries(Object(read.scripts));
    return new Map(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return new Map();
  }
}
