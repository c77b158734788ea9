import { canSee } from '../models.ts';
import { allDefects } from './defects/allDefects.ts';
import { lineOf } from './source.ts';
import type { Work } from './work.ts';

export interface Finding {
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

/** A JSON array of what the model sees, in the order of the lines. */
export function review(work: Work): string {
  const rows = findings(work).map((finding) => `  ${JSON.stringify(finding)}`);
  return rows.length > 0 ? `[\n${rows.join(',\n')}\n]` : '[]';
}

export function findings({ source, skill }: Pick<Work, 'source' | 'skill'>): Finding[] {
  return allDefects
    .filter(({ needs }) => canSee(skill, needs))
    .flatMap(({ severity, find }) =>
      find(source).map(({ node, message }) => ({ line: lineOf(node), severity, message })),
    )
    .toSorted((one, other) => one.line - other.line);
}
