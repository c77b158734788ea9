import { expect, test } from 'vitest';
import { readCommand } from '../../../../src/routing/turns/commandKind.ts';
import { readResult, type ResultVerdict } from '../../../../src/routing/turns/readResult.ts';
import type { ToolKind } from '../../../../src/routing/turns/toolKind.ts';

/** A result: what was called, what it printed in our own words, and how it went. */
type Row = readonly [what: string, called: string, text: string, verdict: ResultVerdict];

// Shapes of the programs' own output and of each client's frame, seen in public transcripts, 2026-11-29.
const rows: readonly Row[] = [
  // Test runners.
  [
    'vitest passes',
    '$ npx vitest run',
    ' RUN  v3\n ✓ cart.test.ts (4)\n\n Test Files  1 passed (1)\n      Tests  4 passed (4)\n',
    'passed',
  ],
  [
    'vitest fails',
    '$ npx vitest run',
    ' FAIL  cart.test.ts > sum\nAssertionError: expected 3 to be 4\n\n Test Files  1 failed (1)\n      Tests  1 failed | 3 passed (4)\n',
    'failed',
  ],
  [
    'vitest passes tests named after failures',
    '$ npx vitest run',
    ' ✓ shows 3 failed payments\n ✓ throws SyntaxError: bad token\n      Tests  2 passed (2)\n',
    'passed',
  ],
  [
    'jest passes',
    '$ npm test',
    'PASS src/cart.test.js\nTests:       5 passed, 5 total\n',
    'passed',
  ],
  [
    'jest fails',
    '$ npm test',
    'FAIL src/cart.test.js\n  ● sum\nTests:       2 failed, 3 passed, 5 total\nnpm ERR! Test failed.  See above for more details.\n',
    'failed',
  ],
  ['pytest passes', '$ pytest', '....\n===== 4 passed, 1 warning in 0.12s =====\n', 'passed'],
  [
    'pytest fails',
    '$ pytest -q',
    'F...\nFAILED test_cart.py::test_sum - assert 3 == 4\n1 failed, 3 passed in 0.20s\n',
    'failed',
  ],
  [
    'pytest cannot collect',
    '$ pytest',
    'ImportError while importing test module\n===== 1 error in 0.30s =====\n',
    'failed',
  ],
  ['unittest passes', '$ python -m unittest', '....\nRan 4 tests in 0.001s\n\nOK\n', 'passed'],
  [
    'unittest fails',
    '$ python -m unittest',
    'F\nRan 4 tests in 0.001s\n\nFAILED (failures=1)\n',
    'failed',
  ],
  ['go test passes', '$ go test ./...', 'ok  \tshop/cart\t0.012s\n', 'passed'],
  [
    'go test fails',
    '$ go test ./...',
    '--- FAIL: TestSum (0.00s)\n    cart_test.go:9: got 3\nFAIL\nFAIL\tshop/cart\t0.010s\n',
    'failed',
  ],
  [
    'cargo test passes',
    '$ cargo test',
    'running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored; finished in 0.00s\n',
    'passed',
  ],
  [
    'cargo test fails',
    '$ cargo test',
    'test result: FAILED. 1 passed; 1 failed; 0 ignored\nerror: test failed, to rerun pass `--lib`\n',
    'failed',
  ],
  ['mocha passes', '$ npx mocha', '  4 passing (12ms)\n', 'passed'],
  ['mocha fails', '$ npx mocha', '  3 passing (12ms)\n  1 failing\n', 'failed'],
  ['node passes', '$ node --test', 'ℹ tests 4\nℹ pass 4\nℹ fail 0\n', 'passed'],
  ['node fails', '$ node --test', 'ℹ tests 4\nℹ pass 3\nℹ fail 1\n', 'failed'],
  ['rspec passes', '$ bundle exec rspec', '4 examples, 0 failures\n', 'passed'],
  ['rspec fails', '$ bundle exec rspec', '4 examples, 2 failures\n', 'failed'],
  ['phpunit passes', '$ vendor/bin/phpunit', 'OK (4 tests, 9 assertions)\n', 'passed'],
  [
    'phpunit fails',
    '$ vendor/bin/phpunit',
    'FAILURES!\nTests: 4, Assertions: 9, Failures: 1.\n',
    'failed',
  ],
  ['gradle passes', '$ ./gradlew test', '> Task :test\n\nBUILD SUCCESSFUL in 3s\n', 'passed'],
  [
    'gradle fails',
    '$ ./gradlew test',
    'CartTest > sum FAILED\n4 tests completed, 1 failed\nBUILD FAILED in 3s\n',
    'failed',
  ],
  [
    'maven fails',
    '$ mvn test',
    '[ERROR] Tests run: 4, Failures: 1, Errors: 0\n[INFO] BUILD FAILURE\n',
    'failed',
  ],
  [
    'maven passes',
    '$ mvn test',
    '[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0\n[INFO] BUILD SUCCESS\n',
    'passed',
  ],
  [
    'dotnet passes',
    '$ dotnet test',
    'Passed!  - Failed:     0, Passed:     4, Skipped:     0, Total:     4\n',
    'passed',
  ],
  [
    'dotnet fails',
    '$ dotnet test',
    'Failed!  - Failed:     1, Passed:     3, Skipped:     0, Total:     4\n',
    'failed',
  ],
  ['bun passes', '$ bun test', ' 4 pass\n 0 fail\nRan 4 tests across 1 file.\n', 'passed'],
  ['bun fails', '$ bun test', ' 3 pass\n 1 fail\nRan 4 tests across 1 file.\n', 'failed'],
  [
    'playwright fails',
    '$ npx playwright test',
    '  1 failed\n    cart.spec.ts:3:1 › sum\n  3 passed (4.1s)\n',
    'failed',
  ],
  ['ctest fails', '$ ctest', '75% tests passed, 1 tests failed out of 4\n', 'failed'],
  [
    'swift passes',
    '$ swift test',
    'Executed 4 tests, with 0 failures (0 unexpected) in 0.003 seconds\n',
    'passed',
  ],
  [
    'a script of its own says that nothing failed',
    '$ npm test',
    '12 checks run: 12 passed, 0 failed\n',
    'passed',
  ],
  [
    'a script of its own says that something failed',
    '$ npm test',
    '12 checks run: 11 ok, 1 failed\n',
    'failed',
  ],
  ['a test run that prints nothing', '$ npm test', '', 'unknown'],
  ['npm has no such script', '$ npm test', 'npm error Missing script: "test"\n', 'failed'],
  // Compilers and linters.
  ['tsc is silent', '$ npx tsc --noEmit', '', 'passed'],
  [
    'tsc fails',
    '$ npx tsc --noEmit',
    "src/cart.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    'failed',
  ],
  [
    'tsc fails, head of its output alone',
    '$ npx tsc --noEmit | head -5',
    "src/cart.ts:3:5 - error TS2322: Type 'string' is wrong.\n",
    'failed',
  ],
  [
    'tsc watches and is content',
    '$ tsc -w',
    '[10:00:00] Found 0 errors. Watching for file changes.\n',
    'passed',
  ],
  [
    'eslint fails',
    '$ npx eslint .',
    '/w/cart.ts\n  3:5  error  x is not defined  no-undef\n\n✖ 1 problem (1 error, 0 warnings)\n',
    'failed',
  ],
  [
    'eslint only warns',
    '$ npx eslint .',
    '/w/cart.ts\n  3:5  warning  unused  no-unused-vars\n\n✖ 1 problem (0 errors, 1 warning)\n',
    'passed',
  ],
  ['mypy passes', '$ mypy .', 'Success: no issues found in 4 source files\n', 'passed'],
  [
    'mypy fails',
    '$ mypy .',
    'cart.py:3: error: Incompatible types\nFound 1 error in 1 file (checked 4 source files)\n',
    'failed',
  ],
  [
    'ruff fails',
    '$ ruff check',
    'cart.py:1:8: F401 `os` imported but unused\nFound 1 error.\n',
    'failed',
  ],
  ['go vet fails', '$ go vet ./...', '# shop\n./cart.go:3:2: undefined: total\n', 'failed'],
  [
    'cargo check passes',
    '$ cargo check',
    '    Checking shop v0.1.0\n    Finished `dev` profile in 0.50s\n',
    'passed',
  ],
  [
    'cargo build fails',
    '$ cargo build',
    'error[E0308]: mismatched types\nerror: could not compile `shop`\n',
    'failed',
  ],
  [
    'dotnet build fails',
    '$ dotnet build',
    'Cart.cs(3,5): error CS0103: The name does not exist\nBuild FAILED.\n',
    'failed',
  ],
  ['gcc fails', '$ gcc cart.c', 'cart.c:3:5: error: expected expression\n', 'failed'],
  // Frames of clients around commands.
  [
    'Codex, as JSON',
    '$ npm test',
    '{"output":"boom","metadata":{"exit_code":1,"duration_seconds":0.4}}',
    'failed',
  ],
  [
    'Codex, as text',
    '$ ls nowhere',
    'Exit code: 2\nWall time: 0.1 seconds\nOutput:\nls: cannot access nowhere\n',
    'failed',
  ],
  [
    'Codex, unified',
    '$ npm run build',
    'Chunk ID: a1\nWall time: 1.2 seconds\nProcess exited with code 0\nOutput:\n1 error was fixed\n',
    'passed',
  ],
  ['Claude Code', '$ npm test', 'Exit code 1\n\nsomething broke\n', 'failed'],
  [
    'Claude Code, a command that is not there',
    '$ Get-Thing',
    'Exit code 127\n/usr/bin/bash: line 1: Get-Thing: command not found\n',
    'failed',
  ],
  [
    'Roo Code',
    '$ node build.js',
    "Command executed in terminal within working directory '/w'. Command execution was not successful, inspect the cause and adjust as needed.\nExit code: 1\nOutput:\nno\n",
    'failed',
  ],
  [
    'Roo Code, all well',
    '$ node build.js',
    "Command executed in terminal within working directory '/w'. Exit code: 0\nOutput:\ndone\n",
    'passed',
  ],
  [
    'Cline',
    '$ npm test',
    "[execute_command for 'npm test'] Result:\nCommand executed.\nOutput:\nTests:       1 failed, 4 total\n",
    'failed',
  ],
  [
    'VS Code, the code at the end',
    '$ node build.js',
    'building\nno such target\n\nCommand exited with code 3',
    'failed',
  ],
  [
    'VS Code, no code and a stack',
    '$ node build.js',
    '/w/build.js:3\nTypeError: x is not a function\n    at main (/w/build.js:3:1)\n',
    'failed',
  ],
  ['VS Code, no code and fine', '$ node build.js', 'wrote 3 files\n', 'passed'],
  [
    'PowerShell does not know a command',
    '$ foo',
    "foo : The term 'foo' is not recognized as the name of a cmdlet\n",
    'failed',
  ],
  ['make stops', '$ make release', 'make: *** [Makefile:3: release] Error 1\n', 'failed'],
  [
    'a program of Python breaks down',
    '$ python main.py',
    'Traceback (most recent call last):\n  File "main.py", line 1\nKeyError: 3\n',
    'failed',
  ],
  ['a search without hits', '$ grep -rn total src', 'Exit code 1\n', 'passed'],
  [
    'a search that cannot search',
    '$ grep -rn total nowhere',
    'Exit code 2\ngrep: nowhere: No such file or directory\n',
    'failed',
  ],
  ['differences are no failure', '$ diff a b', 'Exit code: 1\n1c1\n', 'passed'],
  [
    'a log with errors that is read',
    '$ cat build.log',
    'error: could not compile\n3 failed\n',
    'passed',
  ],
  // Tools of clients.
  ['VS Code, tests pass', 'check', '<summary passed=12 failed=0 />\n', 'passed'],
  [
    'VS Code, tests fail',
    'check',
    '<summary passed=11 failed=1 />\n<testFailure name="sum" path="/w/cart.test.ts">\nexpected 3\n</testFailure>\n',
    'failed',
  ],
  ['VS Code, no test ran', 'check', '<summary passed=0 failed=0 />\n', 'unknown'],
  [
    'VS Code, no errors',
    'check',
    '<errors path="/w/src/cart.ts">\nNo errors found\n</errors>\n',
    'passed',
  ],
  [
    'VS Code, errors',
    'check',
    '<errors path="/w/src/cart.ts">\nThis code at line 2\n```\nx\n```\nhas the problem reported:\n<compileError>\nx is not known\n</compileError>\n</errors>\n',
    'failed',
  ],
  [
    'diagnostics as JSON',
    'check',
    '[{"uri":"file:///w/a.ts","diagnostics":[{"message":"x","severity":"Error"}]}]',
    'failed',
  ],
  ['no diagnostics as JSON', 'check', '[{"uri":"file:///w/a.ts","diagnostics":[]}]', 'passed'],
  [
    'VS Code, an edit',
    'edit',
    'The following files were successfully edited:\n/w/src/cart.ts\n',
    'passed',
  ],
  [
    'VS Code, an edit that does not fit',
    'edit',
    'ERROR while calling tool: Could not find matching text to replace in the file.',
    'failed',
  ],
  [
    'Claude Code, an edit',
    'edit',
    'The file /w/src/cart.ts has been updated successfully.',
    'passed',
  ],
  [
    'Claude Code, an edit that does not fit',
    'edit',
    '<tool_use_error>String to replace not found in file.\nString: x</tool_use_error>',
    'failed',
  ],
  [
    'Claude Code, not read yet',
    'edit',
    '<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>',
    'failed',
  ],
  [
    'Codex, a patch',
    'edit',
    'Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nM src/cart.ts\n',
    'passed',
  ],
  [
    'Codex, a patch that does not fit',
    'edit',
    'apply_patch verification failed: Failed to find expected lines in src/cart.ts:\nx',
    'failed',
  ],
  [
    'Cline, an edit',
    'edit',
    "[replace_in_file for 'src/cart.ts'] Result:\nThe content was successfully saved to src/cart.ts.",
    'passed',
  ],
  [
    'Cline, an edit that does not fit',
    'edit',
    'The tool execution failed with the following error:\n<error>\nThe SEARCH block:\nx\n...does not match anything in the file.\n</error>',
    'failed',
  ],
  [
    'Continue, an edit that does not fit',
    'edit',
    'Error: old_string not found in src/cart.ts',
    'failed',
  ],
  [
    'the developer said no',
    'edit',
    "The user doesn't want to proceed with this tool use. The tool use was rejected.",
    'unknown',
  ],
  ['the developer stopped it', 'run', '[Request interrupted by user for tool use]', 'unknown'],
  [
    'a file',
    'read',
    'export function total() {\n  throw new Error("no such file or directory");\n}\n'.repeat(12),
    'passed',
  ],
  ['a small file that throws', 'read', '1 | throw new Error("fix me");\n', 'passed'],
  ['a file that is not there', 'read', 'ENOENT: no such file or directory, open /w/x.ts', 'failed'],
  [
    'VS Code, a path that is not whole',
    'read',
    'ERROR while calling tool: Invalid input path: x. Be sure to use an absolute path.',
    'failed',
  ],
  ['a search of a tool without hits', 'read', 'No matches found. Try another pattern.', 'passed'],
  ['an MCP server breaks down', 'other', 'MCP error -32603: it broke', 'failed'],
  ['a tool with wrong arguments', 'other', 'Input validation error: query is required', 'failed'],
  ['any other tool', 'other', 'Clicked the button.', 'passed'],
];

