import type { ToolKind } from './toolKind.ts';

/** What a command of a terminal does, as far as its words show it. */
export interface CommandFacts {
  readonly kind: Extract<ToolKind, 'read' | 'edit' | 'run' | 'check'>;
  /** What a check looks at; set for checks alone. */
  readonly checks?: CheckedThing;
  /** Its exit code says nothing of the work: a search without hits, or a pipe whose last part answers. */
  readonly hidesExitCode: boolean;
  /** Such as `npm test`. */
  readonly title: string;
  /** Paths that the command names. */
  readonly paths: readonly string[];
}

/** Checks of different things do not speak for each other. */
export type CheckedThing = 'tests' | 'build' | 'lint' | 'errors';

/** The longest command that is looked at, in characters. Scripts in a command come after its words. */
const longest = 4_000;

export function readCommand(written: string): CommandFacts {
  const text = written.slice(0, longest);
  const here = text.search(/<<-?\s*['"]?\w/);
  // What follows `<<` is the text that the command is given.
  const head = here < 0 ? text : text.slice(0, text.indexOf('\n', here) >>> 0);
  const chains = head
    .split(/&&|\|\||;|\n/)
    .map((each) => each.split(/\|(?!\|)/).map(bare))
    .filter(([first]) => first !== undefined && first !== '' && !setsUp.test(first));
  const firsts = chains.map(([first]) => first!);
  const checks = firsts.map(checkedBy);
  const at = checks.findLastIndex((each) => each !== undefined);
  const main = firsts[Math.max(at, 0)] ?? '';
  const isEdit = /(?:^|[\s;&|(])apply_patch\b/.test(text) || firsts.some((each) => writes(each));
  const isReading = firsts.length > 0 && firsts.every((each) => reads.test(each));
  const kind = at >= 0 ? 'check' : isEdit ? 'edit' : isReading ? 'read' : 'run';
  const last = chains.at(-1) ?? [];
  return {
    kind,
    ...(at >= 0 && { checks: checks[at]! }),
    hidesExitCode:
      last.length > 1 || searches.test(last.at(-1) ?? '') || /\|\|\s*(?:true|:|echo)\b/.test(head),
    title: main.split(/\s+/).slice(0, 3).join(' ').slice(0, 60),
    paths: pathsIn(kind === 'edit' ? text : head),
  };
}

/** What the program of a command is started with, and what says nothing of what it does. */
const wrapper =
  /^(?:\(|\$\s+|[A-Z_][A-Z0-9_]*=\S*\s+|(?:sudo|time|nice(?: -n ?\d+)?|nohup|env|command|exec|npx(?: --?\S+)*|bunx|pnpm (?:exec|dlx)|yarn (?:exec|dlx)|npm exec(?: --)?|poetry run|uv run|pipenv run|bundle exec|python3? -m|py -m|timeout \S+|dotenv|cross-env|corepack)\s+|\.\/node_modules\/\.bin\/|node_modules\/\.bin\/)/;

function bare(part: string): string {
  let left = part.trim();
  for (let match = wrapper.exec(left); match; match = wrapper.exec(left))
    left = left.slice(match[0].length);
  return left;
}

const setsUp =
  /^(?:(?:cd|pushd|popd|export|set|source|alias|echo|printf|clear|sleep|true|Set-Location)\b|\.\s)(?![^>]*>)/;
const searches =
  /^(?:grep|egrep|rg|ag|diff|cmp|test|\[|which|where|type|find|pgrep|git (?:diff|grep)|Select-String)(?:\s|$)/;
const reads =
  /^(?:cat|ls|dir|ll|tree|head|tail|less|more|wc|sed -n|awk|grep|egrep|rg|ag|fd|find|which|where|type|file|stat|du|pwd|nl|sort|uniq|cut|jq|diff|cmp|env|Get-Content|Get-ChildItem|Select-String|git (?:status|diff|log|show|blame|grep|ls-files|branch(?: -\w+)?$|rev-parse|remote -v))(?:\s|$)(?![^|]*(?<![0-9&])>\s*[^&\s])/;

function writes(part: string): boolean {
  return (
    /^(?:sed\b[^|]*\s-i|perl\b[^|]*\s-[a-z]*i|tee\b|patch\b|git (?:apply|mv|rm|restore|checkout --)|mv|cp|rm|touch|mkdir|Set-Content|Add-Content|New-Item|Remove-Item)(?:\s|$)/.test(
      part,
    ) || /^(?:cat|echo|printf)\b[^|]*(?<![0-9&])>{1,2}\s*[^&\s>]/.test(part)
  );
}

/** Programs that check work, and what they look at. The first that fits wins. */
const checkers: readonly (readonly [CheckedThing, RegExp])[] = [
  [
    'lint',
    /^(?:eslint|oxlint|biome (?:check|lint|ci)|ruff(?: check)?|flake8|pylint|rubocop|golangci-lint|clippy|cargo clippy|stylelint|shellcheck|ktlint|prettier\b.*--check|black --check|cargo fmt\b.*--check)(?:\s|$)/,
  ],
  [
    'lint',
    /^(?:npm|pnpm|yarn|bun|deno|make|just|task|composer)(?: run)?(?: -\S+)*\s+(?:\S*lint\S*)(?:\s|$)/,
  ],
  [
    'build',
    /^(?:tsc|vue-tsc|mypy|pyright|basedpyright|go (?:build|vet)|cargo (?:check|build)|dotnet build|msbuild|javac|gcc|g\+\+|clang|rustc|swift build|cmake --build|make(?: all| build)?$|make -j\S*$|ninja|mvn\b.*\b(?:compile|package|install)|(?:\.\/|\.\\)?gradlew?(?:\.bat)?\b.*\b(?:build|assemble|compile\w+)|next build|vite build|webpack|rollup|esbuild|svelte-check|astro check|flutter (?:build|analyze)|dart analyze|phpstan|psalm|py_compile|compileall)(?:\s|$)/,
  ],
  [
    'build',
    /^(?:npm|pnpm|yarn|bun|deno|make|just|task|composer)(?: run)?(?: -\S+)*\s+(?:\S*(?:build|compile|typecheck|type-check|types|tsc)\S*|check)(?:\s|$)/,
  ],
  [
    'tests',
    /^(?:vitest|jest|mocha|ava|tap|pytest|py\.test|unittest|tox|nox|nose2|go test|gotestsum|cargo (?:test|nextest)|dotnet (?:test|vstest)|rspec|rake (?:test|spec)|rails test|phpunit|pest|(?:\.\/)?vendor\/bin\/(?:phpunit|pest)|ctest|swift test|flutter test|dart test|playwright test|cypress run|karma|node\b.*--test|deno test|bun test|mix test|sbt\b.*\btest|lein test|mvn\b.*\b(?:test|verify)|(?:\.\/|\.\\)?gradlew?(?:\.bat)?\b.*\b(?:test|check|\w*Test)|bazel test|zig build test|stack test|cabal test)(?:\s|$)/,
  ],
  [
    'tests',
    /^(?:npm|pnpm|yarn|bun|make|just|task|composer)(?: run)?(?: -\S+)*\s+(?:t|tst|\S*(?:test|spec|e2e)\S*)(?:\s|$)/,
  ],
  [
    'tests',
    /^(?:python3?|node|bash|sh|deno run|tsx|ts-node|ruby|php)\s+(?:-\S+\s+)*\S*(?:test|spec)\S*(?:\s|$)/,
  ],
];

function checkedBy(part: string): CheckedThing | undefined {
  if (/^(?:npm|pnpm|yarn|bun) (?:i|install|add|ci)\b/.test(part)) return undefined;
  return checkers.find(([, program]) => program.test(part))?.[0];
}

const pathToken =
  /(?<![\w$/.~@-])(?:[A-Za-z]:)?[\w.@~-]*(?:[\\/][\w.@~+-]+)*\.[A-Za-z]\w{0,9}(?![\w/\\(*])/g;

function pathsIn(text: string): readonly string[] {
  const patched = patchedPaths(text);
  if (patched.length > 0) return patched;
  const found = [...text.matchAll(pathToken)].map(([path]) => path);
  return [...new Set(found.filter((path) => !/^-|^https?:|^\.\w+$/.test(path)))].slice(0, 20);
}

/** Files that a patch changes, in the form of Codex or of `diff -u`. */
export function patchedPaths(text: string): readonly string[] {
  const heads = text.matchAll(
    /^(?:\*\*\* (?:Update|Add|Delete) File: |\*\*\* Move to: |\+\+\+ (?:b\/)?(?!\/dev\/null))([^\t\r\n]{1,500})/gm,
  );
  return [...new Set([...heads].map(([, path]) => path!.trim()))];
}
