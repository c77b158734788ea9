import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Classes and functions: something was to be added, and something else is gone or left out. */
export const lossCode1: readonly Shape[] = [
  {
    language: 'typescript',
    path: 'src/store.ts',
    instruction: 'Add a method that clears the store.',
    file: `
export class Store {
  private seats = new Map<string, number>();

  open(id: string): void {
    this.seats.set(id, 0);
  }

  close(id: string): void {
    this.seats.delete(id);
  }

  size(): number {
    return this.seats.size;
  }
}
`,
    change: [put(15, '', '  clear(): void {', '    this.seats.clear();', '  }')],
    answers: [
      {
        id: 'store-ts-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'store-ts-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(8, 11)],
      },
      {
        id: 'store-ts-elide',
        kind: 'code left out is not seen',
        source: reports.restOfMethods,
        right: 'reject',
        instead: [cut(4, 14, '  // ... (rest of methods) ...')],
      },
      {
        id: 'store-ts-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(13, '    // Remaining seats are not counted, existing ones are.')],
      },
      {
        id: 'store-ts-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(8, 11)],
        instruction: 'Remove close.',
        type: 'refactor',
      },
      {
        id: 'store-ts-rename-hu',
        kind: 'what was asked for is read in English words only',
        source: reports.englishOnly,
        right: 'accept',
        instead: [cut(1, 1, 'export class Depot {')],
        instruction: 'Nevezd át a Store osztályt: Depot.',
        type: 'feature',
      },
    ],
  },
  {
    language: 'javascript',
    path: 'src/cart.js',
    instruction: 'Add a function that counts the items and export it.',
    file: `
function add(cart, item) {
  cart.items.push(item);
  return cart;
}

function drop(cart, id) {
  cart.items = cart.items.filter((item) => item.id !== id);
  return cart;
}

function total(cart) {
  return cart.items.reduce((sum, item) => sum + item.price, 0);
}

module.exports = { add, drop, total };
`,
    change: [
      put(14, '', 'function count(cart) {', '  return cart.items.length;', '}'),
      cut(15, 15, 'module.exports = { add, drop, total, count };'),
    ],
    answers: [
      {
        id: 'cart-js-whole',
        kind: 'everything is there',
        source: reports.removesLines,
        right: 'accept',
      },
      {
        id: 'cart-js-lose',
        kind: 'members are gone without a word',
        source: reports.removesLines,
        right: 'reject',
        beside: [cut(6, 10)],
      },
      {
        id: 'cart-js-elide',
        kind: 'code left out is not seen',
        source: reports.otherExisting,
        right: 'reject',
        instead: [cut(6, 13, '// ... other existing code')],
      },
      {
        id: 'cart-js-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(2, '  // The other carts stay the same.')],
      },
      {
        id: 'cart-js-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(6, 10), cut(15, 15, 'module.exports = { add, total };')],
        instruction: 'Get rid of drop.',
        type: 'refactor',
      },
      {
        id: 'cart-js-rename-de',
        kind: 'what was asked for is read in English words only',
        source: reports.oneLanguage,
        right: 'accept',
        instead: [
          cut(11, 11, 'function summe(cart) {'),
          cut(15, 15, 'module.exports = { add, drop, summe };'),
        ],
        instruction: 'Benenne total in summe um.',
        type: 'refactor',
      },
      {
        id: 'cart-js-rename-zh',
        kind: 'what was asked for is read in English words only',
        source: reports.chineseUnread,
        right: 'accept',
        instead: [
          cut(11, 11, 'function sum(cart) {'),
          cut(15, 15, 'module.exports = { add, drop, sum };'),
        ],
        instruction: '把 total 改名为 sum',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'python',
    path: 'kiosk/queue.py',
    instruction: 'Add a peek method.',
    file: `
class Queue:
    def __init__(self):
        self.jobs = []

    def push(self, job):
        self.jobs.append(job)

    def pop(self):
        return self.jobs.pop(0)

    def size(self):
        return len(self.jobs)

    def clear(self):
        self.jobs = []
`,
    change: [put(10, '    def peek(self):', '        return self.jobs[0]', '')],
    answers: [
      {
        id: 'queue-py-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'queue-py-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(13, 15)],
      },
      {
        id: 'queue-py-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(5, 12, '    # ... rest of code')],
      },
      {
        id: 'queue-py-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(9, '        # Remaining jobs move up, and so on.')],
      },
      {
        id: 'queue-py-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(12, 14)],
        instruction: 'Prune the clear method.',
        type: 'refactor',
      },
      {
        id: 'queue-py-elide-zh',
        kind: 'code left out is not seen',
        source: reports.chineseUnread,
        right: 'reject',
        instead: [cut(5, 12, '    # 其余方法保持不变')],
        instruction: 'Add a peek method.',
        type: 'feature',
      },
      {
        id: 'queue-py-remove-es',
        kind: 'what was asked for is read in English words only',
        source: reports.oneLanguage,
        right: 'accept',
        instead: [cut(12, 14)],
        instruction: 'Elimina el método clear.',
        type: 'refactor',
      },
      {
        id: 'queue-py-remove-ja',
        kind: 'what was asked for is read in English words only',
        source: reports.japaneseTriggers,
        right: 'accept',
        instead: [cut(12, 14)],
        instruction: 'clear メソッドを削除して',
        type: 'refactor',
      },
    ],
  },
];
