import type { ReportedEdit } from './reportedCase.ts';

/** One file whose lines from `from` to `to` are answered with `answer`. */
export interface Snippet {
  readonly id: string;
  readonly language: string;
  readonly path: string;
  /** Omitted where no report was found. */
  readonly source?: string;
  readonly right: ReportedEdit['right'];
  readonly instruction: string;
  readonly type?: ReportedEdit['type'];
  readonly file: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly answer: readonly string[];
}

const newer = 'valid code that the grammar does not know';
const slip = 'a slip beside code that the grammar does not know';

/** The case of a snippet. */
export function caseOf({ file, answer, type = 'feature', ...rest }: Snippet): ReportedEdit {
  return {
    ...rest,
    kind: rest.right === 'accept' ? newer : slip,
    type,
    file: `${file.join('\n')}\n`,
    answer: `\`\`\`${rest.language}\n${answer.join('\n')}\n\`\`\``,
  };
}
