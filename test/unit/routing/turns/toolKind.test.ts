import { describe, expect, test } from 'vitest';
import type { Tool } from '../../../../src/routing/conversation.ts';
import { toolKind, type ToolKind } from '../../../../src/routing/turns/toolKind.ts';

/** A tool with the names of its arguments; descriptions are in our own words. */
type Row = readonly [name: string, wanted: string, kind: ToolKind];

interface Client {
  readonly client: string;
  /** Where the names of tools and arguments were seen, and when. */
  readonly source: string;
  readonly tools: readonly Row[];
}

const clients: readonly Client[] = [
  {
    client: "VS Code's agent",
    source:
      'github.com/microsoft/vscode-copilot-chat, src/extension/tools/common/toolNames.ts, and microsoft/vscode, src/vs/workbench/contrib/terminalContrib/chatAgentTools, 2026-11-29',
    tools: [
      ['read_file', 'filePath startLine endLine', 'read'],
      ['list_dir', 'path', 'read'],
      ['file_search', 'query maxResults', 'read'],
      ['grep_search', 'query isRegexp includePattern', 'read'],
      ['semantic_search', 'query', 'read'],
      ['list_code_usages', 'symbolName filePaths', 'read'],
      ['search_workspace_symbols', 'symbolName', 'read'],
      ['get_changed_files', 'repositoryPath sourceControlState', 'read'],
      ['read_project_structure', '', 'read'],
      ['test_search', 'filePaths', 'read'],
      ['fetch_webpage', 'urls query', 'read'],
      ['github_repo', 'repo query', 'read'],
      ['get_vscode_api', 'query', 'read'],
      ['get_search_view_results', '', 'read'],
      ['copilot_getNotebookSummary', 'filePath', 'read'],
      ['read_notebook_cell_output', 'filePath cellId', 'read'],
      ['get_terminal_output', 'id', 'read'],
      ['terminal_last_command', '', 'read'],
      ['terminal_selection', '', 'read'],
      ['get_task_output', 'id workspaceFolder', 'read'],
      ['replace_string_in_file', 'filePath oldString newString', 'edit'],
      ['multi_replace_string_in_file', 'explanation replacements', 'edit'],
      ['insert_edit_into_file', 'explanation filePath code', 'edit'],
      ['create_file', 'filePath content', 'edit'],
      ['create_directory', 'dirPath', 'edit'],
      ['apply_patch', 'input explanation', 'edit'],
      ['edit_notebook_file', 'filePath editType newCode', 'edit'],
      ['create_new_jupyter_notebook', 'query', 'edit'],
      ['run_in_terminal', 'command explanation isBackground', 'run'],
      ['run_task', 'id workspaceFolder', 'run'],
      ['create_and_run_task', 'task workspaceFolder', 'run'],
      ['run_notebook_cell', 'filePath cellId', 'run'],
      ['run_vscode_command', 'commandId name args', 'run'],
      ['runTests', 'files testNames', 'check'],
      ['run_tests', 'files', 'check'],
      ['test_failure', '', 'check'],
      ['get_errors', 'filePaths', 'check'],
      ['manage_todo_list', 'todoList operation', 'todo'],
      ['runSubagent', 'prompt description', 'delegate'],
      ['search_subagent', 'query description', 'delegate'],
      ['memory', 'command path file_text', 'other'],
      ['vscode_get_confirmation', 'title message', 'other'],
      ['open_simple_browser', 'url', 'other'],
      ['install_extension', 'id name', 'other'],
      ['update_user_preferences', 'facts', 'other'],
    ],
  },
  {
    client: 'Cline, Roo Code, Kilo Code',
    source:
      'github.com/cline/cline, src/shared/tools.ts, and github.com/RooCodeInc/Roo-Code, packages/types/src/tool.ts, 2026-11-29',
    tools: [
      ['read_file', 'path', 'read'],
      ['search_files', 'path regex file_pattern', 'read'],
      ['list_files', 'path recursive', 'read'],
      ['list_code_definition_names', 'path', 'read'],
      ['codebase_search', 'query path', 'read'],
      ['access_mcp_resource', 'server_name uri', 'read'],
      ['web_fetch', 'url', 'read'],
      ['fetch_instructions', 'task', 'read'],
      ['write_to_file', 'path content', 'edit'],
      ['replace_in_file', 'path diff', 'edit'],
      ['apply_diff', 'path diff', 'edit'],
      ['search_and_replace', 'path search replace', 'edit'],
      ['search_replace', 'file_path old_string new_string', 'edit'],
      ['edit_file', 'file_path old_string new_string', 'edit'],
      ['execute_command', 'command requires_approval', 'run'],
      ['update_todo_list', 'todos', 'todo'],
      ['focus_chain', 'task_progress', 'todo'],
      ['new_task', 'mode message', 'delegate'],
      ['search_subagent', 'query', 'delegate'],
      ['attempt_completion', 'result', 'other'],
      ['ask_followup_question', 'question follow_up', 'other'],
      ['switch_mode', 'mode_slug reason', 'other'],
      ['plan_mode_respond', 'response', 'todo'],
    ],
  },
  {
    client: 'Claude Code',
    source: 'session files in public repositories, 2026-11-29',
    tools: [
      ['Read', 'file_path offset limit', 'read'],
      ['Grep', 'pattern path glob', 'read'],
      ['Glob', 'pattern path', 'read'],
      ['LS', 'path ignore', 'read'],
      ['WebFetch', 'url prompt', 'read'],
      ['WebSearch', 'query', 'read'],
      ['BashOutput', 'bash_id filter', 'read'],
      ['TaskOutput', 'task_id', 'read'],
      ['Edit', 'file_path old_string new_string', 'edit'],
      ['MultiEdit', 'file_path edits', 'edit'],
      ['Write', 'file_path content', 'edit'],
      ['NotebookEdit', 'notebook_path new_source cell_id', 'edit'],
      ['Bash', 'command timeout description', 'run'],
      ['KillShell', 'shell_id', 'run'],
      ['TodoWrite', 'todos', 'todo'],
      ['TaskCreate', 'subject description', 'todo'],
      ['TaskUpdate', 'taskId status', 'todo'],
      ['ExitPlanMode', 'plan', 'todo'],
      ['Task', 'description prompt subagent_type', 'delegate'],
      ['Agent', 'description prompt subagent_type', 'delegate'],
      ['mcp__ide__getDiagnostics', 'uri', 'check'],
      ['AskUserQuestion', 'questions', 'other'],
    ],
  },
  {
    client: 'Codex',
    source:
      'github.com/openai/codex, codex-rs/core, and rollout files in public repositories, 2026-11-29',
    tools: [
      ['shell', 'command workdir timeout_ms', 'run'],
      ['shell_command', 'command workdir', 'run'],
      ['exec_command', 'cmd yield_time_ms', 'run'],
      ['write_stdin', 'session_id chars', 'run'],
      ['apply_patch', 'input', 'edit'],
      ['view_image', 'path', 'read'],
      ['list_mcp_resources', 'server', 'read'],
      ['read_mcp_resource', 'server uri', 'read'],
      ['update_plan', 'plan explanation', 'todo'],
      ['spawn_agent', 'message', 'delegate'],
      ['wait_agent', 'ids', 'delegate'],
    ],
  },
  {
    client: 'Continue',
    source: 'github.com/continuedev/continue, core/tools/definitions, 2026-11-29',
    tools: [
      ['builtin_read_file', 'filepath', 'read'],
      ['builtin_read_currently_open_file', '', 'read'],
      ['builtin_ls', 'dirPath recursive', 'read'],
      ['builtin_file_glob_search', 'pattern', 'read'],
      ['builtin_grep_search', 'query', 'read'],
      ['builtin_view_diff', '', 'read'],
      ['builtin_view_repo_map', '', 'read'],
      ['builtin_search_web', 'query', 'read'],
      ['builtin_fetch_url_content', 'url', 'read'],
      ['builtin_edit_existing_file', 'filepath changes', 'edit'],
      ['builtin_single_find_and_replace', 'filepath old_string new_string', 'edit'],
      ['builtin_multi_edit', 'filepath edits', 'edit'],
      ['builtin_create_new_file', 'filepath contents', 'edit'],
      ['builtin_create_rule_block', 'name rule', 'edit'],
      ['builtin_run_terminal_command', 'command waitForCompletion', 'run'],
    ],
  },
  {
    client: 'MCP servers: filesystem, GitHub, Playwright, Serena',
    source:
      'github.com/modelcontextprotocol/servers, github/github-mcp-server, microsoft/playwright-mcp, oraios/serena, as their documents name them, 2026-11-29',
    tools: [
      ['mcp_filesystem_read_text_file', 'path head tail', 'read'],
      ['mcp_filesystem_directory_tree', 'path', 'read'],
      ['mcp_filesystem_edit_file', 'path edits dryRun', 'edit'],
      ['mcp_filesystem_move_file', 'source destination', 'edit'],
      ['mcp_github_get_issue', 'owner repo issue_number', 'read'],
      ['mcp_github_create_issue', 'owner repo title body', 'other'],
      ['mcp_github_create_pull_request', 'owner repo title', 'other'],
      ['mcp_github_add_issue_comment', 'owner repo body', 'other'],
      ['mcp_playwright_browser_click', 'element ref', 'other'],
      ['mcp_playwright_browser_navigate', 'url', 'other'],
      ['find_symbol', 'name_path relative_path', 'read'],
      ['replace_symbol_body', 'name_path relative_path body', 'edit'],
      ['execute_shell_command', 'command cwd', 'run'],
      ['str_replace_based_edit_tool', 'command path old_str new_str', 'edit'],
    ],
  },
];

