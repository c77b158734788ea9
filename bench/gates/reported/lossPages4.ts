import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Pages, styles and data files: something was to be added, and something else is gone or left out. */
export const lossPages4: readonly Shape[] = [
  {
    language: 'toml',
    path: 'pyproject.toml',
    instruction: 'Add a description to the project.',
    file: `
[project]
name = "kiosk"
version = "1.0"

[tool.ruff]
line-length = 100

[tool.mypy]
strict = true
`,
    change: [put(4, 'description = "A kiosk"')],
    answers: [
      {
        id: 'pyproject-toml-whole',
        kind: 'everything is there',
        source: reports.losesKeys,
        right: 'accept',
      },
      {
        id: 'pyproject-toml-lose',
        kind: 'members are gone without a word',
        source: reports.losesKeys,
        right: 'reject',
        beside: [cut(8, 9)],
      },
      {
        id: 'pyproject-toml-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(5, 9, '# ... rest of the file')],
      },
      {
        id: 'pyproject-toml-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(6, '# unchanged since 2020')],
      },
      {
        id: 'pyproject-toml-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(7, 9)],
        instruction: 'Remove [tool.mypy].',
        type: 'refactor',
      },
    ],
  },
];
