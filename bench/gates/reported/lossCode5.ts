import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Classes and functions: something was to be added, and something else is gone or left out. */
export const lossCode5: readonly Shape[] = [
  {
    language: 'c',
    path: 'list.c',
    instruction: 'Add a function that finds the largest value.',
    file: `
#include <stdlib.h>

struct node {
  int value;
  struct node *next;
};

int length(struct node *at) {
  int n = 0;
  for (; at; at = at->next) n++;
  return n;
}

int sum(struct node *at) {
  int n = 0;
  for (; at; at = at->next) n += at->value;
  return n;
}

int first(struct node *at) {
  return at->value;
}
`,
    change: [
      put(
        20,
        'int largest(struct node *at) {',
        '  int n = at->value;',
        '  for (; at; at = at->next) if (at->value > n) n = at->value;',
        '  return n;',
        '}',
        '',
      ),
    ],
    answers: [
      {
        id: 'list-c-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'list-c-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(14, 19)],
      },
      {
        id: 'list-c-elide',
        kind: 'code left out is not seen',
        source: reports.restOfFile,
        right: 'reject',
        instead: [cut(8, 18, '// ... rest of the file unchanged')],
      },
      {
        id: 'list-c-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(9, '  // Remaining nodes are counted, too.')],
      },
      {
        id: 'list-c-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(14, 19)],
        instruction: 'Remove sum.',
        type: 'refactor',
      },
    ],
  },
];
