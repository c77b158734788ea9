import type { CheckedThing, CommandFacts } from './commandKind.ts';
import type { ToolKind } from './toolKind.ts';

/**
 * How a call of a tool went, from the text of its result. `unknown` where the text does not show it, or
 * where the developer said no: neither speaks for or against the model.
 */
export type ResultVerdict = 'passed' | 'failed' | 'unknown';

export interface ResultReading {
  readonly verdict: ResultVerdict;
  /** The editor's problems, where a result of an edit reports them: a check that nobody asked for. */
  readonly problems?: ResultVerdict;
  /** The developer did not let the call be made, and said why or what to do instead. */
  readonly isRejected?: true;
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
const headCharacters = 800;
const tailCharacters = 2_000;

export function readResult(text: string, { kind, command }: CalledFor): ResultReading {
  const isLong = text.length > headCharacters + tailCharacters;
  const head = withoutHeading(isLong ? text.slice(0, headCharacters) : text);
  const tail = isLong ? text.slice(-tailCharacters) : head;
  if (rejected.test(head)) return { verdict: 'unknown', isRejected: true };
  if (declined.test(head)) return { verdict: 'unknown' };
  if (failedTool.test(head)) return { verdict: 'failed' };
  // What a command prints is often a text that somebody looks at, such as a log.
  if (!command && head.length < 2_000 && failedShape.test(head)) return { verdict: 'failed' };
  if (kind === 'check') {
    return { verdict: checkVerdict(isLong ? `${head}\n${tail}` : head, tail, command) };
  }
  if (kind === 'run') return { verdict: runVerdict(head, tail, command) };
  if (kind === 'edit')
    return editVerdict(isLong ? `${head}\n${tail}` : head, command !== undefined);
  if (command) return { verdict: exitVerdict(exitCode(head, tail), command) ?? 'passed' };
  if (text.length < 600 && missing.test(head)) return { verdict: 'failed' };
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
  /^ERROR while calling tool: Tool \S+ is currently disabled by the user/, // VS Code
  /^\s*\{\s*"status"\s*:\s*"denied"/, // Roo Code
]);

/** The developer said no, and why. */
const rejected = oneOf([
  /^\s*\{\s*"status"\s*:\s*"denied"\s*,\s*"feedback"\s*:\s*"[^"]/, // Roo Code
  /^\s*The user denied this operation[^]{0,200}<feedback>/, // Cline, Roo Code
  /^\s*(?:<[\w-]+>)?The user doesn['’]t want to (?:proceed|take this action)[^]{0,400}\bthe user said:\s*\S/i, // Claude Code
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
  /^\s*You were about to complete but (?:a hook|multiple hooks) blocked you/, // VS Code
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
  /^\s*\{\s*"status"\s*:\s*"(?:error|failed|failure)"/, // Roo Code
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
  if (
    failedEdit.test(text) ||
    missing.test(text.slice(0, 600)) ||
    (isCommand && (exit ?? 0) !== 0)
  ) {
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

function runVerdict(head: string, tail: string, command: CalledFor['command']): ResultVerdict {
  const exit = exitVerdict(exitCode(head, tail), command);
  return exit ?? (brokeDown.test(tail) ? 'failed' : 'passed');
}

/** A search that finds nothing ends with 1, and one that could not search with 2 or more. */
function exitVerdict(
  exit: number | undefined,
  command: CalledFor['command'],
): ResultVerdict | undefined {
  if (exit === undefined) return undefined;
  const hides = command?.hidesExitCode === true;
  if (exit !== 0) return hides && exit === 1 ? 'passed' : 'failed';
  return hides ? undefined : 'passed';
}

/** Last words of check programs when something is wrong, as their own output has them. */
const summedUpBadly = oneOf([
  /<summary passed=\d+ failed=[1-9]|<compileError>|\bhas the problem reported:/, // VS Code
  /^[^\S\n]*(?:Tests?|Test Files|Test Suites):?[^\S\n].*?\b[1-9]\d* failed/m, // vitest, jest
  /^(?:=+ )?(?:.*, )?[1-9]\d* (?:failed|errors?)\b.* in [\d.]+s|^=+ (?:FAILURES|ERRORS) =+/m, // pytest
  /^FAILED \(|^FAILURES!|^Tests: .*(?:Failures|Errors): [1-9]/m, // unittest, phpunit
  /^\s*[1-9]\d* (?:failing|failed|fail)$|\bexamples?, [1-9]\d* failures?|\bwith [1-9]\d* failures?\b/m, // mocha, playwright, bun, rspec, swift
  /^(?:#|ℹ) fail [1-9]|^FAIL(?:\s|$)|^--- FAIL|^\d+% tests passed, [1-9]\d* tests? failed/m, // node, go, ctest
  /\btest result: FAILED|^error: (?:test failed|could not compile|aborting due to)|^error(?:\[E\d+\])?: /m, // cargo
  /\bFailed: +[1-9]|\bFailures: [1-9]|\bErrors: [1-9]|\berror (?:TS|CS|MSB)\d+:/, // dotnet, maven, tsc
  /^Found [1-9]\d* errors?\b|^[1-9]\d* errors? generated|: (?:fatal )?error(?: [A-Z]+\d+)?: /m, // tsc, mypy, ruff, clang, javac
  /✖ \d+ problems? \([1-9]\d* errors?|^\s+\d+:\d+\s+error\s/m, // eslint
  /\bBUILD (?:FAILED|FAILURE)\b|\bBuild (?:FAILED|failed)\b|\bFailed to compile\b|\[build failed\]/, // gradle, maven, dotnet, bundlers, go
  /^npm (?:ERR!|error) |^make(?:\[\d+\])?: \*\*\* |\bSome tests failed\b/m, // npm, make, flutter
  /"severity"\s*:\s*"?(?:Error|error|8)\b|^- \[\S+ Error\]/m, // diagnostics as JSON, Roo Code
]);

const summedUpWell = oneOf([
  /<summary passed=[1-9]\d* failed=0/, // VS Code
  /^(?:<errors[^>]*>\s*)?No (?:errors|problems|issues|diagnostics|warnings)\b|\b0 problems\b|"diagnostics"\s*:\s*\[\s*\]|^\s*\[\s*\]\s*$/im,
  /^[^\S\n]*(?:Tests?|Test Files|Test Suites):?[^\S\n].*?\b[1-9]\d* passed/m, // vitest, jest
  /^(?:=+ )?(?:.*, )?[1-9]\d* passed\b.* in [\d.]+s/m, // pytest
  /^\s*[1-9]\d* (?:passing|passed|pass)\b|\bexamples?, 0 failures|\bwith 0 failures\b/m, // mocha, playwright, bun, rspec, swift
  /^ok\s+\S+\s+(?:\(cached\)|[\d.]+s)|^PASS$|^OK(?: \(|$)|^(?:#|ℹ) fail 0\b|\b100% tests passed/m, // go, unittest, phpunit, node, ctest
  /\btest result: ok\.|^\s*Finished [`\w]|\bAll tests passed/m, // cargo, flutter
  /^Found 0 errors|\bSuccess: no issues found|\bAll checks passed|✖ \d+ problems? \(0 errors/m, // tsc, mypy, ruff, eslint
  /\bBUILD SUCCESS|\bBuild succeeded|\bPassed! +-|\bcompiled successfully|\bbuilt in \d/i, // gradle, maven, dotnet, bundlers
]);

/** Where no program is known that sums up so. */
const soundsBad = oneOf([
  /\b[1-9]\d* (?:tests? |specs? |checks? |assertions? )?(?:failed|failing|failures?|errors?)\b/i,
  /^\S[^\n:]{0,200}:\d+:\d+: /m, // go vet, go build, ruff: a place and what is wrong there
  /\bcannot find (?:module|package|name)\b|\bModuleNotFoundError\b|^(?:\w*Error|\w*Exception|panic): |^Traceback |\bcommand not found\b/m,
  /\b(?:tests?|build|lint|checks?|compilation) (?:has |have )?failed\b/i,
]);
const soundsWell =
  /\ball (?:\d+ )?(?:tests|checks|specs) (?:have )?pass(?:ed)?\b|\b[1-9]\d* (?:tests? |specs? |checks? )?pass(?:ed|ing)?\b|(?<![=\w])(?:0|no) (?:failed|failures|errors)\b|\b(?:tests?|build|lint|checks?) (?:has |have )?(?:passed|succeeded)\b/i;

/** Words that look like a failure and say that there is none. */
const noFailures =
  /\b(?:0|no) (?:tests? |specs? )?(?:failed|failing|failures?|errors?)\b|\b(?:failed|failures|errors|fail)[:= ]{1,2}0\b/gi;

function checkVerdict(text: string, tail: string, command: CalledFor['command']): ResultVerdict {
  // An exit code of the check itself is the surest: tests may be called anything.
  const exit = command && !command.hidesExitCode ? exitCode(text, tail) : undefined;
  if (exit !== undefined) return exit === 0 ? 'passed' : 'failed';
  if (summedUpBadly.test(text)) return 'failed';
  if (summedUpWell.test(text)) return 'passed';
  if (soundsBad.test(text.replaceAll(noFailures, ''))) return 'failed';
  if (soundsWell.test(text)) return 'passed';
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
