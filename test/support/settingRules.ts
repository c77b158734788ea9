/** A setting, or a part of one, as a manifest describes it. */
interface Schema {
  readonly order?: unknown;
  readonly scope?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}

interface Category {
  readonly title?: string;
  readonly order?: unknown;
  readonly properties: Readonly<Record<string, Schema>>;
}

interface Contributions {
  readonly configuration: readonly Category[];
  readonly commands: readonly { readonly command: string; readonly title: string }[];
}

/** What is missing or wrong in the settings that a manifest contributes, for the people who read them. */
export function settingProblems({ configuration, commands }: Contributions): string[] {
  const titles = configuration.map(({ title }) => title);
  const keys = configuration.flatMap(({ properties }) => Object.keys(properties));
  const links = linkProblems(keys, new Map(commands.map((each) => [each.command, each.title])));
  return [
    ...(titles.every(Boolean) && new Set(titles).size === titles.length
      ? []
      : ['each category has a title of its own']),
    ...inOrder('the categories', configuration),
    ...configuration.flatMap(({ title, properties }) =>
      inOrder(`the settings of ${title}`, Object.values(properties)),
    ),
    ...configuration.flatMap(({ properties }) =>
      Object.entries(properties).flatMap(([key, setting]) => [
        ...ownProblems(key, setting),
        ...links(key, setting),
        ...enumProblems(key, setting),
      ]),
    ),
  ];
}

function inOrder(what: string, parts: readonly { readonly order?: unknown }[]): string[] {
  const isCounted = parts.every(({ order }, index) => order === index + 1);
  return isCounted ? [] : [`${what} are not counted from 1 in the order in which they stand`];
}

const scopes = new Set(['application', 'machine', 'machine-overridable', 'window', 'resource']);

function ownProblems(key: string, setting: Schema): string[] {
  const said = [setting.description, setting.markdownDescription].filter(
    (each) => each !== undefined,
  );
  const [first = ''] = said;
  return [
    ...(typeof setting.scope === 'string' && scopes.has(setting.scope)
      ? []
      : [`${key} has no scope`]),
    ...('default' in setting ? [] : [`${key} has no default`]),
    ...(said.length === 1 ? [] : [`${key} has ${said.length} descriptions`]),
    ...(/^[A-Z][a-z]+s [^]*[.!]$/.test(first)
      ? []
      : [`${key} does not begin with what it does, in whole sentences`]),
  ];
}

/** Finds links to settings that there are not, and commands that have another name. */
function linkProblems(keys: readonly string[], titles: ReadonlyMap<string, string>) {
  return (key: string, setting: Schema): string[] => {
    const texts = [setting.markdownDescription ?? '', ...(setting.markdownEnumDescriptions ?? [])];
    const text = texts.join('\n');
    const settings = [...text.matchAll(/`#(tierwise\.[\w.]+)#`/g)].map(([, to]) => to!);
    const commands = [...text.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\)/g)];
    const plain = [setting.description ?? '', ...(setting.enumDescriptions ?? [])].join('\n');
    return [
      ...settings
        .filter((to) => !keys.includes(to) || to === key)
        .map((to) => `${key} links to ${to}`),
      ...commands
        .filter(([, label, to]) => titles.get(to!) !== label)
        .map(([, label, to]) => `${key} calls ${to} ${label}`),
      ...(/`#|\(command:/.test(plain) ? [`${key} has a link in plain text`] : []),
    ];
  };
}

/** Lists of values without words for each, in the setting and all its parts. */
function enumProblems(path: string, part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { enum: values, enumDescriptions, markdownEnumDescriptions } = part as Schema;
  const said = enumDescriptions ?? markdownEnumDescriptions ?? [];
  const isSaid =
    !Array.isArray(values) || (said.length === values.length && said.every((each) => each.trim()));
  return [
    ...(isSaid ? [] : [`${path} has values without words`]),
    ...Object.entries(part).flatMap(([key, inner]) => enumProblems(`${path}.${key}`, inner)),
  ];
}
