import type { CheckedThing, CommandFacts } from './commandKind.ts';
import type { ToolKind } from './toolKind.ts';

/**
 * How a call of a tool went, from the text of its result. `unknown` where the text does not show it, or
 * where the developer said no: neither speaks for or against the model.
 */
export type Verdict = 'passed' | 'failed' | 'unknown';

export interface ResultReading {
  readonly verdict: Verdict;
  /** The editor's problems, where a result of an edit reports them: a check that nobody asked for. */
  readonly problems?: Verdict;
}

/** What is known of the call beside its result. */
export interface CalledFor {
  readonly kind: ToolKind;
  readonly command?: Pick<CommandFacts, 'checks' | 'hidesExitCode'>;
}

/*
 * Tools say at the beginning that they failed, and check programs sum up at the end. What is between is
 * not looked at, so a long result takes no longer than a short one. Characters, chosen by judgement.
 */
const headCharacters = 1_500;
const tailCharacters = 3_000;

export function readResult(text: string, { kind, command }: CalledFor): ResultReading {
  const isLong = text.length > headCharacters + tailCharacters;
  const head = withoutHeading(isLong ? text.slice(0, headCharacters) : text);
  const tail = isLong ? text.slice(-tailCharacters) : head;
  if (declined.test(head)) return { verdict: 'unknown' };
  if (failedTool.test(head) || (head.length < 2_000 && failedShape.test(head))) return { verdict: 'failed' };
  if (kind === 'check') {
    return { verdict: checkVerdict(isLong ? `${head}\n${tail}` : head, tail, command) };
  }
  if (kind === 'run') return { verdict: runVerdict(head, tail, command) };
  if (kind === 'edit') return editVerdict(isLong ? `${head}\n${tail}` : head, command !== undefined);
  const isShort = text.length < 600;
  if (isShort && missing.test(head)) return { verdict: 'failed' };
  return { verdict: 'passed' };
}

/** Cline and Roo Code send a result as the developer's text, under a heading that names the call. */
function withoutHeading(head: string): string {
  return head.replace(/^\s*\[[a-z_]+(?: for [^\n]{0,2000})?\] Result:\s*/, '');
}

