import { commandEvidence, type FailedCommand } from './commandEvidence.ts';
import { outputLines } from './outputLines.ts';

/** A line on which a tool says that it cannot work at all, and what the developer can do then. */
interface Hindrance {
  readonly says: RegExp;
  readonly next: string;
}

const hindrances: readonly Hindrance[] = [
  {
    says: /^(?:\S+: )*(?:line )?(?:\d+: )?\S+: (?:command )?not found$|command not found|is not recognized as|spawn \S+ ENOENT|no such command/i,
    next: 'Install that program, or start it through what brings it, such as ["npx", …] or ["poetry", "run", …].',
  },
  {
    says: /no module named|cannot find (?:module|package) ['"](?![./])|locally installed gems|vendor\/autoload|run ["'`]\w+ generate/i,
    next: 'Install the packages of the project.',
  },
  {
    says: /missing script|command "\S+" not found|no rule to make target|task '\S+' not found|unrecognized arguments|unknown (?:option|command|argument)|not the tsc command/i,
    next: 'Correct the command in the setting tierwise.gateCommands.',
  },
  {
    says: /\bno tests? (?:ran|found|files|is available)|no inputs were found|(?:couldn't|could not) find an? \S*(?:config|pyproject)|go\.mod file not found/i,
    next: 'Set `cwd` of the command to the folder that it belongs to.',
  },
  { says: /EADDRINUSE|address already in use/i, next: 'End what uses that address.' },
  {
    says: /ECONNREFUSED|connection refused|cannot connect to the docker/i,
    next: 'Start what it connects to.',
  },
  {
    says: /EAI_AGAIN|getaddrinfo|could not resolve host|network is unreachable/i,
    next: 'Run it once yourself with a connection, so that it has what it loads.',
  },
  {
    says: /is not installed|engine \S+ is incompatible|unsupported engine|SDK was not found|JAVA_HOME|executable doesn't exist/i,
    next: 'Install what it asks for.',
  },
  {
    says: /permission denied|EACCES/i,
    next: 'Make that file executable, or start it through its interpreter, such as ["sh", "gradlew"].',
  },
  { says: /out of memory|no space left/i, next: 'Free some, or let it check less.' },
  {
    says: /not a git repository/i,
    next: 'The throwaway copy is no repository: leave out what needs git.',
  },
  {
    says: /frozen.lockfile|outdated_lockfile|updates to go\.mod needed/i,
    next: 'Bring the lock file up to date.',
  },
];
const inGeneral = 'Make it succeed on the project as it is; until then it cannot judge answers.';

/** Chosen by judgement, in characters: a line that is quoted in a sentence. */
const longestQuote = 160;

/**
 * Why a command fails on the untouched project: the line that tells most, and what to do next. Undefined when
 * it wrote nothing.
 */
export async function whyItFails(
  failed: FailedCommand,
): Promise<{ readonly says: string; readonly next: string } | undefined> {
  const lines = outputLines(failed.output, failed.folder).map((line) => line.trim());
  for (const line of lines) {
    const found = hindrances.find(({ says }) => says.test(line));
    if (found) return { says: shortened(line), next: found.next };
  }
  const [place, ...others] = await commandEvidence(failed);
  const said =
    place?.path !== undefined && others.length > 0
      ? `${place.path}, line ${place.line}: ${place.message.split('\n')[0]}`
      : (lines.findLast((line) => /\b(?:error|fail)/i.test(line)) ?? lines.at(-1));
  return said ? { says: shortened(said), next: inGeneral } : undefined;
}

function shortened(text: string): string {
  const bare = text.replace(/^[=\s]+|[=\s.]+$/g, '');
  return bare.length > longestQuote ? `${bare.slice(0, longestQuote - 1)}…` : bare;
}
