import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Classes and functions: something was to be added, and something else is gone or left out. */
export const lossCode2: readonly Shape[] = [
  {
    language: 'java',
    path: 'src/shop/Stock.java',
    instruction: 'Add a method that clears the stock.',
    file: `
package shop;

import java.util.HashMap;
import java.util.Map;

public class Stock {
    private final Map<String, Integer> counts = new HashMap<>();

    public void add(String id, int count) {
        counts.merge(id, count, Integer::sum);
    }

    public int count(String id) {
        return counts.getOrDefault(id, 0);
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }
}
`,
    change: [put(20, '', '    public void clear() {', '        counts.clear();', '    }')],
    answers: [
      {
        id: 'stock-java-whole',
        kind: 'everything is there',
        source: reports.revertsFeatures,
        right: 'accept',
      },
      {
        id: 'stock-java-lose',
        kind: 'members are gone without a word',
        source: reports.revertsFeatures,
        right: 'reject',
        beside: [cut(16, 19)],
      },
      {
        id: 'stock-java-elide',
        kind: 'code left out is not seen',
        source: reports.restOfFile,
        right: 'reject',
        instead: [cut(9, 19, '    // ... [rest of the file content remains unchanged]')],
      },
      {
        id: 'stock-java-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(10, '        // Existing counts are left untouched.')],
      },
      {
        id: 'stock-java-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(16, 19)],
        instruction: 'Delete isEmpty, nobody calls it.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'csharp',
    path: 'Report.cs',
    instruction: 'Add a method Body that returns the title.',
    file: `
namespace Kiosk;

public class Report
{
    public string Title { get; set; } = "";

    public int Count()
    {
        return Title.Length;
    }

    public string Head()
    {
        return Title.ToUpper();
    }

    public string Foot()
    {
        return "end";
    }
}
`,
    change: [put(21, '', '    public string Body()', '    {', '        return Title;', '    }')],
    answers: [
      {
        id: 'report-cs-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'report-cs-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(12, 16)],
      },
      {
        id: 'report-cs-elide',
        kind: 'code left out is not seen',
        source: reports.restOfCode,
        right: 'reject',
        instead: [cut(7, 20, '    // ... (rest of the class remains the same)')],
      },
      {
        id: 'report-cs-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(9, '        // Other fields stay the same.')],
      },
      {
        id: 'report-cs-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(16, 20)],
        instruction: 'Take out Foot.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'go',
    path: 'rates.go',
    instruction: 'Add a function Mid with a tenth.',
    file: `
package rates

func Low(amount int) int {
	return amount / 20
}

func High(amount int) int {
	return amount / 5
}

func Zero(amount int) int {
	return 0
}
`,
    change: [put(11, 'func Mid(amount int) int {', '\treturn amount / 10', '}', '')],
    answers: [
      {
        id: 'rates-go-whole',
        kind: 'everything is there',
        source: reports.removesLines,
        right: 'accept',
      },
      {
        id: 'rates-go-lose',
        kind: 'members are gone without a word',
        source: reports.removesLines,
        right: 'reject',
        beside: [cut(7, 10)],
      },
      {
        id: 'rates-go-elide',
        kind: 'code left out is not seen',
        source: reports.remainSame,
        right: 'reject',
        instead: [cut(3, 9, '// the rest of the code will remain the same')],
      },
      {
        id: 'rates-go-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(12, '\t// Remaining amounts are skipped.')],
      },
      {
        id: 'rates-go-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(10, 13)],
        instruction: 'Drop Zero.',
        type: 'refactor',
      },
    ],
  },
];