const toolOf = (name: string, wanted: string, description = ''): Tool => ({
  name,
  description,
  inputSchema: {
    type: 'object',
    properties: Object.fromEntries(
      wanted
        .split(' ')
        .filter(Boolean)
        .map((each) => [each, { type: 'string' }]),
    ),
  },
});

describe.each(clients)('$client', ({ tools }) => {
  test.each(tools)('%s (%s) is for: %s', (name, wanted, kind) => {
    expect(toolKind(toolOf(name, wanted))).toBe(kind);
  });
});

/** Tools that nobody listed: the description or the arguments tell. */
const unknown: readonly (readonly [name: string, wanted: string, says: string, kind: ToolKind])[] =
  [
    ['probe', 'where', 'Reads what the sensor says.', 'read'],
    ['kiwi', 'needle', 'Search the knowledge base for a text.', 'read'],
    ['scribe', 'path content', 'Writes a file to the disk.', 'edit'],
    ['scribe2', 'path content', '', 'edit'],
    ['go', 'command', '', 'run'],
    ['lark', 'line', 'Execute a command in the shell of the container.', 'run'],
    ['gauntlet', 'suite', 'Runs the tests of the project and says which failed.', 'check'],
    ['helper', 'prompt', 'Start a sub-agent that works on a part of the task.', 'delegate'],
    ['notes', 'items', 'Keep the to-do list of the task.', 'todo'],
    ['lamp', 'on', 'Turns the lamp on or off.', 'other'],
    ['', '', '', 'other'],
    ['create_ticket', 'title body', 'Creates a ticket in the tracker.', 'other'],
  ];
test.each(unknown)('an unknown tool %j with (%s): %j is for: %s', (name, wanted, says, kind) => {
  expect(toolKind(toolOf(name, wanted, says))).toBe(kind);
});

test('two tools of one name are told apart by their descriptions', () => {
  expect(toolKind(toolOf('same', '', 'Reads a page.'))).toBe('read');
  expect(toolKind(toolOf('same', '', 'Turns a page.'))).toBe('other');
  expect(toolKind(toolOf('same', '', 'Reads a page.'))).toBe('read');
});

test('200 tools cost less than a millisecond once they are known', () => {
  const tools = () =>
    Array.from({ length: 200 }, (_, at) =>
      toolOf(`tool_number_${at}`, 'a b c', `${at} ${'Turns something. '.repeat(100)}`),
    );
  for (const each of tools()) toolKind(each);
  const times = Array.from({ length: 20 }, () => {
    // New objects each time, as they come with each request.
    const fresh = tools();
    const started = performance.now();
    for (const each of fresh) toolKind(each);
    return performance.now() - started;
  });
  expect(Math.min(...times)).toBeLessThan(1);
});
