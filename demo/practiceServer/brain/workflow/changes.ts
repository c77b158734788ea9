import { capitalised, listed } from '../words.ts';
import type { StepPrompt } from './stepPrompt.ts';

/** The steps of "commit message" and "release notes". */
export function changesStep(step: StepPrompt): string | undefined {
  const fields = Object.keys(step.schema?.properties ?? {});
  if (fields.includes('breaking')) return JSON.stringify(sorted(step.section('commits') ?? ''));
  if (step.schema) return undefined;
  const diff = step.section('diff');
  if (diff !== undefined && step.text.startsWith('Write a commit message'))
    return commitMessage(diff);
  return step.text.startsWith('Write release notes') ? releaseNotes(step.text) : undefined;
}

interface ChangedFile {
  readonly path: string;
  readonly verb: 'Add' | 'Remove' | 'Change';
  readonly added: number;
  readonly removed: number;
}

function commitMessage(diff: string): string {
  const files = diff.split(/^(?=diff --git )/m).flatMap(changedFile);
  if (files.length === 0) return 'Change nothing (practice model: the diff is empty)';
  const [{ verb }] = files as [ChangedFile];
  const isOneKind = files.every((file) => file.verb === verb);
  const names = files.map(({ path }) => path.split('/').at(-1)!);
  const shown = names.length > 3 ? `${names.length} files` : listed(names);
  const sum = (key: 'added' | 'removed') => files.reduce((total, file) => total + file[key], 0);
  return [
    `${isOneKind ? verb : 'Change'} ${shown}`,
    '',
    `Lines added: ${sum('added')}, removed: ${sum('removed')}. (practice model)`,
  ].join('\n');
}

function changedFile(text: string): ChangedFile[] {
  const path = /^diff --git a\/.+ b\/(.+)$/m.exec(text)?.[1];
  if (path === undefined) return [];
  const isNew = /^new file mode/m.test(text);
  const isGone = /^deleted file mode/m.test(text);
  const count = (sign: RegExp) => text.match(sign)?.length ?? 0;
  return [
    {
      path,
      verb: isNew ? 'Add' : isGone ? 'Remove' : 'Change',
      added: count(/^\+(?!\+\+ )/gm),
      removed: count(/^-(?!-- )/gm),
    },
  ];
}

type Kind = 'added' | 'changed' | 'fixed' | 'breaking';

const signs: readonly (readonly [kind: Kind, words: RegExp])[] = [
  ['breaking', /^(?:\w+(?:\(.*?\))?!:|remove|drop|rename)/i],
  ['fixed', /^(?:fix|mend|repair|correct)/i],
  ['added', /^(?:feat|add|introduce|new)/i],
];

/** Sorts commits by the first word of their subject. */
function sorted(commits: string): Record<Kind, string[]> {
  const found: Record<Kind, string[]> = { added: [], changed: [], fixed: [], breaking: [] };
  for (const line of commits.split('\n')) {
    const subject = /^[\da-f]+ (.+)$/.exec(line.trim())?.[1];
    if (subject === undefined) continue;
    const kind = signs.find(([, words]) => words.test(subject))?.[0] ?? 'changed';
    const plain = subject.replace(/^\w+(?:\(.*?\))?!?:\s*/, '');
    found[kind].push(`${capitalised(plain).replace(/\.$/, '')}.`);
  }
  return found;
}

const headings: readonly Kind[] = ['breaking', 'added', 'changed', 'fixed'];

function releaseNotes(text: string): string {
  const entries = JSON.parse(text.slice(text.indexOf('{'))) as Partial<Record<Kind, string[]>>;
  const parts = headings.flatMap((kind) => {
    const lines = entries[kind] ?? [];
    return lines.length > 0
      ? [`## ${capitalised(kind)}\n\n${lines.map((line) => `- ${line}`).join('\n')}`]
      : [];
  });
  const all = parts.length > 0 ? parts : ['Nothing that a reader notices has changed.'];
  return [...all, '(practice model)'].join('\n\n');
}
