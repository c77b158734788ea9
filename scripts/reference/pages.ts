import * as z from 'zod';
import { labelsShape } from '../../src/evaluation/files/readLabels.ts';
import { evaluationSchema } from '../../src/evaluation/files/shapes.ts';
import { policyTestsSchema } from '../../src/evaluation/policyTests/parsePolicyTests.ts';
import { workflowSchema } from '../../src/execution/workflow/parse/fileSchema.ts';
import { policySchema } from '../../src/routing/policy/parsePolicy.ts';
import { type Field, fieldsOf, type Listed, type Schema } from './fields.ts';
import type { Guide } from './guide.ts';
import { code } from './values.ts';

/*
 * The pages of the guide that nobody writes: `index.md` lists the pages as the README does, `files.md` every key
 * of the files in `.tierwise/`, and `reference.md` every name in package.json, each with the place in the guide
 * that explains it.
 */

/** What package.json contributes, as far as the pages list it. */
export interface Contributions {
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  readonly keybindings: readonly { readonly command: string; readonly key: string }[];
  readonly configuration: readonly {
    readonly title: string;
    readonly properties: Readonly<Record<string, Setting>>;
  }[];
  readonly views: Readonly<Record<string, readonly { readonly name: string }[]>>;
  readonly chatParticipants: readonly {
    readonly name: string;
    readonly commands: readonly Described[];
  }[];
  readonly languageModelTools: readonly {
    readonly toolReferenceName: string;
    readonly userDescription: string;
  }[];
}
interface Setting extends Schema {
  readonly enumDescriptions?: readonly string[];
}
interface Described {
  readonly name: string;
  readonly description: string;
}

const kinds = [
  ['Policies', '.tierwise/policy.yaml', 'rules.md', policySchema],
  [
    'Tests of a policy',
    '.tierwise/policy.test.yaml',
    'command-line.md#test-a-policy',
    policyTestsSchema,
  ],
  ['Workflows', '.tierwise/workflows/*.yaml', 'workflows.md', workflowSchema],
  ['Evaluations', '.tierwise/evaluations/*.yaml', 'evaluation.md', evaluationSchema],
  [
    'Labels of a judge',
    '.tierwise/evaluations/*.labels.yaml',
    'evaluation.md#check-the-judge',
    () => z.toJSONSchema(labelsShape),
  ],
] as const;

const made = '<!-- Made by `npm run build` from the code and the README: change it there. -->';

/** What the pages are made from. */
export interface Sources {
  readonly contributes: Contributions;
  readonly readme: string;
  /** What people wrote. */
  readonly guide: Guide;
}

/** The pages, by file name. */
export function referencePages({ contributes, readme, guide }: Sources): Record<string, string> {
  const listed: Listed = new Map();
  const files = filesPage(listed);
  return {
    'index.md': indexPage(readme),
    'files.md': files,
    'reference.md': namesPage(contributes, guide, listed),
  };
}

/** The README's list of pages, with links that lead there from the guide's own folder. */
function indexPage(readme: string): string {
  const list = readme.match(/^- \[.*\]\(docs\/guide\/.*$/gm) ?? [];
  return `# The guide

${made}

${list.join('\n').replaceAll('](docs/guide/', '](')}

[How Tierwise compares](../comparison.md) with other ways to route models.
`;
}

function filesPage(listed: Listed): string {
  const sections = kinds.map(([title, path, page, schema]) => {
    const anchor = `files.md#${title.toLowerCase().replaceAll(' ', '-')}`;
    const fields = fieldsOf(schema() as Schema, listed, (key) => `[${code(key)}](${anchor})`);
    return `## ${title}\n\n${code(path)}: see [${page.split('#')[0]}](${page}).\n\n${table(fields)}`;
  });
  return `# Files

${made}

You want to know every key of the files in \`.tierwise/\`. \`[]\` stands for each item of a list, \`<name>\` for a name of
yours. The editor completes and explains these keys, and shows a mistake at its line.

${sections.join('\n\n')}
`;
}

function namesPage(contributes: Contributions, guide: Guide, listed: Listed): string {
  const { commands, keybindings, configuration, views, chatParticipants } = contributes;
  const keysOf = (id: string) =>
    [...new Set(keybindings.filter(({ command }) => command === id).map(({ key }) => key))]
      .map((key) => `<kbd>${key}</kbd>`)
      .join(', ');
  const chat = chatParticipants.flatMap((each) => each.commands);
  return `# Settings and commands

${made}

You want to look up a name. Each leads to the place in this guide that explains it.

## Commands

In the Command Palette they begin with *Tierwise:*. Names of keys are those of Windows and Linux; on a Mac,
<kbd>cmd</kbd> takes the place of <kbd>ctrl</kbd>.

${rows(
  ['command', 'id, for key bindings', 'keys'],
  commands.map(({ command, title }) => [
    guide.linkTo(title, { kind: 'command', name: title }),
    code(command),
    keysOf(command),
  ]),
)}

## Views

${Object.values(views)
  .flat()
  .map(({ name }) => `- ${guide.linkTo(name, { kind: 'view', name })}`)
  .join('\n')}

## In the chat

${rows(
  ['with `@tierwise`', 'does'],
  chat.map(({ name, description }) => [
    guide.linkTo(code(`/${name}`), { kind: 'code', name: `/${name}` }),
    description,
  ]),
)}

${rows(
  ['tool', 'does'],
  contributes.languageModelTools.map(({ toolReferenceName: name, userDescription }) => [
    guide.linkTo(code(`#${name}`), { kind: 'code', name: `#${name}` }),
    userDescription,
  ]),
)}

## Settings

They are read from your user settings alone, never from those of a workspace.

${configuration
  .flatMap(({ title, properties }) => [
    `### ${title}`,
    ...Object.entries(properties).map(([name, setting]) =>
      settingSection(name, setting, { guide, listed }),
    ),
  ])
  .join('\n\n')}
`;
}

function settingSection(
  name: string,
  setting: Setting,
  { guide, listed }: { guide: Guide; listed: Listed },
): string {
  const words = setting.markdownDescription ?? setting.description ?? '';
  const choices = (setting.enum ?? []).map((value, index) => {
    const meaning = setting.enumDescriptions?.[index];
    return `- ${code(value)}${meaning === undefined ? '' : `: ${meaning}`}`;
  });
  const fields = fieldsOf(setting, listed, (key) => `\`${name}\`, ${code(key)}`);
  const value = setting.default === undefined ? '' : ` By default: ${code(setting.default)}.`;
  const place = guide.linkTo('In the guide', { kind: 'code', name });
  return [
    `#### ${name}`,
    `${onPage(words)}${value} ${place}.`,
    ...(choices.length > 0 ? [choices.join('\n')] : []),
    ...(fields.length > 0 ? [table(fields)] : []),
  ].join('\n\n');
}

/** Links to settings and commands, which only the settings editor knows. */
function onPage(words: string): string {
  return words
    .replaceAll(/`#(tierwise\.\w+)#`/g, '`$1`')
    .replaceAll(/\[([^\]]+)\]\(command:[^)]+\)/g, '*$1*');
}

function table(fields: readonly Field[]): string {
  return rows(
    ['key', 'value', 'meaning'],
    fields.map(({ path, value, description }) => [code(path), value, description]),
  );
}

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
