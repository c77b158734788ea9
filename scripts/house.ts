// npm test house: prints how the house stands, and fails where it breaks its laws.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { houseProblems } from '../test/support/houseRules.ts';
import { longFunctions } from '../test/support/longFunctions.ts';
import { readingProblems } from '../test/support/readingRules.ts';
import { roomProblems } from '../test/support/roomRules.ts';
import { writeProblems } from '../test/support/writeRules.ts';
import { root } from './tools.mjs';

/** A function on one screen is read at a glance; one on two has to be explained. */
const screen = 40;
const mostLines = 60;

const tree = new Map(
  globSync('{src,media}/**/*.ts', { cwd: root }).map((path) => [
    path.replaceAll('\\', '/'),
    readFileSync(join(root, path), 'utf8'),
  ]),
);
const reasons = JSON.parse(
  readFileSync(join(root, 'test', 'longFunctions.json'), 'utf8'),
) as Readonly<Record<string, string>>;
const long = [...tree].flatMap(([path, source]) => longFunctions(path, source, screen));
const problems = [
  ...[...tree].flatMap(([path, source]) => houseProblems(path, source)),
  ...[...tree].flatMap(([path, source]) => writeProblems(path, source)),
  ...roomProblems(tree),
  ...readingProblems(tree),
  ...long
    .filter(({ lines }) => lines > mostLines)
    .map(({ name, lines }) => `${name} has ${lines} lines; ${mostLines} is the most`),
  ...long
    .filter(({ name }) => !(name in reasons))
    .map(
      ({ name, lines }) => `${name} has ${lines} lines and no reason in test/longFunctions.json`,
    ),
  ...Object.keys(reasons)
    .filter((name) => !long.some((each) => each.name === name))
    .map((name) => `${name} is not long any more: take it out of test/longFunctions.json`),
];

const sizes = [...tree.values()].map((source) => source.trimEnd().split('\n').length);
const folders = Map.groupBy(tree.keys(), (path) => path.slice(0, path.lastIndexOf('/')));
console.log(`Files: ${tree.size} in ${folders.size} folders`);
console.log(
  `Most files in a folder: ${Math.max(...[...folders.values()].map((each) => each.length))}`,
);
console.log(`Longest file: ${Math.max(...sizes)} lines`);
console.log(`Functions over ${screen} lines: ${long.length}`);
for (const { name, lines } of long.toSorted((a, b) => b.lines - a.lines)) {
  console.log(`  ${lines}  ${name}: ${reasons[name] ?? 'no reason'}`);
}
console.log(`Breaches of the laws, circles and upward imports among them: ${problems.length}`);
for (const problem of problems) console.log(`  ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
