/** A task, parsed from a prompt. */
export interface TaskPrompt {
  readonly type: string;
  readonly instruction: string;
  readonly file: { readonly path: string; readonly language: string; readonly text: string };
  readonly related: { readonly path: string; readonly text: string } | undefined;
  readonly target: { readonly startLine: number; readonly text: string };
  readonly earlier: readonly EarlierText[];
}

export interface EarlierText {
  readonly model: string;
  readonly shortcoming: string;
  readonly text: string;
}

export interface Section {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
}

const names = 'instruction|file|related|target|diagnostics|earlier-answer';

// A body can contain anything, even closing tags. So a section ends only where another section, or the
// end of the task, follows.
const section = new RegExp(
  `^<(${names})((?: [\\w-]+="[^"]*")*)>\\n([\\s\\S]*?)\\n</\\1>(?=\\n<(?:${names})[ >]|\\n</task>)`,
  'gm',
);

/** Undefined if the prompt is not a task. */
export function parseTaskPrompt(text: string): TaskPrompt | undefined {
  const type = /^<task type="([\w-]+)">$/m.exec(text)?.[1];
  if (!type) return undefined;
  return taskOf(type, sectionsIn(text, section));
}

/** The name, attributes and body of each section that a pattern finds. */
export function sectionsIn(text: string, pattern: RegExp): Section[] {
  return [...text.matchAll(pattern)].map(([, name = '', attributes = '', body = '']) => ({
    name,
    attributes: attributesOf(attributes),
    body,
  }));
}

export function taskOf(type: string, sections: readonly Section[]): TaskPrompt {
  const find = (name: string) => sections.find((found) => found.name === name);
  const file = find('file');
  const related = find('related');
  const target = find('target');
  return {
    type,
    instruction: find('instruction')?.body ?? '',
    file: {
      path: file?.attributes['path'] ?? 'file.ts',
      language: file?.attributes['language'] ?? '',
      text: file?.body ?? '',
    },
    related: related && { path: related.attributes['path'] ?? 'file.ts', text: related.body },
    target: {
      startLine: Number(target?.attributes['lines']?.split('-')[0] ?? 1),
      text: target?.body ?? '',
    },
    earlier: sections
      .filter(({ name }) => name === 'earlier-answer')
      .map(({ attributes, body }) => ({
        model: attributes['model'] ?? 'another model',
        shortcoming: attributes['shortcoming'] ?? '',
        text: body,
      })),
  };
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, key, value]) => [key ?? '', value ?? '']));
}
