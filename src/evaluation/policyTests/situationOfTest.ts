import type { BudgetStanding } from '../../routing/budgets/budget.ts';
import { asClassified } from '../../routing/classify/asClassified.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import { scoreOfLevel } from '../../routing/classify/reasoningLevel.ts';
import { nanoUsdOf } from '../../routing/models/money.ts';
import type { ProviderFacts, Situation } from '../../routing/situation.ts';
import { conversationTask, type Task } from '../../routing/task.ts';
import type { Trouble, Turn } from '../../routing/turns/turn.ts';
import { answerKinds, defaultInstructions } from '../../routing/taskTypes.ts';
import type { GivenSituation } from './policyTest.ts';

/** The task of a test. `classify` says of its words what the test does not. */
export function taskOfTest(
  given: GivenSituation,
  classify: (instruction: string) => Classification,
): Task {
  const { language = 'plaintext', paths, lines = 1, critical, conversation, tools } = given;
  const said = [given.instruction ?? '', ...given.keywords].filter(Boolean).join(' ');
  const { type, ...guessed } = kindOf(given, said, classify);
  const instruction = said || defaultInstructions[type];
  const [path = '', ...attached] = paths;
  const head = {
    id: 'test',
    type,
    instruction,
    ...guessed,
    ...(critical && { critical }),
  };
  const attach = (names: readonly string[]) =>
    names.length > 0 && { attachments: names.map((name) => ({ path: name })) };
  const turn = turnOf(given);
  if (turn) {
    const isLoop = turn.kind === 'side' ? undefined : true;
    return conversationTask({ ...head, ...attach(paths), turn }, chatWith(instruction, isLoop));
  }
  if (conversation || tools) {
    return conversationTask({ ...head, ...attach(paths) }, chatWith(instruction, tools));
  }
  const text = codeOf(lines);
  return {
    ...head,
    ...attach(attached),
    answerKind: answerKinds[type],
    language,
    path,
    fileText: text,
    target: { startLine: 1, endLine: lines, text },
    diagnostics: [],
    earlier: [],
  };
}

function kindOf(
  { taskType, reasoning }: GivenSituation,
  said: string,
  classify: (instruction: string) => Classification,
): Pick<Task, 'type' | 'mayBe' | 'reasoning'> {
  const known = {
    ...(taskType && { type: taskType }),
    ...(reasoning && { reasoning: scoreOfLevel[reasoning] }),
  };
  if (taskType && (reasoning || said === '')) return { type: taskType, ...known };
  const { mayBe, ...words } = asClassified(classify(said), said);
  return { ...words, ...(mayBe && !taskType && { mayBe }), ...known };
}

function turnOf({
  turn: kind,
  agent: by = 'agent',
  failures = 0,
}: GivenSituation): Turn | undefined {
  if (kind === undefined) return undefined;
  const troubles = Array.from({ length: failures }, (_, index): Trouble => ({
    kind: 'checkFailed',
    turn: index + 1,
    what: 'a check failed',
  }));
  const files = { attached: [], read: [], edited: [] };
  const loop = { turns: Math.max(1, failures), troubles, settled: 0, isChecked: false, files };
  return { kind, by, loop };
}

function chatWith(text: string, tools: true | undefined): NonNullable<Task['conversation']> {
  const tool = { name: 'tool', description: '', inputSchema: { type: 'object' } };
  return { system: '', messages: [{ role: 'user', text }], tools: tools ? [tool] : [] };
}

/** So many lines of a usual length, so that a model with a small window is passed over as it would be. */
function codeOf(lines: number): string {
  return Array.from({ length: lines }, () => usualLine).join('\n');
}

// Chosen by judgement: lines of code have 30 to 40 characters on the average.
const usualLine = '  const total = sum(prices) + shipping;';

/**
 * The situation of a test: the policy, tiers, models and prices of `base`, and nothing of what changes from
 * day to day. All providers are ready, and there is no budget, unless the test says otherwise.
 */
export function situationOfTest(
  { picked = 'auto', budget, ready }: GivenSituation,
  base: Situation,
): Situation {
  const { limits: _, caches: __, turnEvidence: ___, ...rest } = base;
  return {
    ...rest,
    providers: new Map(
      [...base.providers].map(([id, facts]) => [id, withState(facts, ready?.includes(id) ?? true)]),
    ),
    pick: { tier: picked, pinned: {} },
    coolingDown: new Map(),
    latencyBudgets: {},
    latencies: new Map(),
    evidence: new Map(),
    budgets: budget ? [standingOf(budget, base.nowMs)] : [],
  };
}

function withState(facts: ProviderFacts, isReady: boolean): ProviderFacts {
  return { ...facts, state: isReady ? { state: 'ready' } : { state: 'noKey' } };
}

function standingOf(
  { usd, spentUsd }: NonNullable<GivenSituation['budget']>,
  nowMs: number,
): BudgetStanding {
  const spent = { spentNanoUsd: nanoUsdOf(spentUsd), unknownAttempts: 0 };
  return {
    budget: {
      id: `the test’s budget of $${usd}`,
      period: 'session',
      nanoUsd: nanoUsdOf(usd),
    },
    span: { fromMs: nowMs },
    ...spent,
    practice: spent,
  };
}
