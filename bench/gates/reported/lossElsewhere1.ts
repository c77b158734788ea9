import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Languages that few look at: something was to be added, and something else is gone or left out. */
export const lossElsewhere1: readonly Shape[] = [
  {
    language: 'shellscript',
    path: 'setup.sh',
    instruction: 'Add a function restart that stops and starts.',
    file: `
start() {
  echo start
}

check() {
  echo check
}

stop() {
  echo stop
}
`,
    change: [put(12, '', 'restart() {', '  stop', '  start', '}')],
    answers: [
      {
        id: 'setup-sh-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'setup-sh-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(5, 8)],
      },
      {
        id: 'setup-sh-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(5, 11, '# ... keep the other functions')],
      },
      {
        id: 'setup-sh-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(6, '  # remaining files are skipped')],
      },
      {
        id: 'setup-sh-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(4, 7)],
        instruction: 'Remove check.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'elixir',
    path: 'lib/shop.ex',
    instruction: 'Add a function twice.',
    file: `
defmodule Shop do
  def open(name) do
    {:ok, name}
  end

  def close(name) do
    {:closed, name}
  end

  def count(list) do
    length(list)
  end
end
`,
    change: [put(13, '', '  def twice(n) do', '    n * 2', '  end')],
    answers: [
      {
        id: 'shop-ex-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'shop-ex-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(6, 9)],
      },
      {
        id: 'shop-ex-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(2, 12, '  # ... rest of the module')],
      },
      {
        id: 'shop-ex-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(3, '    # other names are ignored')],
      },
      {
        id: 'shop-ex-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(5, 8)],
        instruction: 'Remove close.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'clojure',
    path: 'src/rules.clj',
    instruction: 'Add a function mid with a tenth.',
    file: `
(ns rules)

(defn low [amount]
  (/ amount 20))

(defn high [amount]
  (/ amount 5))

(defn zero [amount]
  0)
`,
    change: [put(11, '', '(defn mid [amount]', '  (/ amount 10))')],
    answers: [
      {
        id: 'rules-clj-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'rules-clj-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(6, 8)],
      },
      {
        id: 'rules-clj-elide',
        kind: 'code left out is not seen',
        source: reports.commentsDelete,
        right: 'reject',
        instead: [cut(3, 7, ';; existing code')],
      },
      {
        id: 'rules-clj-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(10, '  ;; remaining amounts are free')],
      },
      {
        id: 'rules-clj-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(8, 10)],
        instruction: 'Remove zero.',
        type: 'refactor',
      },
    ],
  },
];
