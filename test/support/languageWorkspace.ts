import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A file, some of its lines, and two ways to rewrite them. */
export interface LanguageCase {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly [number, number];
  readonly bad: string;
  readonly good: string;
  /** The error of the bad one, as the stronger model receives it. */
  readonly told: RegExp;
}

/** Makes a folder with these files. */
export function languageWorkspace(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-languages-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

const script = 'let total = 0;\nexport function add(price) {\n  total += price;\n}\n';
const twice = 'export function add(price) {\n  let count = 1;\n  let count = 2;\n}';
const once = 'export function add(price) {\n  let count = 2;\n  total += price * count;\n}';
const styles = 'a {\n  color: red;\n}\n\nb {\n  color: blue;\n}\n';

function styleCase(language: string): LanguageCase {
  return {
    file: `shop.${language}`,
    text: styles,
    lines: [5, 7],
    bad: 'b {\n  color blue;\n}',
    good: 'b {\n  color: green;\n}',
    told: /line 6: colon expected/,
  };
}

// The server takes longer to check the middle of the file than the visible part. A line in four is slow: that is
// half a second of checking.
const slowLine = (index: number) =>
  `export const v${index} = [1].map((x) => ({ x, y: [x].map((z) => ({ z, u: [z].flatMap((w) => [w, { w }]) })) }));`;
const slowLines = Array.from({ length: 600 }, (_, index) =>
  index % 4 === 0 ? slowLine(index) : `export const v${index} = ${index};`,
);

/** One case for each language that VS Code's own servers check, and errors at the end of long files. */
export const languageCases: readonly LanguageCase[] = [
  {
    file: 'shop.js',
    text: script,
    lines: [2, 4],
    bad: 'export function add(price) {\n  let count = ;\n  total += price * count;\n}',
    good: once,
    told: /line 3: Expression expected/,
  },
  {
    file: 'checked.js',
    text: `// @ts-check\n${script}`,
    lines: [3, 5],
    bad: twice,
    good: once,
    told: /line 4: Cannot redeclare block-scoped variable 'count'/,
  },
  {
    file: 'view.jsx',
    text: `const twice = 1;\n${script}`,
    lines: [3, 5],
    bad: 'export function add(price) {\n  return <b>{price}</i>;\n}',
    good: 'export function add(price) {\n  total += price;\n  return <b>{total}</b>;\n}',
    told: /line 4: (Expected corresponding|JSX element)/,
  },
  ...['css', 'scss', 'less'].map(styleCase),
  {
    file: 'shop.json',
    text: '{\n  "name": "shop",\n  "open": true\n}\n',
    lines: [2, 2],
    bad: '  "name": "shop" // the name',
    good: '  "name": "bookshop",',
    told: /line 2: Comments are not permitted in JSON/,
  },
  {
    file: 'shop.jsonc',
    text: '{\n  // Comments are welcome here.\n  "name": "shop"\n}\n',
    lines: [3, 4],
    bad: '  "name": "shop"',
    good: '  "name": "bookshop"\n}',
    told: /line \d: Expected comma/,
  },
  {
    file: 'shop.html',
    text: '<p>Books</p>\n<script>\n  let open = 1;\n</script>\n',
    lines: [2, 4],
    bad: '<script>\n  let open = 1;\n  let open = 2;\n</script>',
    good: '<script>\n  let open = 2;\n</script>',
    told: /line 3: Cannot redeclare block-scoped variable 'open'/,
  },
  {
    // The missing brace is reported at the end of the file.
    file: 'open.ts',
    text: 'export const one = 1;\nexport function two(): number {\n  return 2;\n}\n',
    lines: [2, 4],
    bad: 'export function two(): number {\n  return 2;',
    good: 'export function two(): number {\n  return one + one;\n}',
    told: /line \d: '}' expected/,
  },
  {
    // The file has two errors before the edit, one of them in the replaced lines.
    file: 'wrong.ts',
    text: "export const one: number = 'one';\nexport const two: number = 'two';\n",
    lines: [2, 2],
    bad: 'export const two: boolean = 2;',
    good: 'export const two: number = 2;',
    told: /failed: languages\/wrong\.ts, line 2: Type 'number' is not assignable to type 'boolean'\.\./,
  },
  {
    // The error is far from the change, outside the visible part.
    file: 'long.ts',
    text: `export const first: number = last();\n${slowLines.join('\n')}\nexport function last(): number {\n  return 1;\n}\n`,
    lines: [602, 604],
    bad: "export function last(): string {\n  return '1';\n}",
    good: 'export function last(): number {\n  return 2;\n}',
    told: /line 1: Type 'string' is not assignable to type 'number'/,
  },
];
