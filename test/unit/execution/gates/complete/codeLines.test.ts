import { expect, test } from 'vitest';
import { codeLines } from '../../../../../src/execution/gates/complete/codeLines.ts';

/** Each line's code and its other parts. */
function read(text: string, language: string) {
  return codeLines(text, language).map(({ code, comment, strings, startsInside }) => [
    code,
    {
      ...(comment !== undefined && { comment }),
      ...(strings.length > 0 && { strings }),
      ...(startsInside && { startsInside }),
    },
  ]);
}

test.each<[string, string, ReturnType<typeof read>]>([
  ['typescript', '', [['', {}]]],
  ['typescript', 'a(b);  ', [['a(b);', {}]]],
  [
    'typescript',
    'a;\r\nb;',
    [
      ['a;', {}],
      ['b;', {}],
    ],
  ],
  // Comments
  ['typescript', 'a; // one', [['a;', { comment: 'one' }]]],
  ['typescript', 'a; // one // two', [['a;', { comment: 'one // two' }]]],
  ['typescript', 'a /* one */ + b /* two */;', [['a  + b ;', { comment: 'one   two' }]]],
  [
    'typescript',
    'a; /* one\n two */ b;',
    [
      ['a;', { comment: 'one' }],
      [' b;', { comment: 'two', startsInside: true }],
    ],
  ],
  ['typescript', '/** what it is */ a;', [['              a;', {}]]],
  ['typescript', '/**/ a;', [[' a;', { comment: '' }]]],
  ['typescript', '/// one', [['', { comment: '/ one' }]]],
  [
    'rust',
    '/// what it is\n//! of the file\n// one',
    [
      ['', {}],
      ['', {}],
      ['', { comment: 'one' }],
    ],
  ],
  ['python', 'a # one', [['a', { comment: 'one' }]]],
  ['python', '# one', [['', { comment: 'one' }]]],
  ['sql', 'select 1 -- one', [['select 1', { comment: 'one' }]]],
  [
    'lua',
    'a --[[ one\ntwo ]] b',
    [
      ['a', { comment: '[[ one' }],
      ['two ]] b', {}],
    ],
  ],
  ['html', '<p> <!-- one --> // text', [['<p>  // text', { comment: 'one' }]]],
  ['shellscript', 'echo $# ${#list} a#b # one', [['echo $# ${#list} a#b', { comment: 'one' }]]],
  ['cobol', 'a # one // two', [['a', { comment: 'one // two' }]]],
  ['plaintext', '// a # b <!-- c -->', [['// a # b <!-- c -->', {}]]],
  // Strings
  ['typescript', 'a(\'b // c\', "d");', [['a(\'       , "  );', { strings: ['b // c', 'd'] }]]],
  ['typescript', "a('it\\'s') // b", [["a('      )", { comment: 'b', strings: ["it\\'s"] }]]],
  [
    'typescript',
    'a(`b ${c} // d`); // e',
    [['a(`           `);', { comment: 'e', strings: ['b ${c} // d'] }]],
  ],
  [
    'typescript',
    'a(`b\n// c\n`);',
    [
      ['a(`', { strings: ['b'] }],
      ['', { strings: ['// c'], startsInside: true }],
      ['`);', { strings: [''], startsInside: true }],
    ],
  ],
  ['typescript', 'a(`\\``); // b', [['a(`  `);', { comment: 'b', strings: ['\\`'] }]]],
  ['python', '"""Doc # a."""', [['"""        """', { strings: ['Doc # a.'] }]]],
  [
    'python',
    'a = """b\n# c\n""" # d',
    [
      ['a = """', { strings: ['b'] }],
      ['', { strings: ['# c'], startsInside: true }],
      ['"""', { comment: 'd', strings: [''], startsInside: true }],
    ],
  ],
  ['python', "a = '' # b", [["a = '", { comment: 'b', strings: [''] }]]],
  ['rust', "fn a<'b>() {} // c", [["fn a<'b>() {}", { comment: 'c' }]]],
  ['rust', "a('b') // c", [["a('  )", { comment: 'c', strings: ['b'] }]]],
  ['yaml', "a: it's # b", [["a: it's", { comment: 'b' }]]],
  // Regular expressions
  ['typescript', 'a(/[/\'"]/); // b', [['a(/);', { comment: 'b' }]]],
  ['typescript', 'return /\\/"\\//.test(a); // b', [['return /.test(a);', { comment: 'b' }]]],
  ['typescript', "a = b / c; // 'd", [['a = b / c;', { comment: "'d" }]]],
  [
    'typescript',
    "if (a || /'/.test(b)) c('d');",
    [["if (a || /.test(b)) c('  );", { strings: ['d'] }]],
  ],
  ['typescript', '/"/.test(a) // b', [['/.test(a)', { comment: 'b' }]]],
  ['typescript', 'a = /b', [['a = /b', {}]]],
  ['go', 'a = /"b"/', [['a = /"  /', { strings: ['b'] }]]],
  // Here-documents
  [
    'shellscript',
    'cat <<END # a\n# b\n  END\n# c',
    [
      ['cat <<END', { comment: 'a' }],
      ['', { strings: ['# b'], startsInside: true }],
      ['', { strings: ['  '], startsInside: true }],
      ['', { comment: 'c' }],
    ],
  ],
  [
    'shellscript',
    "cat <<-'END'\nEND x\nEND\na",
    [
      ["cat <<-'   '", { strings: ['END'] }],
      ['', { strings: ['END x'], startsInside: true }],
      ['', { strings: [''], startsInside: true }],
      ['a', {}],
    ],
  ],
  [
    'php',
    'a(<<<END\n// b\nEND;\nc // d',
    [
      ['a(<<<END', {}],
      ['', { strings: ['// b'], startsInside: true }],
      [';', { strings: [''], startsInside: true }],
      ['c', { comment: 'd' }],
    ],
  ],
  [
    'shellscript',
    '# cat <<END\na # b',
    [
      ['', { comment: 'cat <<END' }],
      ['a', { comment: 'b' }],
    ],
  ],
])('%s: %j', (language, text, lines) => {
  expect(read(text, language)).toEqual(lines);
});

test('a line that is very long is taken as it is, and does not end what is open', () => {
  const long = '*/ // "'.padEnd(2_001, 'x');
  const lines = codeLines(`/* a\n${long}\nb */ c`, 'typescript');
  expect(lines.map(({ code }) => code)).toEqual(['', long, ' c']);
  expect(lines.map(({ comment }) => comment)).toEqual(['a', undefined, 'b']);
  expect(lines.map(({ startsInside }) => startsInside)).toEqual([false, true, true]);
  expect(codeLines('// '.padEnd(2_000, 'x'), 'go')[0]!.code).toBe('');
});
