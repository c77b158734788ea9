import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Pages, styles and data files: something was to be added, and something else is gone or left out. */
export const lossPages2: readonly Shape[] = [
  {
    language: 'markdown',
    path: 'docs/guide.md',
    type: 'docs',
    instruction: 'Add how it is stopped under Use.',
    file: `
# Kiosk

What it is.

## Set up

Install it, then start it.

## Use

Call it by its name.

## Licence

MIT
`,
    change: [cut(11, 11, 'Call it by its name. Stop it with Ctrl+C.')],
    answers: [
      {
        id: 'guide-md-whole',
        kind: 'everything is there',
        source: reports.removesLines,
        right: 'accept',
      },
      {
        id: 'guide-md-lose',
        kind: 'members are gone without a word',
        source: reports.removesLines,
        right: 'reject',
        beside: [cut(13, 16)],
      },
      {
        id: 'guide-md-elide',
        kind: 'code left out is not seen',
        source: reports.restOfContent,
        right: 'reject',
        instead: [cut(9, 15, '... (rest of the document unchanged)')],
      },
      {
        id: 'guide-md-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(9, 'Everything else stays the same, and so on.', '')],
      },
      {
        id: 'guide-md-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(12, 15)],
        instruction: 'Remove the licence.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'css',
    path: 'site.css',
    instruction: 'Add a hover colour to the navigation.',
    file: `
.nav {
  color: red;
}

.main {
  color: blue;
}

#foot {
  color: green;
}

.wide > a {
  color: black;
}
`,
    change: [put(4, '', '.nav:hover {', '  color: orange;', '}')],
    answers: [
      {
        id: 'site-css-whole',
        kind: 'everything is there',
        source: reports.wipesProfile,
        right: 'accept',
      },
      {
        id: 'site-css-lose',
        kind: 'members are gone without a word',
        source: reports.wipesProfile,
        right: 'reject',
        beside: [cut(9, 12)],
      },
      {
        id: 'site-css-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(5, 11, '/* rest of code ... */')],
      },
      {
        id: 'site-css-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(2, '  /* the same as before in print */')],
      },
      {
        id: 'site-css-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(12, 15)],
        instruction: 'Remove .wide > a.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'scss',
    path: 'theme.scss',
    instruction: 'Add a class for a dialog with the box.',
    file: `
$gap: 8px;
$edge: 1px;

@mixin box {
  padding: $gap;
}

.card {
  @include box;
}

.list {
  border: $edge solid;
}
`,
    change: [put(15, '', '.dialog {', '  @include box;', '}')],
    answers: [
      {
        id: 'theme-scss-whole',
        kind: 'everything is there',
        source: reports.revertsFeatures,
        right: 'accept',
      },
      {
        id: 'theme-scss-lose',
        kind: 'members are gone without a word',
        source: reports.revertsFeatures,
        right: 'reject',
        beside: [cut(8, 11)],
      },
      {
        id: 'theme-scss-elide',
        kind: 'code left out is not seen',
        source: reports.keepPrevious,
        right: 'reject',
        instead: [cut(4, 14, '// ... keep the previous styles ...')],
      },
      {
        id: 'theme-scss-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(5, '  // The remaining sides follow.')],
      },
      {
        id: 'theme-scss-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(8, 11)],
        instruction: 'Remove .card.',
        type: 'refactor',
      },
    ],
  },
];
