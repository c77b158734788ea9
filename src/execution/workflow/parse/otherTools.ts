import { createKeyHints, type OtherWords } from '../../../routing/input/otherWords.ts';

/*
 * Words that people know from other tools: GitHub Actions, CrewAI, LangGraph, Copilot's and Claude Code's files. Each
 * stands for the first of the keys behind it that a file may have at that place.
 */
const meanings: OtherWords['meanings'] = [
  ['name title label summary', ['description', 'role']],
  ['description', ['role']],
  ['if condition only_if', ['when']],
  ['depends_on dependsOn depends-on after requires', ['needs']],
  ['timeout timeout-minutes timeout_seconds timeoutSeconds max_time', ['maxSeconds']],
  ['budget max_cost maxCost max_budget cost_limit', ['maxUsd']],
  ['max_iter max_turns max_iterations maxIterations', ['maxTurns']],
  ['goal backstory system system_prompt systemPrompt roleDefinition', ['instructions']],
  ['prompt instruction', ['instructions', 'prompt']],
  ['messages message user instructions template text question ask', ['prompt']],
  ['for for_each loop each matrix strategy while until repeat', ['forEach']],
  ['do', ['steps']],
  ['args arguments params parameters inputs input', ['with', 'inputs']],
  ['vars variables', ['inputs']],
  ['outputs', ['result', 'output']],
  ['output_schema outputSchema response_format json_schema expected_output', ['output']],
  ['tier llm engine models', ['model']],
  ['tasks nodes jobs stages pipeline flow', ['steps', 'task']],
  ['checks validators guardrail guardrails', ['gates']],
  ['task_type type kind', ['taskType', 'type']],
  ['concurrency max_concurrency max-parallel maxParallel', ['atOnce']],
  ['switch cases match', ['branch']],
  ['uses', ['tool']],
];

/** What no key stands for, and what to do instead. */
const absent: OtherWords['absent'] = [
  [
    'temperature top_p max_tokens maxTokens seed',
    'Settings of models are not set here. Remove it.',
  ],
  ['run shell bash script cmd', 'Write `tool: command`, with the name of one of your commands.'],
  ['system system_prompt systemPrompt', 'Write it at the top of the `prompt`.'],
  [
    'for for_each foreach loop each matrix strategy while until repeat',
    'Put the step into a step of its own with `forEach`.',
  ],
  ['tools', 'Agents use tools: describe one under `agents`, and hand it the task of a step.'],
  ['retry retries max_retries', 'To ask again, write `model: { cascade: [fast], retry: true }`.'],
  [
    'fallback fallbacks',
    'A tier has its own fallbacks; or write `model: { cascade: [fast, balanced] }`.',
  ],
  ['else otherwise default', 'Leave `when` out of the last arm instead.'],
  ['on trigger triggers schedule', 'A workflow starts when you run it. Remove it.'],
  ['edges next goto', 'Steps run from top to bottom. Remove it.'],
  ['continue-on-error continue_on_error', 'A step that fails ends the run. Remove it.'],
  ['env', 'Workflows know no environment. Ask for a value under `inputs`.'],
];

export const { meantKey, insteadOf } = createKeyHints({ meanings, absent });

const variables =
  /\$ARGUMENTS\b|\$\{(?:input:[^}\n]*|selection|selectedText|file|workspaceFolder)\}|(?<![{$\w])\{(?<name>[A-Za-z]\w*)\}(?!\})/g;

/** Variables of other tools in a text, which mean nothing here. `names`: the values that there are. */
export function foreignVariables(text: string, names: readonly string[]): readonly Found[] {
  return [...text.matchAll(variables)].flatMap(({ 0: written, index, groups }) => {
    const name = groups?.['name'];
    const known = names.find((each) => each === name || each === `inputs.${name}`);
    if (name !== undefined && known === undefined) return [];
    const instead =
      known === undefined
        ? 'Use a tool such as readSelection, or ask under `inputs` and write {{ inputs.name }}.'
        : `Write {{ ${known} }} for the value.`;
    const message = `"${written}" is sent as it stands. ${instead}`;
    return [{ message, start: index, end: index + written.length }];
  });
}

interface Found {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}
