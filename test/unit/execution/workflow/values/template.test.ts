import { expect, test } from 'vitest';
import type { JsonSchema } from '../../../../../src/execution/workflow/jsonSchema.ts';
import { checkTemplate } from '../../../../../src/execution/workflow/parse/checkTemplate.ts';
import {
  evaluateArgument,
  renderTemplate,
  TemplateError,
} from '../../../../../src/execution/workflow/values/template.ts';
import { objectValue, orNull } from '../../../../../src/execution/workflow/values/valueSchema.ts';

const text = { type: 'string' };
const spots = { type: 'array', items: objectValue({ path: text, line: { type: 'integer' } }) };
const scope = new Map<string, JsonSchema>([
  ['diff', objectValue({ text, spots })],
  ['skipped', orNull(objectValue({ text }))],
  ['anything', {}],
]);

const right = [
  'no tag at all',
  '{{ diff.text }} and {{ diff.text | upcase | truncate: 10 }}',
  '{% for spot in diff.spots %}{{ spot.path }}{% endfor %}',
  '{% for spot in diff.spots %}{% if spot.line > 2 %}{{ spot.path }}{% endif %}{% endfor %}',
  '{% for all in anything.list %}{% for one in all.inner %}{{ one.more }}{{ forloop.index }}{% endfor %}{% endfor %}',
  '{% for spot in diff.spots %}{% assign spot = anything %}{{ spot.other }}{% endfor %}',
  '{% for spot in (1..3) %}{{ spot }}{% endfor %}',
  '{% if diff.spots.size > 0 %}{{ diff.spots.first.path }}{% endif %}',
  '{{ diff.spots[0].line }} {{ diff.spots.last.path }} {{ diff.text.size }}',
  '{{ skipped.text }}',
  '{{ anything.at.all }}',
  '{% assign first = diff.spots | first %}{{ first.path }}',
  '{% raw %}{{ not.a.value }}{% endraw %}',
];
test.each(right)('%s is right', (template) => {
  expect(checkTemplate(template, scope)).toEqual([]);
});

// What is marked is between « and ».
const wrong: [template: string, message: RegExp][] = [
  ['one {{ «dif» }}', /"dif".*Did you mean "diff"/],
  ['one\n  {{ diff.«txt» }}', /"diff" has no "txt".*"text"/],
  ['{{ diff.spots.first.«lin» }}', /has no "lin".*"line"/],
  ['{{ diff.text.«path» }}', /"diff.text" is a text/],
  ['{% for spot in diff.«spot» %}{% endfor %}', /has no "spot".*"spots"/],
  ['{% for spot in diff.spots %}{{ spot.«pth» }}{% endfor %}', /"spot" has no "pth".*"path"/],
  [
    '{% for a in diff.spots %}{% if a.line %}{% for b in diff.spots %}{{ a.«lin» }}{% endfor %}{% endif %}{% endfor %}',
    /"a" has no "lin".*"line"/,
  ],
  ['{% if diff.«ext» %}{% endif %}', /has no "ext"/],
  ['{{ diff.text | append: diff.«more» }}', /has no "more"/],
  ['{{ diff.text | «uppcase» }}', /no filter "uppcase".*"upcase"/],
  ['{{ diff.«__proto__» }}', /has no "__proto__"/],
  ["«{% render 'x' %}»", /no tag "render"/],
  ["«{% layout 'x' %}»", /no tag "layout"/],
  ['«{% if diff %}»open', /not closed/],
];
test.each(wrong)('%s is reported at its place', (marked, message) => {
  const template = marked.replaceAll(/[«»]/g, '');
  const place = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
  expect(checkTemplate(template, scope)).toMatchObject([
    { ...place, message: expect.stringMatching(message) },
  ]);
});

const rendered: [template: string, values: Record<string, unknown>, text: string][] = [
  ['{{ a }}', { a: 'x' }, 'x'],
  ['{{ a }}', { a: { b: 1 } }, '{\n  "b": 1\n}'],
  ['{{ a }}', { a: [1] }, '[\n  1\n]'],
  ['{{ a }}{{ a.b }}', { a: null }, ''],
  ['{{ a }}', { a: '{{ b }} {% if %}' }, '{{ b }} {% if %}'],
  ['{{ a }}', { a: '<b> & "c"' }, '<b> & "c"'],
  ['{{ a }} {{ b }}', { a: 0, b: false }, '0 false'],
  ['{{ a | map: "constructor" | join }}', { a: [{ b: 1 }] }, ''],
];
test.each(rendered)('%s with %j', (template, values, expected) => {
  expect(renderTemplate(template, values)).toBe(expected);
});

const refused: [name: string, template: string, values: Record<string, unknown>][] = [
  ['an unknown name', '{{ a }}', {}],
  ['an unknown field', '{{ a.b }}', { a: {} }],
  ['a constructor', '{{ a.constructor }}', { a: {} }],
  ['a prototype', '{{ a.__proto__.x }}', { a: {} }],
  ['a field that is inherited', '{{ a.b }}', { a: Object.create({ b: 1 }) }],
  ['too long a text', '{{ a }}{{ a }}', { a: 'x'.repeat(600_000) }],
  ['a loop without end', `${'{% for i in (1..9999) %}'.repeat(3)}x${'{% endfor %}'.repeat(3)}`, {}],
];
test.each(refused)('%s is refused when it is filled in', (_, template, values) => {
  expect(() => renderTemplate(template, values)).toThrow(TemplateError);
});

const given: [argument: string | number | boolean, value: unknown][] = [
  ['{{ a.lines }}', 3],
  ['  {{a.list}} ', [1, 2]],
  ['line {{ a.lines }}', 'line 3'],
  ['{{ a.list.size }}', 2],
  ['{{ a.list.last }}', 2],
  ['{{ none.lines }}', null],
  ['plain', 'plain'],
  [7, 7],
  [true, true],
];
test.each(given)('the argument %j', (argument, value) => {
  const values = { a: { lines: 3, list: [1, 2] }, none: null };
  expect(evaluateArgument(argument, values)).toEqual(value);
});

test('an argument that leads nowhere is refused', () => {
  expect(() => evaluateArgument('{{ a.constructor }}', { a: {} })).toThrow(TemplateError);
});

test('a range without end is refused before it is made', () => {
  const template = '{% for i in (1..50000000) %}x{% endfor %}';
  expect(() => renderTemplate(template, {})).toThrow(/memory/);
});