// Each shape with the client in which it was seen, 2026-11-29: public transcripts and session files.
const declined = oneOf([
  /^\s*(?:<[\w-]+>)?The user (?:doesn['’]t want|denied|rejected|declined|cancel|chose not|has chosen|skipped)/, // Claude Code, Cline
  /^\[Request interrupted by user/, // Claude Code
  /^(?:The )?(?:tool call|command|request) was (?:cancell?ed|skipped|rejected|declined) by the user/i, // VS Code
  /^The operation was (?:cancell?ed|rejected)/i, // VS Code
  /^rejected by user|^exec command rejected by user/, // Codex
]);

/** A client says that a tool could not do its work. */
const failedTool = oneOf([
  /^\s*ERROR while calling tool:/, // VS Code
  /^\s*<tool_use_error>/, // Claude Code
  /^\s*The tool execution failed with the following error/, // Cline, Roo Code
  /^\s*<error_details>|^\s*<error>/, // Roo Code
  /^\s*MCP error -?\d+/, // MCP servers
  /^\s*(?:Input validation error|InputValidationError|Invalid (?:arguments|input|parameters|tool call)\b)/i,
  /^\s*(?:Unknown tool|No such tool available|Tool .{1,80} (?:not found|does not exist|is not available))/i,
  /^\s*Missing (?:value for )?required (?:parameter|argument|property)/i,
  /^\s*(?:\[ERROR\]|Tool (?:call )?(?:failed|error)\b|Error (?:executing|calling|running|invoking|handling|applying|writing|editing|reading) )/i,
  /^\s*(?:apply_patch verification failed|patch rejected|failed to parse (?:function )?arguments)/i, // Codex
  /^\s*\{[^{}]{0,400}"(?:is_?[eE]rror)"\s*:\s*true/, // results as JSON
]);

/** Short results that begin with an error; a long one may be a file that does. */
const failedShape = oneOf([
  /^\s*(?:Error|ERROR|Fatal|FATAL|fatal|error)\s?:\s/,
  /^\s*(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?: /,
  /^\s*Failed to \w+/,
  /^\s*\{\s*"error"\s*:\s*(?:"[^"]|\{)/,
]);

/** A file or a page that is not there. A search without hits is no failure. */
const missing =
  /\bENOENT\b|\bno such file or directory\b|\bfile (?:was )?not found\b|\bfile does not exist\b|\b(?:cannot|could not|can['’]t|unable to) (?:find|read|open|resolve)\b[^.\n]{0,80}\b(?:file|path|directory)\b|\bpath does not exist\b|\b(?:40[34]|50[0-9]) (?:Forbidden|Not Found|Internal|Bad|Service)/i;

const failedEdit = oneOf([
  /could not (?:find|match|locate)\b[^.\n]{0,60}\b(?:text|string|match|context|block|lines)/i, // VS Code
  /\b(?:string|text|old_?string|old_str|content) (?:to (?:replace|find) )?(?:was )?not found\b|\bno (?:exact )?match(?:es|ing)? (?:was |were )?found\b|\bdid not (?:find|match)\b/i, // Claude Code, Continue
  /\bfailed to find (?:expected lines|context)|\binvalid (?:context|patch|hunk)\b|\bpatch (?:failed|does not apply|could not be applied)|\bhunks? (?:#?\d+ )?failed|\berror: patch/i, // Codex, git
  /\bSEARCH (?:block|content|section)\b[^]{0,4000}\b(?:not match|doesn['’]t match|not found)|\bno sufficiently similar match/i, // Cline, Roo Code
  /\bhas not been read yet|\bhas been (?:modified|changed) since|\bmust read (?:the|this) file/i, // Claude Code
  /\bmultiple (?:matches|occurrences)\b|\bfound \d+ matches of\b|\bmatche[sd] (?:\d+ times|more than once)|\bnot unique\b/i,
  /\bedit (?:failed|was not applied|could not be applied)|\bno changes (?:were )?(?:made|applied)|\bproduced no content change|\bold_?string and new_?string (?:are|must)/i,
  /\bpermission denied\b|\bread-?only file system\b/i,
]);

/** The editor's problems below a result of an edit. */
const newProblems = oneOf([
  /\bresulted in the following (?:lint|compile) errors/i, // VS Code
  /\bnew problems detected after saving/i, // Cline, Roo Code
  /<new-diagnostics>|\bnew diagnostic (?:issues|errors)/i, // Claude Code
]);

function editVerdict(text: string, isCommand: boolean): ResultReading {
  const exit = exitCode(text, text);
  if (failedEdit.test(text) || missing.test(text.slice(0, 600)) || (isCommand && (exit ?? 0) !== 0)) {
    return { verdict: 'failed' };
  }
  return { verdict: 'passed', ...(newProblems.test(text) && { problems: 'failed' as const }) };
}

/** An exit code as clients frame it, at the beginning or at the end of a result. */
const framedExit =
  /(?:\bexit(?:ed)?(?: with)?(?: (?:exit )?(?:code|status))|\bexit[_ ]code"?|\bexit status|\breturn(?:ed)?(?: exit)? code|\bnon-zero exit status)\s*(?:is\s*)?[:=]?\s*"?(-?\d{1,10})\b/i;

function exitCode(head: string, tail: string): number | undefined {
  const first = framedExit.exec(head.slice(0, 400));
  if (first) return Number(first[1]);
  const last = framedExit.exec(tail.slice(-300));
  return last ? Number(last[1]) : undefined;
}

/** Commands that did not even start, and programs that broke down. */
const brokeDown = oneOf([
  /\bcommand not found\b|\bis not recognized as (?:an? (?:internal|name)|the name)|\bcommandnotfoundexception\b/i,
  /^npm (?:ERR!|error) /m,
  /^make(?:\[\d+\])?: \*\*\* /m,
  /^Traceback \(most recent call last\):/m,
  /^(?:Uncaught )?(?:\w+Error|Error): .*\n\s+at /m,
  /^panic: |^thread '[^']*' panicked at |^Exception in thread "|^Unhandled exception/m,
  /^(?:fatal|error): /m,
  /^Segmentation fault|\bcore dumped\b/m,
  /^command (?:failed|timed out)\b|\btimed out after \d+/im,
]);

function runVerdict(head: string, tail: string, command: CalledFor['command']): Verdict {
  const exit = exitCode(head, tail);
  // A search that finds nothing ends with 1, and one that could not search with 2 or more.
  if (exit !== undefined && exit !== 0) return command?.hidesExitCode === true && exit === 1 ? 'passed' : 'failed';
  if (brokeDown.test(tail)) return exit === 0 && command?.hidesExitCode !== true ? 'passed' : 'failed';
  return 'passed';
}

/** How check programs sum up, in no order; each was seen in the program's own output. */
const failedCheck = oneOf([
  /<summary passed=\d+ failed=[1-9]|<testFailure\b|<compileError>|\bhas the problem reported:/, // VS Code
  /^[^\S\n]*(?:Tests?|Test Files|Test Suites|Suites|Snapshots):?[^\S\n].*?\b[1-9]\d* (?:failed|obsolete, failed)/m, // vitest, jest
  /\b[1-9]\d* (?:tests? |specs? |examples? |checks? )?(?:failed|failing|failures?)\b/i, // pytest, mocha, rspec, playwright
  /\bfailed[:=] ?[1-9]|\bfailures[:=] ?[1-9]|\berrors[:=] ?[1-9]|^(?:#|ℹ|#\s) ?fail [1-9]|^\s*[1-9]\d* fail$/im, // dotnet, maven, phpunit, node, bun
  /^--- FAIL|^FAIL\b|^FAILED\b|\bFAILURES!|^=+ FAILURES =+|^=+ ERRORS =+|\bSome tests failed\b/m, // go, pytest, unittest, phpunit, flutter
  /\btest result: FAILED|\berror: (?:test failed|could not compile|aborting due to)|^error(?:\[E\d+\])?: /m, // cargo
  /\b[1-9]\d* errors? (?:generated|emitted|found|in|during)\b|\bFound [1-9]\d* (?:errors?|fixable|problems?)\b/i, // tsc, mypy, ruff, pytest, clang
  /\berror TS\d+:|: error CS\d+|: (?:fatal )?error(?: [A-Z]+\d+)?: /, // tsc, dotnet, gcc, javac, swift
  /✖ \d+ problems? \([1-9]\d* errors?|^\s+\d+:\d+\s+error\s/m, // eslint
  /\bBUILD (?:FAILED|FAILURE)\b|\bBuild FAILED\b|\bBuild failed\b|\bFailed to compile\b|\bCompilation failed\b/, // gradle, maven, dotnet, bundlers
  /^\s*\S[^\n:]{0,200}:\d+:\d+: \w+(?:: |.*(?:undefined|undeclared|cannot use|syntax error|mismatched))/m, // go vet, go build, ruff
  /\[build failed\]|\bcannot find (?:module|package|name)\b|\bModuleNotFoundError\b|\bImportError\b|\bSyntaxError\b|\bAssertionError\b/i,
  /"severity"\s*:\s*"?(?:Error|error|8)\b|\[(?:js|ts|\w+) Error\]/, // diagnostics as JSON, Roo Code
  /^npm (?:ERR!|error) |^make(?:\[\d+\])?: \*\*\* |^Traceback \(most recent call last\)|\bcommand not found\b/m,
]);

const passedCheck = oneOf([
  /<summary passed=[1-9]\d* failed=0/, // VS Code
  /\bNo (?:errors|problems|issues|diagnostics|warnings)(?: were| was)?(?: or warnings)? (?:found|detected|reported)\b|\b0 problems\b|"diagnostics"\s*:\s*\[\s*\]|^\s*\[\s*\]\s*$/i,
  /^[^\S\n]*(?:Tests?|Test Files|Test Suites):?[^\S\n].*?\b[1-9]\d* passed/m, // vitest, jest
  /\b[1-9]\d* (?:tests? |specs? )?(?:passed|passing|pass)\b/i, // pytest, mocha, playwright, bun
  /^ok\s+\S+\s+(?:\(cached\)|[\d.]+s)|^PASS$|^OK(?: \(|$)/m, // go, unittest, phpunit
  /\btest result: ok\.|^\s*Finished [`\w]/m, // cargo
  /\bFound 0 errors|\bSuccess: no issues found|\bAll checks passed|\b100% tests passed|\b0 failures\b|\b0 failed\b|\b0 errors?\b/i,
  /\bBUILD SUCCESS|\bBuild succeeded|\bPassed! +-|\bcompiled successfully|\bbuilt in \d|\bAll tests passed|^(?:#|ℹ) fail 0\b/im,
  /✖ \d+ problems? \(0 errors/, // eslint, warnings alone
]);

/** Words that look like a failure and say that there is none. */
const noFailures = /\b(?:0|no) (?:tests? |specs? )?(?:failed|failing|failures?|errors?)\b|\b(?:failed|failures|errors|fail)[:= ]{1,2}0\b|\bwith 0 failures\b/gi;

function checkVerdict(text: string, tail: string, command: CalledFor['command']): Verdict {
  const exit = exitCode(text, tail);
  const said = text.replaceAll(noFailures, '');
  const isFrankExit = exit !== undefined && command?.hidesExitCode !== true;
  // An exit code of the check itself is the surest: names of tests may be called anything.
  if (isFrankExit && exit !== 0) return 'failed';
  if (isFrankExit && exit === 0) return 'passed';
  if (failedCheck.test(said)) return 'failed';
  if (passedCheck.test(text)) return 'passed';
  const isSilent = withoutFrame(text).trim() === '';
  return isSilent && isQuiet(command?.checks) ? 'passed' : 'unknown';
}

/** Compilers and linters print nothing when all is well; a test run that prints nothing did not run. */
function isQuiet(checks: CheckedThing | undefined): boolean {
  return checks === 'build' || checks === 'lint';
}

/** What a client prints around the output of a command. */
function withoutFrame(text: string): string {
  return text.replaceAll(
    /^(?:Command executed.*|Exit code: ?\d*|Wall time:.*|Chunk ID:.*|Total output lines:.*|Process exited with.*|Output:|\(?(?:no output|tool ran without output|empty)\)?\.?|Bash completed with no output|Command produced no output\.?|\$ .*|> .*|\S*[$%#>] ?)$/gim,
    '',
  );
}

function oneOf(patterns: readonly RegExp[]): { test(text: string): boolean } {
  return { test: (text) => patterns.some((pattern) => pattern.test(text)) };
}
