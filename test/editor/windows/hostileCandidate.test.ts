import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../../../scripts/tools.mjs';
import { screenshot } from '../../support/editorPage.ts';
import { clearWindow, command, select, start } from '../../support/hostActs.ts';
import { verdictsOf } from '../../support/ledgerFile.ts';
import { titleButton } from '../../support/practiceVscode.ts';
import { edit, startScriptedModels, type ScriptedModels } from '../../support/scriptedModels.ts';
import { closeWindow } from '../../support/testWindow.ts';
import { copiesIn, filesOf } from '../../support/traces.ts';
import {
  trappedFiles,
  trappedWorkspace,
  type TrappedWorkspace,
} from '../../support/trappedWorkspace.ts';
import { startVscode, type Vscode } from '../../support/vscode.ts';

// Names of files and branches, git's configuration and answers that would each run something, were
// they handed to a shell, to git or to a careless program.
const harmless = 'export const one = 2;';
const bidi = '\u202E\u2066';
const hostileAnswers = [
  ['a path in the fence', `\`\`\`ts ../../../../pwned.ts\n${harmless}\n\`\`\``],
  [
    'a second block for the shell',
    `${edit(harmless)}\n\n\`\`\`sh\ntouch pwned\n\`\`\`\n\n\`\`\`sh title="$(touch pwned)"\n#!/bin/sh\ntouch pwned\n\`\`\``,
  ],
  ['marks that turn the reading around', edit(`${harmless} // ${bidi} } \`touch pwned\``)],
  ['what a link would say', edit('../../../../../../../../etc/passwd')],
  [
    'a package that runs when it is installed',
    edit('{ "name": "a", "scripts": { "postinstall": "touch pwned", "test": "touch pwned" } }'),
  ],
  [
    'a task that runs when the folder opens',
    '```json .vscode/tasks.json\n{ "version": "2.0.0", "tasks": [{ "label": "a", "type": "shell", "command": "touch pwned", "runOptions": { "runOn": "folderOpen" } }] }\n```',
  ],
] as const;

