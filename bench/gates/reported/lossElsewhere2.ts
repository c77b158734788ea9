import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Languages that few look at: something was to be added, and something else is gone or left out. */
export const lossElsewhere2: readonly Shape[] = [
  {
    language: 'ocaml',
    path: 'tree.ml',
    instruction: 'Add a function mid with a tenth.',
    file: `
let low amount = amount / 20

let high amount =
  let step = 5 in
  amount / step

let zero _ = 0
`,
    change: [put(8, '', 'let mid amount = amount / 10')],
    answers: [
      {
        id: 'tree-ml-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'tree-ml-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(3, 6)],
      },
      {
        id: 'tree-ml-elide',
        kind: 'code left out is not seen',
        source: reports.commentsDelete,
        right: 'reject',
        instead: [cut(1, 5, '(* the other functions are unchanged *)')],
      },
      {
        id: 'tree-ml-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(4, '  (* the rest is cut off *)')],
      },
      {
        id: 'tree-ml-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(6, 7)],
        instruction: 'Remove zero.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'vb',
    path: 'Form.vb',
    instruction: 'Add a sub named Clear.',
    file: `
Public Class Form
    Public Sub Open()
        Show()
    End Sub

    Public Sub Save()
        Write()
    End Sub

    Public Function Count() As Integer
        Return 1
    End Function
End Class
`,
    change: [put(13, '', '    Public Sub Clear()', '        Reset()', '    End Sub')],
    answers: [
      {
        id: 'form-vb-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'form-vb-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(6, 9)],
      },
      {
        id: 'form-vb-elide',
        kind: 'code left out is not seen',
        source: reports.remainSame,
        right: 'reject',
        instead: [cut(2, 12, "    ' the rest of the code will remain the same")],
      },
      {
        id: 'form-vb-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(3, "        ' Other forms stay as they are.")],
      },
      {
        id: 'form-vb-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(5, 8)],
        instruction: 'Remove Save.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'razor',
    path: 'Pages/List.razor',
    instruction: 'Add a button that reloads.',
    file: `
<h1>Orders</h1>
<table id="orders">
    <tr><td>@Count</td></tr>
</table>
<form id="filter"><input name="q" /></form>

@code {
    private int Count = 0;
}
`,
    change: [put(6, '<button id="reload">Again</button>')],
    answers: [
      {
        id: 'list-razor-whole',
        kind: 'everything is there',
        source: reports.wipesProfile,
        right: 'accept',
      },
      {
        id: 'list-razor-lose',
        kind: 'members are gone without a word',
        source: reports.wipesProfile,
        right: 'reject',
        beside: [cut(5, 5)],
      },
      {
        id: 'list-razor-elide',
        kind: 'code left out is not seen',
        source: reports.restOfContent,
        right: 'reject',
        instead: [cut(2, 5, '@* existing markup *@')],
      },
      {
        id: 'list-razor-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(2, '@* other rows stay the same *@')],
      },
      {
        id: 'list-razor-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(5, 5)],
        instruction: 'Remove the filter.',
        type: 'refactor',
      },
    ],
  },
];
