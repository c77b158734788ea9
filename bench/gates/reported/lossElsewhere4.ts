import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Languages that few look at: something was to be added, and something else is gone or left out. */
export const lossElsewhere4: readonly Shape[] = [
  {
    language: 'terraform',
    path: 'net.tf',
    instruction: 'Add an output with the id of the network.',
    file: `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "one" {
  vpc_id = aws_vpc.main.id
}

variable "region" {
  default = "eu"
}
`,
    change: [put(12, '', 'output "vpc" {', '  value = aws_vpc.main.id', '}')],
    answers: [
      {
        id: 'net-tf-whole',
        kind: 'everything is there',
        source: reports.losesConfig,
        right: 'accept',
      },
      {
        id: 'net-tf-lose',
        kind: 'members are gone without a word',
        source: reports.losesConfig,
        right: 'reject',
        beside: [cut(9, 11)],
      },
      {
        id: 'net-tf-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(1, 8, '# ... existing resources')],
      },
      {
        id: 'net-tf-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(10, '  # other regions stay as they are')],
      },
      {
        id: 'net-tf-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(8, 11)],
        instruction: 'Remove the variable region.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'graphql',
    path: 'schema.graphql',
    instruction: 'Add a field age to Guest.',
    file: `
type Guest {
  id: ID!
  name: String!
  mail: String
}

type Query {
  guest(id: ID!): Guest
  guests: [Guest!]!
}
`,
    change: [put(5, '  age: Int')],
    answers: [
      {
        id: 'kiosk-graphql-whole',
        kind: 'everything is there',
        source: reports.losesPart,
        right: 'accept',
      },
      {
        id: 'kiosk-graphql-lose',
        kind: 'members are gone without a word',
        source: reports.losesPart,
        right: 'reject',
        beside: [cut(9, 9)],
      },
      {
        id: 'kiosk-graphql-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(2, 4, '  # ... existing fields')],
      },
      {
        id: 'kiosk-graphql-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(8, '  # existing guests are left untouched')],
      },
      {
        id: 'kiosk-graphql-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(4, 4)],
        instruction: 'Remove the field mail.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'typescript',
    path: 'src/sum.test.ts',
    type: 'test',
    instruction: 'Write a test for numbers below zero.',
    file: `
import { expect, test } from 'vitest';
import { sum } from './sum.ts';

test('two numbers', () => {
  expect(sum([1, 2])).toBe(3);
});

test('no numbers', () => {
  expect(sum([])).toBe(0);
});

test('one number', () => {
  expect(sum([4])).toBe(4);
});
`,
    change: [
      put(15, '', 'test("numbers below zero", () => {', '  expect(sum([-1])).toBe(-1);', '});'),
    ],
    answers: [
      {
        id: 'sum-test-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'sum-test-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(8, 11)],
      },
      {
        id: 'sum-test-elide',
        kind: 'code left out is not seen',
        source: reports.restOfMethods,
        right: 'reject',
        instead: [cut(4, 14, '// ... other tests ...')],
      },
      {
        id: 'sum-test-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(9, '  // The rest of the list is empty.')],
      },
      {
        id: 'sum-test-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(7, 10)],
        instruction: 'Remove the test for no numbers.',
        type: 'refactor',
      },
    ],
  },
];
