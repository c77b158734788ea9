import type { ReportedEdit } from './reportedCase.ts';
import { reports } from './sources.ts';

interface Part {
  readonly id: string;
  readonly language: string;
  readonly path: string;
  readonly source: string;
  readonly right: ReportedEdit['right'];
  readonly instruction: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly answer: string;
}

const listener = `class Main extends Activity {
  void onCreate() {
    a.setOnClickListener(new Listener() {
      @Override
      public void onClick(View v) {
        save();
      }
    });
    b.setOnClickListener(null);
  }
}
`;
const table = `CREATE TABLE guests (
  id integer PRIMARY KEY,
  name text NOT NULL
);

CREATE TABLE orders (
  id integer PRIMARY KEY
);
`;
const page = `<!doctype html>
<html>
<body>
<h1>Kiosk</h1>
<p>Open from nine to five.</p>
<p>Closed on Sundays.</p>
</body>
</html>
`;
const notes = `# Kiosk

Open from nine to five.

## Where

At the station.

## Who

Two of us.
`;
const options = `export const main = {
  data() {
    return { open: true };
  },
};
export const side = null;
`;
const config = `server:
  port: 80
  host: localhost
log:
  level: info
`;
const suite = `describe('cart', () => {
  it('adds', () => {
    run({
      setup() {
        return cart();
      },
    });
  });
  it('drops');
});
`;

const parts: readonly Part[] = [
  {
    id: 'second-listener',
    language: 'java',
    path: 'Main.java',
    source: reports.duplicateBlocks,
    right: 'accept',
    instruction: 'Let b clear the form.',
    file: listener,
    from: 9,
    to: 9,
    answer:
      '    b.setOnClickListener(new Listener() {\n      @Override\n      public void onClick(View v) {\n        clear();\n      }\n    });',
  },
  {
    id: 'listener-again',
    language: 'java',
    path: 'Main.java',
    source: reports.duplicateBlocks,
    right: 'reject',
    instruction: 'Let b clear the form.',
    file: listener,
    from: 9,
    to: 9,
    answer: '  void onCreate() {\n    b.setOnClickListener(this::clear);\n  }',
  },
  {
    id: 'second-data',
    language: 'javascript',
    path: 'src/options.js',
    source: reports.duplicateBlocks,
    right: 'accept',
    instruction: 'Give side its own data.',
    file: options,
    from: 6,
    to: 6,
    answer: 'export const side = {\n  data() {\n    return { open: false };\n  },\n};',
  },
  {
    id: 'data-again',
    language: 'javascript',
    path: 'src/options.js',
    source: reports.duplicateBlocks,
    right: 'reject',
    instruction: 'Give side its own data.',
    file: options,
    from: 6,
    to: 6,
    answer:
      'export const main = {\n  data() {\n    return { open: true };\n  },\n};\nexport const side = {};',
  },
  {
    id: 'second-setup',
    language: 'typescript',
    path: 'src/cart.test.ts',
    source: reports.duplicateBlocks,
    right: 'accept',
    instruction: 'Fill in the test of dropping.',
    file: suite,
    from: 9,
    to: 9,
    answer:
      "  it('drops', () => {\n    run({\n      setup() {\n        return cart(1);\n      },\n    });\n  });",
  },
  {
    id: 'page-for-line',
    language: 'html',
    path: 'index.html',
    source: reports.hugeChunks,
    right: 'reject',
    instruction: 'Open at eight.',
    file: page,
    from: 5,
    to: 5,
    answer: page.replace('nine', 'eight').trimEnd(),
  },
  {
    id: 'line-for-line-html',
    language: 'html',
    path: 'index.html',
    source: reports.hugeChunks,
    right: 'accept',
    instruction: 'Open at eight.',
    file: page,
    from: 5,
    to: 5,
    answer: '<p>Open from eight to five.</p>',
  },
  {
    id: 'document-for-line',
    language: 'markdown',
    path: 'README.md',
    source: reports.hugeChunks,
    right: 'reject',
    instruction: 'Open at eight.',
    file: notes,
    from: 3,
    to: 3,
    answer: notes.replace('nine', 'eight').trimEnd(),
  },
  {
    id: 'line-for-line-md',
    language: 'markdown',
    path: 'README.md',
    source: reports.hugeChunks,
    right: 'accept',
    instruction: 'Open at eight.',
    file: notes,
    from: 3,
    to: 3,
    answer: 'Open from eight to five.\n\nClosed on Sundays.',
  },
  {
    id: 'schema-for-line',
    language: 'sql',
    path: 'schema.sql',
    source: reports.hugeChunks,
    right: 'reject',
    instruction: 'Make the name optional.',
    file: table,
    from: 3,
    to: 3,
    answer: table.replace(' NOT NULL', '').trimEnd(),
  },
  {
    id: 'line-for-line-sql',
    language: 'sql',
    path: 'schema.sql',
    source: reports.hugeChunks,
    right: 'accept',
    instruction: 'Make the name optional.',
    file: table,
    from: 3,
    to: 3,
    answer: '  name text',
  },
  {
    id: 'config-for-line',
    language: 'yaml',
    path: 'app.yaml',
    source: reports.hugeChunks,
    right: 'reject',
    instruction: 'Use port 8080.',
    file: config,
    from: 2,
    to: 2,
    answer: config.replace('80', '8080').trimEnd(),
  },
  {
    id: 'line-for-line-yaml',
    language: 'yaml',
    path: 'app.yaml',
    source: reports.hugeChunks,
    right: 'accept',
    instruction: 'Use port 8080.',
    file: config,
    from: 2,
    to: 2,
    answer: '  port: 8080',
  },
];

/** Answers that hold more of the file than was asked for, and answers that only look like it. */
export const scopeCases: readonly ReportedEdit[] = parts.map(({ answer, ...rest }) => ({
  ...rest,
  kind:
    rest.right === 'accept'
      ? 'something of its own is taken for a copy'
      : 'the whole file in place of the selection',
  type: 'feature',
  answer: `\`\`\`${rest.language}\n${answer}\n\`\`\``,
}));
