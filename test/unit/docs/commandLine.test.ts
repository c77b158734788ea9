import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guidePages } from '../../../scripts/reference/write.ts';
import { root } from '../../../scripts/tools.mjs';
import { runCli } from '../../support/commandLine.ts';
import { fencesIn, tableIn } from '../../support/markdown.ts';

const pages = guidePages(root);
const page = pages.find(({ name }) => name === 'command-line.md')!.text;
const program = 'node dist/cli.js ';

/** Each line that calls the program, with what it needs that is not at hand. */
const calls = pages.flatMap(({ text }) =>
  fencesIn(text)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text: lines, info }) =>
      lines
        .split('\n')
        .filter((line) => line.startsWith(program))
        .map((line) => ({ line, needs: info.replace('needs=', '') })),
    ),
);

/** The words of a line, as a shell takes them apart. */
function argumentsOf(line: string): string[] {
  const words = line.slice(program.length).matchAll(/"([^"]*)"|\S+/g);
  return [...words].map(([word, quoted]) => quoted ?? word);
}

test.each(calls)('$line has options that its command explains', async ({ line }) => {
  const [name = '', ...rest] = argumentsOf(line);
  const { code, out } = await runCli([name, '--help']);
  expect(code).toBe(0);
  const options = rest.filter((word) => word.startsWith('--'));
  expect(options.filter((option) => !new RegExp(`${option}\\b`).test(out))).toEqual([]);
});

test('every option in the text is one of the command line', async () => {
  const names = tableIn(page, 'command').map(([name = '']) => name.replaceAll('`', ''));
  const usages = await Promise.all(names.map((name) => runCli([name, '--help'])));
  const usage = usages.map(({ out }) => out).join('\n');
  const options = [...page.matchAll(/`[^`\n]*`/g)].flatMap(
    ([code]) => code.match(/--[a-z-]+/g) ?? [],
  );
  expect(options.length).toBeGreaterThan(8);
  expect(options.filter((each) => each !== '--help' && !usage.includes(each))).toEqual([]);
});

test('the table has each command, and the one of exit codes each code', async () => {
  const { out } = await runCli(['--help']);
  const commands = [...out.matchAll(/^ {2}([a-z-]+) +[a-z]/gm)].map(([, name]) => `\`${name}\``);
  expect(
    tableIn(page, 'command')
      .map(([name]) => name)
      .toSorted(),
  ).toEqual(commands.toSorted());
  const { out: usage } = await runCli(['evaluate', '--help']);
  const [, codes = ''] = /Exit code: (.*)/s.exec(usage) ?? [];
  const numbers = [...codes.matchAll(/(?:^|· )(\d)/g)].map(([, code]) => code);
  expect(tableIn(page, 'exit code').map(([code]) => code)).toEqual(numbers);
});

const folder = mkdtempSync(join(tmpdir(), 'tierwise-guide-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});
for (const { info, text } of fencesIn(page)) {
  const path = /^file=(\S+)$/.exec(info)?.[1];
  if (path === undefined) continue;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const says: Readonly<Record<string, RegExp>> = {
  classify: /"id":"one","taskType":"\w+","confidence":[\d.]+,"reasoning":[\d.]+,"signals":\[/,
  plan: /races need reasoning/,
  'test-policy': /<testsuites tests="2" failures="0"/,
  simulate: /small/,
};

test.each(calls.filter(({ needs }) => needs === ''))(
  '$line runs as it stands',
  async ({ line }) => {
    const args = argumentsOf(line);
    const { code, out, err } = await runCli(args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(says[args[0] ?? ''] ?? /^$/);
  },
);
