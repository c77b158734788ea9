import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A tool as an agent offers it to a model. */
export interface AgentTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

type Given = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const number = { type: 'number' };

function tool(name: string, description: string, properties: object): AgentTool {
  const inputSchema = { type: 'object', properties, required: Object.keys(properties) };
  return { name, description, inputSchema };
}

/** The tools of an agent that reads, edits and runs. */
export const agentTools: readonly AgentTool[] = [
  tool('read_file', 'Reads lines of a file of the workspace.', {
    filePath: text,
    startLine: number,
    endLine: number,
  }),
  tool('list_dir', 'Lists the contents of a folder.', { path: text }),
  tool('grep_search', 'Searches the text of all files in the workspace.', {
    query: text,
    isRegexp: { type: 'boolean' },
  }),
  tool('replace_string_in_file', 'Edits a file: replaces one exact string with another.', {
    filePath: text,
    oldString: text,
    newString: text,
  }),
  tool('run_in_terminal', 'Runs a command in a terminal and returns its output.', {
    command: text,
    explanation: text,
  }),
  tool('get_errors', 'Gets compile and lint errors of files.', {
    filePaths: { type: 'array', items: text },
  }),
  tool('manage_todo_list', 'Keeps a list of what is to do, to plan and follow the work.', {
    operation: { type: 'string', enum: ['write', 'read'] },
    todoList: { type: 'array', items: { type: 'object' } },
  }),
];

/** Runs a tool in a folder, and tells what came of it in words like those of VS Code's agent. */
export async function runTool(folder: string, name: string, given: Given): Promise<string> {
  switch (name) {
    case 'read_file': {
      const lines = readFileSync(join(folder, String(given['filePath'])), 'utf8').split('\n');
      return lines.slice(Number(given['startLine']) - 1, Number(given['endLine'])).join('\n');
    }
    case 'list_dir':
      return filesIn(folder, String(given['path'])).join('\n');
    case 'grep_search':
      return grep(folder, given);
    case 'replace_string_in_file':
      return replace(folder, given);
    case 'run_in_terminal':
      return runCommand(folder, String(given['command']));
    case 'get_errors':
      return 'No errors found.';
    case 'manage_todo_list':
      return 'Successfully wrote todo list';
    default:
      return `ERROR: there is no tool ${name}.`;
  }
}

function filesIn(folder: string, path: string): string[] {
  return readdirSync(join(folder, path)).flatMap((name) => {
    const inside = path === '.' ? name : `${path}/${name}`;
    return statSync(join(folder, inside)).isDirectory() ? filesIn(folder, inside) : [inside];
  });
}

function grep(folder: string, { query, isRegexp }: Given): string {
  const wanted = isRegexp === true ? new RegExp(String(query)) : String(query);
  const hits = filesIn(folder, '.').flatMap((path) =>
    readFileSync(join(folder, path), 'utf8')
      .split('\n')
      .flatMap((line, at) => {
        const isHit = typeof wanted === 'string' ? line.includes(wanted) : wanted.test(line);
        return isHit ? [`${path}:${at + 1}: ${line}`] : [];
      }),
  );
  return hits.length === 0 ? 'No matches found.' : `${hits.length} matches\n${hits.join('\n')}`;
}

function replace(folder: string, { filePath, oldString, newString }: Given): string {
  const file = join(folder, String(filePath));
  const before = readFileSync(file, 'utf8');
  if (before.split(String(oldString)).length !== 2) {
    return `ERROR: Could not find matching text to replace in ${String(filePath)}.`;
  }
  writeFileSync(
    file,
    before.replace(String(oldString), () => String(newString)),
  );
  return `Edited ${String(filePath)}.`;
}

/** Only `node --test` is run: a job asks for nothing else. */
async function runCommand(folder: string, command: string): Promise<string> {
  const [program, ...args] = command.split(' ');
  if (program !== 'node') return `ERROR: ${String(program)} is not run here.`;
  // A test runner inside another one would report to it.
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, env: { ...env, ELECTRON_RUN_AS_NODE: '1' } },
      (error, output) => {
        const code = error ? Number(error.code ?? 1) : 0;
        resolve(`${output}\nCommand exited with exit code: ${code}`);
      },
    );
  });
}

/** Writes files, by path, into a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Writes a job's hidden tests into its folder, runs them, and resolves to whether they pass. */
export async function passesHidden(
  folder: string,
  hidden: Readonly<Record<string, string>>,
): Promise<boolean> {
  writeFiles(folder, hidden);
  const judged = await runCommand(folder, 'node --test --test-isolation=none hidden/*.test.mjs');
  return judged.endsWith('exit code: 0');
}
