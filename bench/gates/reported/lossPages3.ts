import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Pages, styles and data files: something was to be added, and something else is gone or left out. */
export const lossPages3: readonly Shape[] = [
  {
    language: 'sql',
    path: 'schema.sql',
    instruction: 'Add a column paid to the orders.',
    file: `
CREATE TABLE guests (
  id integer PRIMARY KEY,
  name text NOT NULL,
  mail text
);

CREATE TABLE orders (
  id integer PRIMARY KEY,
  guest integer NOT NULL
);

CREATE INDEX orders_guest ON orders (guest);
`,
    change: [cut(9, 9, '  guest integer NOT NULL,', '  paid boolean NOT NULL')],
    answers: [
      {
        id: 'schema-sql-whole',
        kind: 'everything is there',
        source: reports.losesPart,
        right: 'accept',
      },
      {
        id: 'schema-sql-lose',
        kind: 'members are gone without a word',
        source: reports.losesPart,
        right: 'reject',
        beside: [cut(4, 4), cut(3, 3, '  name text NOT NULL')],
      },
      {
        id: 'schema-sql-elide',
        kind: 'code left out is not seen',
        source: reports.remainSame,
        right: 'reject',
        instead: [cut(1, 6, '-- the rest stays as it is')],
      },
      {
        id: 'schema-sql-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(7, '-- Existing rows are left untouched.')],
      },
      {
        id: 'schema-sql-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(11, 12)],
        instruction: 'Drop the index orders_guest.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'yaml',
    path: 'compose.yaml',
    instruction: 'Add a variable PORT to web.',
    file: `
services:
  web:
    image: kiosk
    ports: [80]
  store:
    image: postgres
    volumes: [data]
  cache:
    image: redis
volumes:
  data:
`,
    change: [put(5, '    environment:', '      PORT: 80')],
    answers: [
      {
        id: 'compose-yaml-whole',
        kind: 'everything is there',
        source: reports.losesRules,
        right: 'accept',
      },
      {
        id: 'compose-yaml-lose',
        kind: 'members are gone without a word',
        source: reports.losesRules,
        right: 'reject',
        beside: [cut(8, 9)],
      },
      {
        id: 'compose-yaml-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(5, 9, '  # ... rest of the services')],
      },
      {
        id: 'compose-yaml-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(3, '    # other ports stay the same')],
      },
      {
        id: 'compose-yaml-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(8, 9)],
        instruction: 'Remove the cache.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'json',
    path: 'package.json',
    instruction: 'Add a script named start.',
    file: `
{
  "name": "kiosk",
  "version": "1.0.0",
  "scripts": {
    "build": "tsc",
    "test": "vitest",
    "lint": "oxlint"
  },
  "license": "MIT"
}
`,
    change: [cut(7, 7, '    "lint": "oxlint",', '    "start": "node ."')],
    answers: [
      {
        id: 'package-json-whole',
        kind: 'everything is there',
        source: reports.losesKeys,
        right: 'accept',
      },
      {
        id: 'package-json-lose',
        kind: 'members are gone without a word',
        source: reports.losesKeys,
        right: 'reject',
        beside: [cut(9, 9), cut(8, 8, '  }')],
      },
      {
        id: 'package-json-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(9, 9), cut(8, 8, '  }')],
        instruction: 'Remove the license.',
        type: 'refactor',
      },
      {
        id: 'package-json-drop-script',
        kind: 'members are gone without a word',
        source: reports.losesConfig,
        right: 'reject',
        instead: [cut(6, 7, '    "start": "node ."')],
        instruction: 'Add a script named start.',
        type: 'feature',
      },
    ],
  },
];