describe.skipIf(process.platform === 'win32')('hostile candidates', () => {
  const { PATH: path, SHELL: shell } = process.env;
  /** For what traps, programs and the command write down; the only place they may write to. */
  let markers: string;
  const argv = () => [
    process.execPath,
    join(root, 'test', 'support', 'gateProgram.mjs'),
    markers,
    '.gitattributes',
    '; touch pwned',
    '$(touch pwned)',
  ];
  let models: ScriptedModels;
  let trapped: TrappedWorkspace;
  /** In a VS Code of its own, which takes its programs from our PATH. */
  let window: Vscode;

  beforeAll(async () => {
    models = await startScriptedModels();
    markers = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-markers-')));
    trapped = trappedWorkspace(markers);
    logPrograms();
    await closeWindow();
    window = await startVscode({
      settings: {
        ...models.settings,
        'git.enabled': false,
        'tierwise.rules': [
          { name: 'try cheap first', when: {}, use: { cascade: ['fast', 'reasoning'] } },
        ],
        'tierwise.gateCommands': [{ name: 'tests', argv: argv() }],
      },
      workspace: trapped.folder,
    });
    // VS Code runs some of them when it starts.
    rmSync(join(markers, 'programs.log'), { force: true });
  });
  beforeEach(() => clearWindow(window));
  afterAll(async () => {
    await window.stop();
    process.env['PATH'] = path;
    if (shell === undefined) delete process.env['SHELL'];
    else process.env['SHELL'] = shell;
    await models.close();
    for (const folder of [markers, trapped.folder]) rmSync(folder, { recursive: true });
  });

  /** Puts programs before the real ones on the PATH that write down how they are called. */
  function logPrograms(): void {
    const write = (name: string, ...lines: string[]) => {
      writeFileSync(join(markers, name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
    };
    const log = join(markers, 'programs.log');
    for (const program of ['git', 'sh', 'bash', 'touch', 'npm', 'npx']) {
      const real = execFileSync('which', [program]).toString().trim();
      write(program, `printf '%s\\n' "${program} $*" >> '${log}'`, `exec '${real}' "$@"`);
    }
    // VS Code takes the PATH of a login shell. This one runs its last argument and changes nothing.
    write('shell', 'for last; do :; done', 'exec /bin/sh -c "$last"');
    process.env['SHELL'] = join(markers, 'shell');
    process.env['PATH'] = [markers, path].join(delimiter);
  }

  function programsRun(): string[] {
    const log = join(markers, 'programs.log');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  }

  /** Files named `pwned`, wherever a command could have been run. */
  function pwned(): string[] {
    const deep = [dirname(dirname(window.folder)), markers, trapped.folder];
    const flat = [homedir(), tmpdir(), root, '/'];
    const names = [
      ...deep.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' })),
      ...flat.flatMap((folder) => readdirSync(folder)),
    ];
    return names.filter((name) => basename(name).startsWith('pwned'));
  }

  /** Debugs a file, allows the command when asked, and tells what the gates said of each attempt. */
  async function debug(file: string, answer: string) {
    const { page } = window;
    models.answer({ small: answer, large: edit(harmless) });
    await select(window, file, [1, 1]);
    await start(window, 'tierwise.debug');
    const allow = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' });
    const accept = titleButton(page, 'Accept Answer');
    await allow.or(accept).first().waitFor();
    if (await allow.isVisible()) {
      await screenshot(page, 'hostile-candidate-dialog');
      await allow.click();
    }
    await accept.waitFor();
    return verdictsOf(window);
  }

  /** Older versions of VS Code ask git themselves, for its version and about the folder that they were started in. */
  const isOfVscode = (line: string) =>
    line === 'git --version' || line.startsWith(`git --no-optional-locks -C ${root} `);

  /** Nothing but the approved command ran, and only where it may. */
  function expectOnlyTheCommand(): void {
    expect(trapped.sprung()).toEqual([]);
    expect(pwned()).toEqual([]);
    const calls = readFileSync(join(markers, 'calls.jsonl'), 'utf8').trim().split('\n');
    const copies = join('globalStorage', 'tierwise.tierwise', 'copies');
    for (const call of calls.map((each) => JSON.parse(each) as { argv: string[]; cwd: string })) {
      expect(call.argv).toEqual(argv().slice(1));
      expect(call.cwd).toContain(copies);
    }
    const programs = programsRun().filter((line) => !isOfVscode(line));
    expect(programs.some((line) => line.includes(' ls-files -z '))).toBe(true);
    for (const line of programs)
      expect(line).toMatch(
        /^git .*core\.hooksPath=.* (?:ls-files -z|rev-parse --(?:path-format|verify)|config -z --list)[^$;`]*$/,
      );
  }

  test('the traps work', () => {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: trapped.folder, env: { ...process.env, PATH: path } });
    rmSync(join(trapped.folder, trappedFiles[0]));
    git('checkout', '--', '.');
    writeFileSync(join(trapped.folder, trappedFiles[0]), 'export const two = 2;\n');
    git('diff');
    git('branch', 'other');
    git('checkout', '--quiet', '--force', 'other');
    const names = ['external', 'fsmonitor', 'post-checkout', 'post-index-change', 'smudge'];
    for (const name of names) expect(trapped.sprung()).toContain(`${name}.sprung`);
    for (const name of trapped.sprung()) rmSync(join(markers, name));
    expect(trapped.sprung()).toEqual([]);
  });

  // Every answer goes into one of the files, so every name is tried as well.
  test.each(hostileAnswers.map((each, index) => [...each, index] as const))(
    'an answer that holds %s',
    async (name, answer, index) => {
      const { page, folder } = window;
      const file = trappedFiles[index % trappedFiles.length]!;
      const state = () => ({
        files: filesOf(folder),
        git: readFileSync(join(folder, '.git', 'HEAD'), 'utf8'),
      });
      const before = state();
      const said = await debug(file, answer);
      await screenshot(page, `hostile-candidate-${name.replaceAll(' ', '-')}`);
      // Whichever answer is taken, its gates have passed.
      expect(said.at(-1)).toContain('command pass');
      expectOnlyTheCommand();
      await command(window, 'tierwise.rejectAnswer');
      await expect.poll(() => copiesIn(window)).toEqual([]);
      expect(state()).toEqual(before);
    },
  );
});
