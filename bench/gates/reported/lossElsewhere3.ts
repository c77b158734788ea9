import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Languages that few look at: something was to be added, and something else is gone or left out. */
export const lossElsewhere3: readonly Shape[] = [
  {
    language: 'erb',
    path: 'app/views/post.erb',
    instruction: 'Add the date under the title.',
    file: `
<h1><%= post.title %></h1>
<div id="text"><%= post.text %></div>
<div id="notes">
  <p><%= post.notes %></p>
</div>
<footer>end</footer>
`,
    change: [put(2, '<p id="date"><%= post.date %></p>')],
    answers: [
      {
        id: 'post-erb-whole',
        kind: 'everything is there',
        source: reports.wipesProfile,
        right: 'accept',
      },
      {
        id: 'post-erb-lose',
        kind: 'members are gone without a word',
        source: reports.wipesProfile,
        right: 'reject',
        beside: [cut(3, 5)],
      },
      {
        id: 'post-erb-elide',
        kind: 'code left out is not seen',
        source: reports.restOfContent,
        right: 'reject',
        instead: [cut(2, 5, '<%# rest of the template %>')],
      },
      {
        id: 'post-erb-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(2, '<%# existing notes come below %>')],
      },
      {
        id: 'post-erb-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(3, 5)],
        instruction: 'Remove the notes.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'handlebars',
    path: 'item.hbs',
    instruction: 'Add the price.',
    file: `
<article id="item">
  <h2>{{title}}</h2>
  <p>{{text}}</p>
  <ul id="tags">{{#each tags}}<li>{{this}}</li>{{/each}}</ul>
  <button id="buy">Buy</button>
</article>
`,
    change: [put(4, '  <p id="price">{{price}}</p>')],
    answers: [
      {
        id: 'item-hbs-whole',
        kind: 'everything is there',
        source: reports.wipesProfile,
        right: 'accept',
      },
      {
        id: 'item-hbs-lose',
        kind: 'members are gone without a word',
        source: reports.wipesProfile,
        right: 'reject',
        beside: [cut(4, 4)],
      },
      {
        id: 'item-hbs-elide',
        kind: 'code left out is not seen',
        source: reports.restOfContent,
        right: 'reject',
        instead: [cut(3, 5, '  {{!-- ... existing content ... --}}')],
      },
      {
        id: 'item-hbs-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(4, '  {{!-- other tags are hidden --}}')],
      },
      {
        id: 'item-hbs-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(4, 4)],
        instruction: 'Remove the tags.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'latex',
    path: 'paper.tex',
    type: 'docs',
    instruction: 'Add a sentence on costs to the middle.',
    file: `
\\section{Start}
Why we did it.

\\section{Middle}
How we did it.
What we saw.

\\section{End}
What it means.
`,
    change: [put(7, 'It was cheap.')],
    answers: [
      {
        id: 'paper-tex-whole',
        kind: 'everything is there',
        source: reports.removesLines,
        right: 'accept',
      },
      {
        id: 'paper-tex-lose',
        kind: 'members are gone without a word',
        source: reports.removesLines,
        right: 'reject',
        beside: [cut(8, 9)],
      },
      {
        id: 'paper-tex-elide',
        kind: 'code left out is not seen',
        source: reports.restOfContent,
        right: 'reject',
        instead: [cut(4, 9, '% the remaining sections stay the same')],
      },
      {
        id: 'paper-tex-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(5, '% existing figures are left untouched')],
      },
      {
        id: 'paper-tex-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(7, 9)],
        instruction: 'Remove the section End.',
        type: 'refactor',
      },
    ],
  },
];
