import { expect, test } from 'vitest';
import { codeLines } from '../../../../../src/execution/gates/complete/codeLines.ts';
import {
  columnsBefore,
  declarationsIn,
} from '../../../../../src/execution/gates/complete/declarations.ts';

const declared = (text: string, language: string) => declarationsIn(codeLines(text, language));

test.each<[language: string, code: string, name: string]>([
  ['typescript', 'export async function load(path: string) {', 'load'],
  ['typescript', 'function* each() {', 'each'],
  ['typescript', 'export default class Cart extends Base {', 'Cart'],
  ['typescript', 'interface Item {', 'Item'],
  ['typescript', 'type Total = number;', 'Total'],
  ['typescript', 'const total = (items: Item[]) => sum(items);', 'total'],
  ['typescript', 'export let $count = 0;', '$count'],
  ['typescript', '  total(items: Item[]): number {', 'total'],
  ['typescript', '  private static async load(path = "a(b)") {', 'load'],
  ['typescript', '  get size() {', 'size'],
  ['typescript', '  #hidden() {', 'hidden'],
  ['typescript', '  map<T>(one: T): T {', 'map'],
  ['typescript', '  @logged total() {', 'total'],
  ['typescript', 'total(\n  items: Item[],\n  rate: number,\n): number {', 'total'],
  ['java', '    public static List<Item> itemsOf(Cart cart) {', 'itemsOf'],
  ['java', '    public void close() throws IOException {', 'close'],
  ['java', '    @Override public int size() {', 'size'],
  ['csharp', '        public int Total(int a) => a + 1;', 'Total'],
  ['csharp', '        public int Total(int a)\n        {', 'Total'],
  [
    'csharp',
    '        private async Task<int> Load(string path)\n            where T : class\n        {',
    'Load',
  ],
  ['go', 'func (c *Cart) Total() int {', 'Total'],
  ['go', 'type Cart struct {', 'Cart'],
  ['rust', '    pub(crate) unsafe fn total(&self) -> u32 {', 'total'],
  ['rust', 'impl fmt::Display for Amount {', 'impl Display for Amount'],
  ['rust', 'impl Amount {', 'impl Amount'],
  ['rust', 'pub static mut COUNT: u32 = 0;', 'COUNT'],
  ['rust', 'macro_rules! total {', 'total'],
  ['python', 'def total(items):', 'total'],
  ['python', '    async def load(self):', 'load'],
  ['python', 'class Cart(Base):', 'Cart'],
  ['shellscript', 'total() {', 'total'],
  ['kotlin', 'enum class Tier {', 'Tier'],
  ['ruby', 'def self.total(items)', 'total'],
  ['cpp', 'int *total(int a) {', 'total'],
])('%s: %j declares %s', (language, code, name) => {
  expect(declared(code, language).map((each) => each.name)).toEqual([name]);
});

test.each<[language: string, code: string]>([
  ['typescript', 'total(items);'],
  ['typescript', 'total(items)'],
  ['typescript', 'if (total(items)) {'],
  ['typescript', '} else if (total(items)) {'],
  ['typescript', 'for (const item of items) {'],
  ['typescript', 'while (more()) {'],
  ['typescript', 'switch (kind(item)) {'],
  ['typescript', '} catch (error) {'],
  ['typescript', 'return total(items) || {'],
  ['typescript', 'throw new Problem(() => {'],
  ['typescript', 'items.forEach(visit).then(() => {'],
  ['typescript', "test('adds', () => {"],
  ['typescript', 'super(items) // {'],
  ['typescript', 'visit(items)[0] = {'],
  ['typescript', 'visit(items).then = {'],
  ['typescript', 'sum = total(items) || {'],
  ['typescript', '  const inside = 1;'],
  ['rust', '    Some(value) => total(value),'],
  ['rust', '    match find(value) {'],
  ['java', '    Some(a)\n    total = 1;\n    {'],
  ['kotlin', 'visit(items).also {'],
  ['python', 'total(items)'],
  ['typescript', 'export default function (items) {'],
  ['csharp', '        lock (gate)\n        {'],
  ['csharp', '        using (open()) {'],
  ['typescript', ''],
  ['typescript', '(items) {'],
  ['typescript', '// function total() {'],
  ['typescript', "log('function total() {');"],
])('%s: %j declares nothing', (language, code) => {
  expect(declared(code, language)).toEqual([]);
});

test('a declaration knows its line, its columns and its head in one line', () => {
  const code = [
    'class Cart {',
    '\ttotal(',
    '\t\titems: Item[],',
    '\t): number {',
    '\t\treturn sum(items);',
    '\t}',
    '}',
    '',
    'export function first(items: Item[])',
    '{',
    '  return items[0];',
    '}',
  ];
  expect(declared(code.join('\n'), 'typescript')).toEqual([
    { name: 'Cart', line: 0, indent: 0, head: 'class Cart' },
    { name: 'total', line: 1, indent: 4, head: 'total( items: Item[], ): number' },
    { name: 'first', line: 8, indent: 0, head: 'export function first(items: Item[])' },
  ]);
});

test.each([
  ['def total(items):\n    return 1', 'python', 'def total(items)'],
  ['def total(\n    items,\n    rate,\n):\n    return 1', 'python', 'def total( items, rate, )'],
  [
    'fn total<T>(all: T) -> u32\nwhere\n    T: Copy,\n{',
    'rust',
    'fn total<T>(all: T) -> u32 where',
  ],
  ['void close()\n    throws A {\n', 'java', 'void close() throws A'],
  ['type Total = number;\nnext();', 'typescript', 'type Total = number;'],
  ['const total = () =>\n  1;', 'typescript', 'const total = () =>'],
])('the head of %j', (code, language, head) => {
  expect(declared(code, language)[0]?.head).toBe(head);
});

test('a head that never ends is cut after twelve lines', () => {
  const code = ['function total(', ...Array.from({ length: 20 }, (_, at) => `a${at},`)].join('\n');
  const [first] = declared(code, 'typescript');
  expect(first?.head).toBe(
    `function total( ${Array.from({ length: 11 }, (_, at) => `a${at},`).join(' ')}`,
  );
});

test('very long lines are not looked at', () => {
  const short = 'function total() {'.padEnd(500, ' a');
  expect(declared(short, 'typescript')).toHaveLength(1);
  expect(declared(`${short}b`, 'typescript')).toHaveLength(0);
});

test.each([
  ['a', 0],
  ['  a', 2],
  ['\ta', 4],
  ['\t  a', 6],
])('the columns before %j', (line, columns) => {
  expect(columnsBefore(line)).toBe(columns);
});
