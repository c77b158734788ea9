import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Classes and functions: something was to be added, and something else is gone or left out. */
export const lossCode4: readonly Shape[] = [
  {
    language: 'kotlin',
    path: 'Timer.kt',
    instruction: 'Add a function that doubles the seconds.',
    file: `
class Timer {
    private var seconds = 0

    fun start() {
        seconds = 1
    }

    fun stop() {
        seconds = 0
    }

    fun read(): Int {
        return seconds
    }
}
`,
    change: [put(15, '', '    fun twice() {', '        seconds *= 2', '    }')],
    answers: [
      {
        id: 'timer-kt-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'timer-kt-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(8, 11)],
      },
      {
        id: 'timer-kt-elide',
        kind: 'code left out is not seen',
        source: reports.remainingCode,
        right: 'reject',
        instead: [cut(4, 14, '    // ...remaining code here')],
      },
      {
        id: 'timer-kt-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(5, '        // Same as before the pause.')],
      },
      {
        id: 'timer-kt-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(7, 10)],
        instruction: 'Remove stop.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'swift',
    path: 'Color.swift',
    instruction: 'Add a function lighter.',
    file: `
struct Color {
    var red: Int
    var green: Int

    func darker() -> Color {
        return Color(red: red / 2, green: green / 2)
    }

    func swapped() -> Color {
        return Color(red: green, green: red)
    }

    func text() -> String {
        return "red"
    }
}
`,
    change: [
      put(
        16,
        '',
        '    func lighter() -> Color {',
        '        return Color(red: red * 2, green: green * 2)',
        '    }',
      ),
    ],
    answers: [
      {
        id: 'color-swift-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'color-swift-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(9, 12)],
      },
      {
        id: 'color-swift-elide',
        kind: 'code left out is not seen',
        source: reports.commentsDelete,
        right: 'reject',
        instead: [cut(5, 15, '    // existing functions')],
      },
      {
        id: 'color-swift-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(6, '        // The rest is up to the caller.')],
      },
      {
        id: 'color-swift-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(8, 11)],
        instruction: 'Remove swapped.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'cpp',
    path: 'ring.cpp',
    instruction: 'Add a function that says how many there are.',
    file: `
#include <vector>

class Ring {
 public:
  void push(int value) {
    values.push_back(value);
  }

  int first() const {
    return values.front();
  }

  int last() const {
    return values.back();
  }

 private:
  std::vector<int> values;
};
`,
    change: [
      put(16, '  int count() const {', '    return static_cast<int>(values.size());', '  }', ''),
    ],
    answers: [
      {
        id: 'ring-cpp-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'ring-cpp-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(9, 12)],
      },
      {
        id: 'ring-cpp-elide',
        kind: 'code left out is not seen',
        source: reports.restOfCode,
        right: 'reject',
        instead: [cut(5, 15, '  // ... (rest of the file remains the same)')],
      },
      {
        id: 'ring-cpp-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(6, '    // Older values are kept as they are.')],
      },
      {
        id: 'ring-cpp-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(12, 15)],
        instruction: 'Remove last.',
        type: 'refactor',
      },
    ],
  },
];
