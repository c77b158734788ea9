import { inEnglish, type Say, toSay } from '../../routing/say.ts';

/** Fields that say what runs, and when. */
const running: ReadonlyMap<string, string> = new Map(
  Object.entries({
    scripts: toSay('npm runs its scripts when somebody installs, tests or builds'),
    bin: toSay('it puts programs where your shell finds them'),
    gypfile: toSay('npm builds native code by it when somebody installs'),
    binary: toSay('npm fetches programs by it when somebody installs'),
    husky: toSay('git runs it at each commit'),
    'simple-git-hooks': toSay('git runs it at each commit'),
    'pre-commit': toSay('git runs it at each commit'),
    'pre-push': toSay('git runs it at each push'),
    gitHooks: toSay('git runs it at each commit'),
    'lint-staged': toSay('git runs it at each commit'),
    lefthook: toSay('git runs it at each commit'),
    packageManager: toSay('the package manager that it names is fetched and run'),
    devEngines: toSay('the package manager that it names is fetched and run'),
    volta: toSay('the programs that it names are fetched and run'),
    workspaces: toSay('npm installs what these folders name'),
    publishConfig: toSay('it says where packages are published'),
    config: toSay('tools that run at each commit or build read it'),
    // Extensions of an editor load these when a file is opened.
    eslintConfig: toSay('an extension of your editor runs what it names'),
    prettier: toSay('an extension of your editor runs what it names'),
    stylelint: toSay('an extension of your editor runs what it names'),
    babel: toSay('an extension of your editor runs what it names'),
    jest: toSay('an extension of your editor runs what it names'),
  }),
);

const installing = toSay('packages are installed by it, and packages run with your rights');
const installed: ReadonlySet<string> = new Set([
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'bundledDependencies',
  'bundleDependencies',
  'overrides',
  'resolutions',
  'pnpm',
  'dependenciesMeta',
  'trustedDependencies',
  'allowScripts',
  'patchedDependencies',
  'catalog',
  'catalogs',
]);

/** Fields that are only read. Any other field may be one that a tool runs. */
const inert: ReadonlySet<string> = new Set([
  'name',
  'version',
  'description',
  'keywords',
  'homepage',
  'bugs',
  'license',
  'licenses',
  'author',
  'contributors',
  'maintainers',
  'funding',
  'repository',
  'private',
  'engines',
  'os',
  'cpu',
  'libc',
  'main',
  'module',
  'browser',
  'types',
  'typings',
  'typesVersions',
  'exports',
  'imports',
  'files',
  'type',
  'sideEffects',
  'browserslist',
  'displayName',
  'publisher',
  'categories',
  'icon',
  'contributes',
  'activationEvents',
  'badges',
  'qna',
  'preview',
]);
const unknown = toSay('a tool that reads this field may run what it names');

/** The most names of a field, letters of a name and fields that a question lists. Chosen by judgement. */
const mostNames = 8;
const mostLetters = 60;
const mostRisks = 12;

/**
 * What a change to a package.json makes run, a risk for each field: `npm runs its scripts … (scripts:
 * postinstall)`. Empty when nothing of that changes. A text that is not JSON cannot be judged, which is a
 * risk of its own.
 */
export function manifestRisks(before: string, after: string, say: Say = inEnglish): string[] {
  const now = fieldsOf(after);
  if (!now) return [say('it would not be valid JSON, so nobody can say what npm would run')];
  const then = fieldsOf(before) ?? {};
  const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  const risks = fields.flatMap((field) => {
    const names = inert.has(field) ? undefined : changedNames(then[field], now[field]);
    return names === undefined
      ? []
      : [`${say(riskOf(field))} (${[short(field), ...names].join(': ')})`];
  });
  const more = risks.length - mostRisks;
  return more > 0 ? [...risks.slice(0, mostRisks), say('{0} more fields change', more)] : risks;
}

function short(name: string): string {
  return name.length > mostLetters ? `${name.slice(0, mostLetters)}…` : name;
}

function riskOf(field: string): string {
  return installed.has(field) ? installing : (running.get(field) ?? unknown);
}

function fieldsOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined when both are the same; else the names in it that differ, in one text, where it has names. */
function changedNames(then: unknown, now: unknown): string[] | undefined {
  if (JSON.stringify(then) === JSON.stringify(now)) return undefined;
  if (!isObject(then ?? {}) || !isObject(now ?? {})) return [];
  const [old, young] = [then ?? {}, now ?? {}] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(old!), ...Object.keys(young!)])].filter(
    (name) => JSON.stringify(old![name]) !== JSON.stringify(young![name]),
  );
  // The order of the names differs and nothing else.
  if (names.length === 0) return undefined;
  const more = names.length > mostNames ? [`and ${names.length - mostNames} more`] : [];
  return [[...names.slice(0, mostNames).map(short), ...more].join(', ')];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
