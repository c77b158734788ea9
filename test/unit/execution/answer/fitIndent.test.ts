import { expect, test } from 'vitest';
import { besideFence, fitIndent } from '../../../../src/execution/answer/fitIndent.ts';

test.each([
  ['without indentation it gets that of the original', 'a\n  b', '    x\n    y', '    a\n      b'],
  ['with indentation it comes as it is', '  a\n    b', '    x', '  a\n    b'],
  ['deeper than the original it comes as it is', '    a', 'x', '    a'],
  ['blank lines stay blank', 'a\n\nb', '  x', '  a\n\n  b'],
  ['no code stays none', '', '  x', ''],
  ['the first line that is not blank counts', '\nx', '\n  a\nb', '\n  x'],
  ['for a blank line it comes as it is', '  if (a) b();', '', '  if (a) b();'],
  ['also for one of spaces', 'a();', '      ', 'a();'],
  [
    'the same lines without indentation are not moved',
    'a {\n  b\n}',
    '  a {\n    b\n  }',
    '  a {\n    b\n  }',
  ],
])('%s', (_what, code, original, fitted) => {
  expect(fitIndent(code, original, { language: 'typescript' })).toBe(fitted);
});

// Shapes: getappmap/appmap-js#2095 (2024), fynnfluegge/doc-comments-ai#49 (2024), anomalyco/opencode#29573 (2026).
test.each([
  ['a method', 'typescript', 'a() {\n    b();\n  }', '  x', '  a() {\n    b();\n  }'],
  ['a statement', 'python', 'a = 1\n    b = 2', '    x', '    a = 1\n    b = 2'],
  ['a block', 'python', 'if a:\n        b()', '    x', '    if a:\n        b()'],
  ['a comment', 'python', '# a\n    b()', '    x', '    # a\n    b()'],
  ['a block without indentation', 'python', 'if a:\n    b()', '    x', '    if a:\n        b()'],
  ['a chain without indentation', 'typescript', 'a\n    .b();', '    x', '    a\n        .b();'],
  ['a call without indentation', 'python', 'a(\n    b,\n)', '    x', '    a(\n        b,\n    )'],
])('where the first line alone came bare: %s', (_what, language, code, original, fitted) => {
  expect(fitIndent(code, original, { language })).toBe(fitted);
});

// Shapes: microsoft/vscode#19227 (2017), sunjw/jstool#71 (2019), PowerShell/vscode-powershell#977 (2017).
test.each([
  ['typescript', 'a = `\nx\n`;\nb', '  a = `\nx\n`;\n  b'],
  ['typescript', '/**\n * a\n */\nb', '  /**\n   * a\n   */\n  b'],
  ['javascript', 'a = /`/;\nb', '  a = /`/;\n  b'],
  ['shellscript', 'cat <<EOF\nx\nEOF\nb', '  cat <<EOF\nx\nEOF\n  b'],
  ['shellscript', "# it's\nb", "  # it's\n  b"],
  ['shellscript', 'cat <<<word\nb', '  cat <<<word\n  b'],
  ['shellscript', 'a=$((1<<n))\nb', '  a=$((1<<n))\n  b'],
  ['shellscript', 'cat <<<"$a"\nb', '  cat <<<"$a"\n  b'],
  ['python', 'a("""\nx\n""")\nb', '  a("""\nx\n""")\n  b'],
  ['python', 'def a():\n  """x\n  y"""', '  def a():\n    """x\n    y"""'],
  ['php', '$a = <<<T\nx\nT;\nb', '  $a = <<<T\nx\nT;\n  b'],
  ['ruby', 'a = <<~T\n  x\nT\nb', '  a = <<~T\n  x\nT\n  b'],
  ['csharp', 'a = @"""x""\ny";\nb', '  a = @"""x""\ny";\n  b'],
  ['csharp', 'a = """"\n"""\n"""";\nb', '  a = """"\n"""\n"""";\n  b'],
  ['cpp', 'a = R"x(\n)")x";\nb', '  a = R"x(\n)")x";\n  b'],
  ['cpp', '#if A\na();\n#endif', '#if A\n  a();\n#endif'],
  ['rust', 'a = r#"\n"x\n"#;\nb', '  a = r#"\n"x\n"#;\n  b'],
  ['go', 'a := `\nx`\nb', '  a := `\nx`\n  b'],
  ['lua', 'a = [=[\n]]\n]=]\nb', '  a = [=[\n]]\n]=]\n  b'],
  ['sql', "select '\nx'\nb", "  select '\nx'\n  b"],
  ['powershell', 'a @"\nx\n"@\nb', '  a @"\nx\n"@\n  b'],
  ['ocaml', 'a {|\nx\n|}\nb', '  a {|\nx\n|}\n  b'],
  ['yaml', 'a: |\n  x\nb: 1', '  a: |\n    x\n  b: 1'],
  ['zig', 'a\nb', '  a\n  b'],
  ['zig', 'a """\nx\n"""', 'a """\nx\n"""'],
])('in %s texts stay where they are: %j', (language, code, fitted) => {
  expect(fitIndent(code, '  x', { language })).toBe(fitted);
});

// Shape: zed-industries/zed#16145 (2024).
test.each([
  ['python', 'a()', '    a()', [], 'a()'],
  ['yaml', 'a: 1', '  a: 1', [], 'a: 1'],
  ['java', 'a();', '    a();', ['b();'], 'a();'],
  ['java', 'a();', '    a();', ['b() {'], '    a();'],
])('in %s a line may be moved to the left: %j', (language, code, original, above, fitted) => {
  expect(fitIndent(code, original, { language, above })).toBe(fitted);
});

test('among tabs the steps of spaces become tabs', () => {
  const code = 'a {\n  b {\n    c\n  }\n}';
  const fitted = '\ta {\n\t\tb {\n\t\t\tc\n\t\t}\n\t}';
  expect(fitIndent(code, '\tx', { language: 'go' })).toBe(fitted);
});

test.each([
  ['   a\n     b\n', 'x', 'a\n  b\n'],
  ['   a\nb', 'x', 'a\nb'],
  ['   a', '   x', '   a'],
])('code beside a fence in a list: %j for %j', (code, original, bare) => {
  expect(besideFence(code, original, 3)).toBe(bare);
});