function verdictOf(called: string, text: string): ResultVerdict {
  if (!called.startsWith('$ ')) return readResult(text, { kind: called as ToolKind }).verdict;
  const command = readCommand(called.slice(2));
  return readResult(text, { kind: command.kind, command }).verdict;
}

test('there are enough shapes', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
});

test.each(rows)('%s', (_, called, text, verdict) => {
  expect(verdictOf(called, text)).toBe(verdict);
});

test.each([
  [
    'VS Code',
    'The edit to /w/a.ts was applied successfully.\nThe edit resulted in the following lint errors:\n<errors>',
  ],
  [
    'Cline',
    'The content was successfully saved to a.ts.\n\nNew problems detected after saving the file:\na.ts\n- [ts Error] Line 3: x',
  ],
])('%s: an edit that brings new problems is an edit and a check that failed', (_, text) => {
  expect(readResult(text, { kind: 'edit' })).toEqual({ verdict: 'passed', problems: 'failed' });
});

test('a verdict stands at the end of a long output, and at its beginning', () => {
  const noise = 'x '.repeat(500_000);
  expect(verdictOf('$ npm test', `${noise}\nTests:       1 failed, 4 total\n`)).toBe('failed');
  expect(verdictOf('$ npm test', `Exit code 1\n${noise}`)).toBe('failed');
  expect(verdictOf('$ npm test', `${noise}\nTests:       4 passed, 4 total\n`)).toBe('passed');
});
