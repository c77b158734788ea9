import { createKeyHints } from '../../routing/input/otherWords.ts';

/** Words of promptfoo, OpenAI's evals, Braintrust, deepeval and Inspect for what an evaluation says. */
export const evaluationHints = createKeyHints({
  meanings: [
    ['tests cases test_cases testCases examples dataset data samples', ['fixtures']],
    ['models providers tiers targets', ['candidates']],
    ['assert asserts assertions metrics checks graders evaluators', ['scorers']],
    ['input prompt question query task user', ['instruction']],
    ['vars variables inputs', ['values']],
    ['ideal answer output target expected_output expectedOutput ground_truth', ['expected']],
    ['category class', ['label']],
    ['content contents code source', ['text']],
    ['file name filename', ['path', 'description']],
    ['start from', ['startLine']],
    ['end to', ['endLine']],
    ['type', ['kind', 'taskType']],
    ['criteria criterion instructions prompt', ['rubric']],
    ['threshold min minimum', ['least', 'thresholds']],
    ['model provider grader', ['judge']],
    ['value values text', ['all', 'expected', 'pattern', 'rubric', 'schema']],
    ['regex regexp', ['pattern']],
    ['budget max_cost maxCost cost', ['maxUsd', 'maxCostUsd']],
    ['latency maxLatency maxSeconds maxLatencySeconds timeout', ['maxLatencyMs']],
  ],
  absent: [
    ['prompts', 'A promptfoo file is imported by “Tierwise: Import promptfoo File…”.'],
    ['weight weights', 'Every scorer has to pass. Remove it.'],
    ['repeat repeats runs trials', 'Each candidate is asked once about each fixture. Remove it.'],
    ['metadata comment notes', 'Write words to find the case by as `tags`, or remove it.'],
    ['gates', 'Write a scorer, such as `{ kind: gate, gate: syntax }`.'],
  ],
});
