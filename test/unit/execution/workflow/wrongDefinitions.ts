/** A definition that is wrong in one place, and the message for it. */
export interface WrongDefinition {
  readonly name: string;
  readonly text: string;
  /** 1-based. */
  readonly at: `${number}:${number}`;
  readonly says: RegExp;
  /** Whether the JSON Schema alone finds it too; otherwise only the checks of the parser do. */
  readonly seenBySchema?: boolean;
}

/** A workflow with these steps, the first of them on line 4. */
function steps(text: string): string {
  return `description: A test\nmodel: fast\nsteps:\n${text.replace(/^\n/, '')}`;
}

export const wrongDefinitions: readonly WrongDefinition[] = [
  {
    name: 'an unknown key of the file, misspelled',
    text: 'description: A test\nmodle: fast\nsteps:\n  a: { prompt: x }\n',
    at: '2:1',
    says: /"modle" is not known here\. Did you mean "model"\?/,
    seenBySchema: true,
  },
  {
    name: 'no description',
    text: 'steps:\n  a: { prompt: x }\n',
    at: '1:1',
    says: /"description" is missing\. Write a sentence/,
    seenBySchema: true,
  },
  {
    name: 'no steps',
    text: 'description: A test\nsteps: {}\n',
    at: '2:1',
    says: /Write steps by name/,
    seenBySchema: true,
  },
  {
    name: 'steps as a list',
    text: steps('\n  - prompt: x\n'),
    at: '3:1',
    says: /Write steps by name/,
    seenBySchema: true,
  },
  {
    name: 'an unknown key of a step, misspelled',
    text: steps('\n  a:\n    prompt: x\n    gaits: [complete]\n'),
    at: '6:5',
    says: /"gaits" is not known here\. Did you mean "gates"\?/,
    seenBySchema: true,
  },
  {
    name: 'a step that does nothing',
    text: steps('\n  a:\n    model: fast\n'),
    at: '4:3',
    says: /Say what the step does: prompt, tool, branch, parallel, forEach, agent/,
    seenBySchema: true,
  },
  {
    name: 'a misspelled kind',
    text: steps('\n  a:\n    promt: x\n'),
    at: '5:5',
    says: /Did you mean "prompt"\?/,
    seenBySchema: true,
  },
  {
    name: 'a step that does two things',
    text: steps('\n  a:\n    prompt: x\n    tool: gitDiff\n'),
    at: '6:5',
    says: /one thing, this one has `prompt` and `tool`/,
    seenBySchema: true,
  },
  {
    name: 'two steps of one name',
    text: steps('\n  a: { prompt: x }\n  a: { prompt: y }\n'),
    at: '5:3',
    says: /used twice here\. Rename one/,
  },
  {
    name: 'two steps of one name at different levels',
    text: steps('\n  a: { prompt: x }\n  b:\n    parallel:\n      a: { prompt: y }\n'),
    at: '7:7',
    says: /two steps named "a"\. Rename one/,
  },
  {
    name: 'a name with a hyphen',
    text: steps('\n  deep-review: { prompt: x }\n'),
    at: '4:3',
    says: /letters, digits and _.*Write "deepReview"/,
    seenBySchema: true,
  },
  {
    name: 'a reserved name',
    text: steps('\n  inputs: { prompt: x }\n'),
    at: '4:3',
    says: /"inputs" means something else/,
  },
  {
    name: 'a name that is a type of conditions',
    text: steps('\n  list: { prompt: x }\n'),
    at: '4:3',
    says: /"list" means something else/,
  },
  {
    name: 'a tab for indenting',
    text: steps('\n  a:\n\tprompt: x\n'),
    at: '5:1',
    says: /Indent with spaces/,
  },
  {
    name: 'an anchor and an alias',
    text: steps('\n  a: &a { prompt: x }\n  b: *a\n'),
    at: '4:9',
    says: /Anchors are not allowed here\. Remove "&a"/,
  },
  {
    name: 'a bomb of aliases',
    text: `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n`,
    at: '1:7',
    says: /Anchors are not allowed/,
    seenBySchema: true,
  },
  {
    name: 'a template without quotes',
    text: steps('\n  a: { tool: readFile, with: { path: {{ inputs.file }} } }\n'),
    at: '4:32',
    says: /YAML takes \{\{ … \}\} for something else\. Put it in quotes\./,
    seenBySchema: true,
  },
  {
    name: 'a condition in the braces of a template',
    text: steps('\n  a: { tool: gitDiff }\n  b: { prompt: x, when: "{{ a.text }}" }\n'),
    at: '5:26',
    says: /without \{\{ and \}\}/,
  },
  {
    name: 'a list in the braces of a template',
    text: steps(
      '\n  a: { tool: gitDiff }\n  b: { forEach: "{{ a.hunks }}", as: h, steps: { c: { prompt: x } } }\n',
    ),
    at: '5:17',
    says: /without \{\{ and \}\}\. Write a\.hunks\./,
  },
  {
    name: 'a choice of model in the braces of a template',
    text: steps(
      '\n  a: { prompt: x }\n  b: { prompt: x, model: { from: "{{ a }}", else: fast } }\n',
    ),
    at: '5:34',
    says: /without \{\{ and \}\}\. Write a\./,
  },
  {
    name: 'a result in the braces of a template',
    text: 'description: A test\nresult: "{{ a }}"\nsteps:\n  a: { prompt: x }\n',
    at: '2:9',
    says: /without \{\{ and \}\}\. Write a\./,
  },
  {
    name: 'an input by its name alone',
    text: 'description: A test\ninputs: { issue: What? }\nsteps:\n  a: { prompt: "Mend {{ issue }}" }\n',
    at: '4:25',
    says: /Did you mean "inputs\.issue"\?/,
  },
  {
    name: 'a name that is a word of conditions',
    text: steps('\n  true: { prompt: x }\n'),
    at: '4:3',
    says: /"true" means something else/,
  },
  {
    name: 'an edit that is only a path',
    text: steps('\n  a: { prompt: x, edit: src/cart.ts }\n'),
    at: '4:25',
    says: /An edit has `path`/,
    seenBySchema: true,
  },
  {
    name: 'a line of an edit in words',
    text: steps('\n  a: { prompt: x, edit: { path: a.ts, startLine: one } }\n'),
    at: '4:50',
    says: /"startLine" is a whole number/,
  },
  {
    name: 'a version in quotes',
    text: 'version: "1"\ndescription: A test\nsteps:\n  a: { prompt: x }\n',
    at: '1:10',
    says: /The only version is 1\./,
    seenBySchema: true,
  },
  {
    name: 'a second document',
    text: steps('\n  a: { prompt: x }\n---\nsteps: {}\n'),
    at: '5:1',
    says: /A second document begins here/,
  },
  {
    name: 'a tag where a condition begins with !',
    text: steps('\n  a: { prompt: x, when: !inputs.a }\n'),
    at: '4:25',
    says: /quotes/,
    seenBySchema: true,
  },
  {
    name: 'an unknown tier',
    text: steps('\n  a: { prompt: x, model: fats }\n'),
    at: '4:26',
    says: /no tier "fats"\. Did you mean "fast"\?/,
  },
  {
    name: 'a model',
    text: steps('\n  a: { prompt: x, model: anthropic/claude }\n'),
    at: '4:26',
    says: /"anthropic\/claude" names a model, and a repository names tiers only.*tierwise\.tiers/,
  },
  {
    name: 'a model with effort, of an unknown provider',
    text: steps('\n  a: { prompt: x, model: openrouter/dearest@high }\n'),
    at: '4:26',
    says: /names a model, and a repository names tiers only/,
  },
  {
    name: 'a model in a cascade',
    text: steps('\n  a:\n    prompt: x\n    model: { cascade: [fast, ollama/qwen3:4b] }\n'),
    at: '6:30',
    says: /"ollama\/qwen3:4b" names a model/,
  },
  {
    name: 'a model in a speculation',
    text: steps('\n  a:\n    prompt: x\n    model: { speculate: [openai/a/b, fast] }\n'),
    at: '6:26',
    says: /"openai\/a\/b" names a model/,
  },
  {
    name: 'a model as the judge',
    text: steps('\n  a: { prompt: x, gates: [judge], judge: openai/dearest }\n'),
    at: '4:42',
    says: /"openai\/dearest" names a model/,
  },
  {
    name: 'an unknown tier in a cascade',
    text: steps('\n  a:\n    prompt: x\n    model: { cascade: [fast, resoning] }\n'),
    at: '6:30',
    says: /no tier "resoning"\. Did you mean "reasoning"\?/,
  },
  {
    name: 'an unknown tier among the fastest',
    text: steps('\n  a:\n    prompt: x\n    model: { fastest: [fast, resoning] }\n'),
    at: '6:30',
    says: /no tier "resoning"\. Did you mean "reasoning"\?/,
  },
  {
    name: 'an unknown measure of speed',
    text: steps('\n  a:\n    prompt: x\n    model: { fastest: [fast], by: first }\n'),
    at: '6:35',
    says: /firstToken/,
    seenBySchema: true,
  },
  {
    name: 'an agent on the fastest model',
    text: `description: A test
agents:
  a: { role: r, instructions: i, model: fastest }
steps:
  s: { agent: a, task: Do it. }
`,
    at: '3:34',
    says: /An agent runs on one model/,
  },
  {
    name: 'gates inside the model',
    text: steps('\n  a:\n    prompt: x\n    model: { cascade: [fast], gates: [complete] }\n'),
    at: '6:31',
    says: /`gates` belongs to the step/,
    seenBySchema: true,
  },
  {
    name: 'an unknown gate',
    text: steps('\n  a: { prompt: x, gates: [complet] }\n'),
    at: '4:27',
    says: /"complet" is not known here\. Did you mean "complete"\?/,
    seenBySchema: true,
  },
  {
    name: 'a gate of edits without an edit',
    text: steps('\n  a: { prompt: x, gates: [complete, syntax] }\n'),
    at: '4:37',
    says: /"syntax" judges edits/,
  },
  {
    name: 'a threshold above 1',
    text: steps('\n  a: { prompt: x, gates: [confidence], minConfidence: 80 }\n'),
    at: '4:55',
    says: /number from 0 to 1/,
    seenBySchema: true,
  },
  {
    name: 'a threshold without its gate',
    text: steps('\n  a: { prompt: x, minConfidence: 0.8 }\n'),
    at: '4:19',
    says: /Add confidence to `gates`/,
  },
  {
    name: 'a limit of nothing',
    text: 'description: A test\nmaxUsd: 0\nsteps:\n  a: { prompt: x }\n',
    at: '2:9',
    says: /amount above 0/,
    seenBySchema: true,
  },
  {
    name: 'a limit in words',
    text: steps('\n  a: { prompt: x, maxSeconds: long }\n'),
    at: '4:31',
    says: /number of seconds/,
    seenBySchema: true,
  },
  {
    name: 'an unknown step in a template',
    text: steps(
      '\n  triage: { prompt: x }\n  b:\n    prompt: |\n      One line.\n\n      And {{ triag }}.\n',
    ),
    at: '9:14',
    says: /no step "triag" before this\. Did you mean "triage"\?/,
  },
  {
    name: 'a later step in a template',
    text: steps('\n  a: { prompt: "{{ b }}" }\n  b: { prompt: x }\n'),
    at: '4:20',
    says: /"b" comes later\. Move it before "a"/,
  },
  {
    name: 'a later step in a condition',
    text: steps('\n  a: { prompt: x, when: b.ok }\n  b: { prompt: x, output: { ok: boolean } }\n'),
    at: '4:25',
    says: /"b" comes later\. Move it before "a"/,
  },
  {
    name: 'a step that uses itself',
    text: steps('\n  a: { prompt: "{{ a }}" }\n'),
    at: '4:20',
    says: /"a" cannot use its own value/,
  },
  {
    name: 'two steps that use each other',
    text: steps('\n  a: { prompt: "{{ b }}" }\n  b: { prompt: "{{ a }}" }\n'),
    at: '4:20',
    says: /a → b → a: these steps wait for each other/,
  },
  {
    name: 'steps side by side that wait for each other',
    text: steps(`
  all:
    parallel:
      a: { prompt: "{{ b }}" }
      b: { prompt: x, needs: c }
      c: { prompt: "{{ a }}" }
`),
    at: '6:7',
    says: /a → b → c → a: these steps wait for each other/,
  },
  {
    name: 'an unknown step in needs',
    text: steps('\n  a: { prompt: x }\n  b: { prompt: x, needs: [a, c] }\n'),
    at: '5:30',
    says: /no step "c" before this/,
  },
  {
    name: 'an unknown step in needs, alone',
    text: steps('\n  diff: { prompt: x }\n  b: { prompt: x, needs: dif }\n'),
    at: '5:26',
    says: /no step "dif" before this\. Did you mean "diff"\?/,
  },
  {
    name: 'a step inside another one',
    text: steps(
      '\n  all:\n    parallel:\n      inner: { prompt: x }\n  b: { prompt: "{{ inner }}" }\n',
    ),
    at: '7:20',
    says: /"inner" lies inside "all".*all\.inner/,
  },
  {
    name: 'a missing input',
    text: 'description: A test\ninputs:\n  name: Who?\nsteps:\n  a: { prompt: "Hi {{ inputs.nam }}" }\n',
    at: '5:30',
    says: /"inputs" has no "nam"\. Did you mean "name"\?/,
  },
  {
    name: 'a field that the output does not have',
    text: steps(
      '\n  a: { prompt: x, output: { risk: [low, high] } }\n  b: { prompt: "{{ a.risks }}" }\n',
    ),
    at: '5:22',
    says: /"a" has no "risks"\. Did you mean "risk"\?/,
  },
  {
    name: 'a field of a text',
    text: steps('\n  a: { prompt: x }\n  b: { prompt: "{{ a.risk }}" }\n'),
    at: '5:22',
    says: /"a" is a text, so it has no "risk"/,
  },
  {
    name: 'a template that is not closed',
    text: steps('\n  a:\n    prompt: |\n      Text\n      {{ inputs.a\n'),
    at: '7:7',
    says: /is not closed/,
  },
  {
    name: 'a tag that reads files',
    text: steps(`\n  a: { prompt: "{% include 'etc/passwd' %}" }\n`),
    at: '4:17',
    says: /no tag "include"/,
  },
  {
    name: 'a prototype in a template',
    text: steps(
      '\n  a: { prompt: x, output: { b: text } }\n  c: { prompt: "{{ a.constructor }}" }\n',
    ),
    at: '5:22',
    says: /"a" has no "constructor"/,
  },
  {
    name: 'an assignment for a condition',
    text: steps(
      '\n  a: { prompt: x, output: { n: integer } }\n  b: { prompt: x, when: a.n = 1 }\n',
    ),
    at: '5:29',
    says: /Compare with == or !=/,
  },
  {
    name: 'words for operators',
    text: steps(
      '\n  a: { prompt: x, output: { b: boolean } }\n  c: { prompt: x, when: a.b and a.b }\n',
    ),
    at: '5:29',
    says: /Write &&, \|\| and !/,
  },
  {
    name: 'a condition that ends too early',
    text: steps('\n  a: { prompt: x }\n  b: { prompt: x, when: "a ==" }\n'),
    at: '5:30',
    says: /ends too early/,
  },
  {
    name: 'a condition that is none',
    text: steps('\n  a: { prompt: x }\n  b: { prompt: x, when: a }\n'),
    at: '5:25',
    says: /gives text, not true or false/,
  },
  {
    name: 'a comparison of a number and a text',
    text: steps(
      '\n  a: { prompt: x, output: { n: integer } }\n  b: { prompt: x, when: a.n > "3" }\n',
    ),
    at: '5:25',
    says: /number > text makes no sense/,
  },
  {
    name: 'a choice that does not exist',
    text: steps(
      '\n  a: { prompt: x, output: { risk: [low, high] } }\n  b: { prompt: x, when: a.risk == "hihg" }\n',
    ),
    at: '5:35',
    says: /"a\.risk" is never "hihg"\. Did you mean "high"\?/,
  },
  {
    name: 'a function that is not there',
    text: steps('\n  a: { prompt: x }\n  b: { prompt: x, when: a.matches("(x+)+y") }\n'),
    at: '5:27',
    says: /no function "matches"/,
  },
  {
    name: 'a field of a step that may be skipped',
    text: steps(`
  a: { tool: gitDiff }
  b: { tool: command, with: { name: tests }, when: size(a.files) > 0 }
  c: { prompt: x, when: b.passed }
`),
    at: '6:25',
    says: /"b" may be skipped and is null then\. Write b != null && …/,
  },
  {
    name: 'a tool that needs the value of a step that may be skipped',
    text: steps(`
  a: { tool: gitDiff }
  b: { prompt: x, output: { path: text }, when: size(a.files) > 0 }
  c: { tool: readFile, with: { path: "{{ b.path }}" } }
`),
    at: '6:38',
    says: /"b" may be skipped and is null then\. Write when: b != null/,
  },
  {
    name: 'a choice from an unknown step',
    text: steps('\n  a: { prompt: x }\n  b: { prompt: x, model: { from: tirage.risk } }\n'),
    at: '5:34',
    says: /no step "tirage" before this/,
  },
  {
    name: 'a choice from an open text without else',
    text: steps(
      '\n  a: { prompt: x, output: { risk: text } }\n  b: { prompt: x, model: { from: a.risk, map: { high: reasoning } } }\n',
    ),
    at: '5:34',
    says: /Which model for anything else\? Add `else`/,
  },
  {
    name: 'a choice that leaves a value out',
    text: steps(
      '\n  a: { prompt: x, output: { risk: [low, high] } }\n  b: { prompt: x, model: { from: a.risk, map: { high: reasoning } } }\n',
    ),
    at: '5:34',
    says: /Which model for low\? Add `else`/,
  },
  {
    name: 'a mapped value that never comes',
    text: steps(
      '\n  a: { prompt: x, output: { risk: [low, high] } }\n  b: { prompt: x, model: { from: a.risk, map: { hig: reasoning }, else: fast } }\n',
    ),
    at: '5:49',
    says: /"a\.risk" is never "hig"\. Did you mean "high"\?/,
  },
  {
    name: 'an unknown tool',
    text: steps('\n  a: { tool: gitdiff }\n'),
    at: '4:14',
    says: /"gitdiff" is not known here\. Did you mean "gitDiff"\?/,
    seenBySchema: true,
  },
  {
    name: 'an unknown argument of a tool',
    text: steps('\n  a: { tool: readFile, with: { path: a.ts, line: 3 } }\n'),
    at: '4:44',
    says: /readFile takes no "line"/,
    seenBySchema: true,
  },
  {
    name: 'a missing argument of a tool',
    text: steps('\n  a: { tool: readFile }\n'),
    at: '4:14',
    says: /readFile needs "path"/,
    seenBySchema: true,
  },
  {
    name: 'an argument of the wrong type',
    text: steps('\n  a: { tool: gitDiff, with: { staged: "yes" } }\n'),
    at: '4:39',
    says: /"staged" is true or false/,
  },
  {
    name: 'a value of the wrong type for an argument',
    text: steps(
      '\n  a: { tool: gitDiff }\n  b: { tool: readFile, with: { path: x, startLine: "{{ a.files }}" } }\n',
    ),
    at: '5:52',
    says: /"a\.files" is a list, and "startLine" is a whole number/,
  },
  {
    name: 'a last item of the wrong type for an argument',
    text: steps(
      '\n  a: { tool: gitDiff }\n  b: { tool: readFile, with: { path: x, endLine: "{{ a.files.first }}" } }\n',
    ),
    at: '5:50',
    says: /"a\.files\.first" is a text, and "endLine" is a whole number/,
  },
  {
    name: 'a command that is not approved',
    text: steps('\n  a: { tool: command, with: { name: test } }\n'),
    at: '4:37',
    says: /no command "test"\. Did you mean "tests"\?.*tierwise\.gateCommands/,
  },
  {
    name: 'a data file that is not there',
    text: steps('\n  a: { tool: lookup, with: { file: orders.json, key: x } }\n'),
    at: '4:36',
    says: /no file "orders\.json" beside the workflow/,
  },
  {
    name: 'a data file outside',
    text: steps('\n  a: { tool: lookup, with: { file: /etc/passwd, key: x } }\n'),
    at: '4:36',
    says: /lies outside the workflow's folder/,
  },
  {
    name: 'a loop over a text',
    text: steps('\n  a: { prompt: x }\n  b: { forEach: a, as: it, steps: { c: { prompt: x } } }\n'),
    at: '5:17',
    says: /"a" is a text, not a list/,
  },
  {
    name: 'a loop over something unknown',
    text: steps(
      '\n  a: { tool: gitDiff }\n  b: { forEach: a.hunk, as: it, steps: { c: { prompt: x } } }\n',
    ),
    at: '5:17',
    says: /"a" has no "hunk"\. Did you mean "hunks"\?/,
  },
  {
    name: 'an arm without a condition before others',
    text: steps(`
  a: { tool: gitDiff }
  b:
    branch:
      - steps: { c: { prompt: x } }
      - when: size(a.files) == 0
        steps: { d: { prompt: x } }
`),
    at: '7:9',
    says: /Only the last arm may do without `when`/,
  },
  {
    name: 'steps that lie too deep',
    text: steps(`
  a:
    parallel:
      b:
        parallel:
          c:
            parallel:
              d:
                parallel:
                  e:
                    parallel:
                      f: { prompt: x }
`),
    at: '13:21',
    says: /at most 5 levels deep/,
  },
  {
    name: 'an unknown type of a field',
    text: steps('\n  a: { prompt: x, output: { n: int } }\n'),
    at: '4:32',
    says: /no type "int"/,
    seenBySchema: true,
  },
  {
    name: 'a field with a space in its name',
    text: steps('\n  a: { prompt: x, output: { the risk: text } }\n'),
    at: '4:29',
    says: /A field has letters/,
    seenBySchema: true,
  },
  {
    name: 'a schema of no known type',
    text: steps(
      '\n  a:\n    prompt: x\n    schema: { type: object, properties: { n: { type: int } } }\n',
    ),
    at: '6:5',
    says: /not a JSON Schema that answers can be held to: Unsupported type: int/,
  },
  {
    name: 'a schema that leads elsewhere',
    text: steps(
      '\n  a:\n    prompt: x\n    schema: { type: object, properties: { $ref: { $ref: "http://x" } } }\n',
    ),
    at: '6:5',
    says: /have no `\$ref`/,
  },
  {
    name: 'an output in two forms',
    text: steps(
      '\n  a:\n    prompt: x\n    output: { n: text }\n    schema: { type: object, properties: {} }\n',
    ),
    at: '7:5',
    says: /`output` and `schema` say the same/,
  },
  {
    name: 'a prompt file that is not there',
    text: steps('\n  a: { prompt: prompts/none.md }\n'),
    at: '4:16',
    says: /no file "prompts\/none\.md" beside the workflow/,
  },
  {
    name: 'a prompt file outside',
    text: steps('\n  a: { prompt: ../../secret.md }\n'),
    at: '4:16',
    says: /lies outside the workflow's folder/,
  },
  {
    name: 'an unknown agent',
    text: `description: A test
maxUsd: 1
agents:
  finder: { role: Finds, instructions: Find. }
steps:
  a: { agent: findr, task: x }
`,
    at: '6:15',
    says: /no agent "findr"\. Did you mean "finder"\?/,
  },
  {
    name: 'an unknown tool of an agent',
    text: `description: A test
agents:
  finder: { role: Finds, instructions: Find., tools: [search, shell] }
steps:
  a: { agent: finder, task: x }
`,
    at: '3:63',
    says: /Write some of readSelection/,
    seenBySchema: true,
  },
  {
    name: 'a share above 1',
    text: `description: A test
agents:
  finder: { role: Finds, instructions: Find., budgetShare: 1.5 }
steps:
  a: { agent: finder, task: x }
`,
    at: '3:60',
    says: /share above 0, at most 1/,
    seenBySchema: true,
  },
  {
    name: 'shares that make more than all',
    text: `description: A test
maxUsd: 1
agents:
  lead: { role: Leads, instructions: Split., agents: [one, two] }
  one: { role: One, instructions: Do., budgetShare: 0.7 }
  two: { role: Two, instructions: Do., budgetShare: 0.6 }
steps:
  a: { agent: lead, task: x }
`,
    at: '4:46',
    says: /make 130 % of the money/,
  },
  {
    name: 'agents that lead each other',
    text: `description: A test
maxUsd: 1
agents:
  lead: { role: Leads, instructions: Split., agents: [other] }
  other: { role: Leads, instructions: Split., agents: [lead] }
steps:
  a: { agent: lead, task: x }
`,
    at: '4:46',
    says: /lead → other → lead: these agents hand tasks to each other without end/,
  },
  {
    name: 'agents that lie too deep',
    text: `description: A test
maxUsd: 1
agents:
  top: { role: Leads, instructions: Split., agents: [middle] }
  middle: { role: Leads, instructions: Split., agents: [low] }
  low: { role: Works, instructions: Do. }
steps:
  a: { agent: top, task: x }
`,
    at: '4:45',
    says: /2 levels of agents lie below "top", and `maxDepth` is 1\. Raise it to 2/,
  },
  {
    name: 'a coordinator that may spend without end',
    text: `description: A test
agents:
  lead: { role: Leads, instructions: Split., agents: [low] }
  low: { role: Works, instructions: Do. }
steps:
  a: { agent: lead, task: x }
`,
    at: '3:46',
    says: /Nothing bounds what this coordinator may spend/,
  },
  {
    name: 'a default that is no choice',
    text: 'description: A test\ninputs:\n  who: { ask: Who?, choices: [me, you], default: us }\nsteps:\n  a: { prompt: x }\n',
    at: '3:50',
    says: /"us" is none of the choices/,
  },
  {
    name: 'a result that is not there',
    text: 'description: A test\nsteps:\n  summary: { prompt: x }\nresult: sumary\n',
    at: '4:9',
    says: /no "sumary" here\. Did you mean "summary"\?/,
  },
  {
    name: 'an agent whose tier comes from no step',
    text: 'description: A test\nagents:\n  a: { role: b, instructions: c, model: "{{ triag.tier }}" }\nsteps:\n  triage: { prompt: x, output: { tier: [fast, balanced] } }\n  work: { agent: a, task: d }\n',
    at: '3:41',
    says: /The step "work" hands work to "a", whose tier is “triag\.tier”\. There is no step "triag" before this\. Did you mean "triage"\?/,
  },
  {
    name: 'an agent whose tier comes from a later step',
    text: 'description: A test\nagents:\n  a: { role: b, instructions: c, model: "{{ triage.tier }}" }\nsteps:\n  work: { agent: a, task: d }\n  triage: { prompt: x, output: { tier: [fast, balanced] } }\n',
    at: '3:41',
    says: /"triage" comes later/,
  },
  {
    name: 'a member of a team whose tier may be none',
    text: 'description: A test\nmaxUsd: 1\nagents:\n  l: { role: b, instructions: c, agents: [a] }\n  a: { role: b, instructions: c, model: "{{ triage.size }}" }\nsteps:\n  triage: { prompt: x, output: { size: [fast, huge] } }\n  work: { agent: l, task: d }\n',
    at: '5:41',
    says: /"triage\.size" may be "huge", which is no tier\. The tiers are /,
  },
  {
    name: 'a template for a model with more than a value',
    text: steps(
      '\n  a: { prompt: x, output: { tier: text } }\n  b: { prompt: y, model: "{{ a.tier }}!" }\n',
    ),
    at: '5:26',
    says: /A template for a model is one value and nothing else/,
  },
];
