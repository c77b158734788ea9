import * as z from 'zod';
import { defined } from '../input/objects.ts';
import { type InputProblem, type ProblemPath, problemsOf } from '../input/problems.ts';
import { type SpendingLimits, usualLimits } from '../budgets/requestLimits.ts';
import { parseModelChoice } from '../models/model.ts';
import { type TaskType, taskTypes } from '../task.ts';
import {
  type AutoPolicy,
  autoUse,
  type CostRule,
  fastestUse,
  type LocalRule,
  type Rule,
  tiersUsed,
  type When,
  type WorkflowChoices,
} from './policy.ts';
import { namesAModel, widerThan } from './repositoryLaw.ts';
import {
  criticalShape,
  type ruleShape,
  rulesShape,
  tierList,
  withoutBounds,
} from './ruleShapes.ts';
import { readTurnTiers, turnsShape } from './parseTurns.ts';
import type { TurnTiers } from './turnPolicy.ts';
import { toWorkflowChoices, unknownChoices, workflowsShape } from './workflowModels.ts';

const share = (example: string) =>
  z.number(`Write a share, such as ${example}.`).min(0).max(1).optional();
const auto = z.strictObject(
  {
    tiers: tierList
      .min(2, 'Name at least two.')
      .optional()
      .describe('The tiers that the planner may use. Defaults to all of them.'),
    floor: share('0.99').describe(
      'The share of the strongest tier’s quality that is kept on average. Defaults to that of `tierwise.aim`.',
    ),
    worst: share('0.9').describe(
      'The share that each task type keeps if it turns out worse than expected. Defaults to that of `tierwise.aim`.',
    ),
    exploringShare: share('0.005').describe(
      'The most that trying plans may cost, as a share of the cost of the strongest tier. Can only lower the usual 0.005.',
    ),
  },
  { error: 'Say which `tiers` the planner may use, or the `floor` of quality that it keeps.' },
);
const policyFile = z.strictObject(
  {
    version: z.literal(1, 'The only version is 1.').optional().describe('Always 1.'),
    auto: auto.optional().describe('What the planner may do where a rule says `use: auto`.'),
    critical: criticalShape
      .optional()
      .describe('Globs of the files whose work never moves to a cheaper tier to save money.'),
    rules: rulesShape.optional().describe('The rules. The first that matches wins.'),
    workflows: workflowsShape
      .optional()
      .describe('Tiers for workflows, by the workflow’s name, in place of those in its file.'),
    turns: turnsShape
      .optional()
      .describe(
        'The tier for each kind of turn in an agent’s loop, and which answers are checked.',
      ),
  },
  { error: 'A policy has `rules`, `critical`, `auto`, `turns` and `workflows`, all optional.' },
);
const tiers = z.record(
  z.string().min(1),
  z.array(z.string(), 'Write a list of model references.').min(1, 'Name at least one model.'),
  { error: 'Write an object of tier names, each with a list of model references.' },
);

type WrittenRule = z.infer<typeof ruleShape>;

/** The rules of one list: what is used, what stays on this machine, and what mistakes cost. */
type RulesByKind = Pick<WrittenPolicy, 'rules' | 'localRules' | 'costRules'>;

/** What a repository's policy file says, or the same keys in settings. */
export interface WrittenPolicy {
  readonly rules: readonly Rule[];
  /** Omitted when there is none, as are those of the costs of mistakes. */
  readonly localRules?: readonly LocalRule[];
  readonly costRules?: readonly CostRule[];
  readonly critical: readonly string[];
  readonly auto?: AutoPolicy;
  readonly workflows?: Readonly<Record<string, WorkflowChoices>>;
  /** Tiers for the turns of agents' loops. */
  readonly turnTiers?: TurnTiers;
}

/**
 * Reads the value of `.tierwise/policy.yaml`. `tierNames` are the tiers that it may name; a repository names
 * no model. The notices name caps that are wider than the user's own, which hold instead.
 */
export function parsePolicyFile(
  written: unknown,
  tierNames: readonly string[],
  limits: SpendingLimits = usualLimits.request,
): { policy: WrittenPolicy; problems: InputProblem[]; notices: InputProblem[] } {
  const parsed = policyFile.safeParse(written ?? {});
  if (!parsed.success) {
    const problems = problemsOf(parsed.error);
    return { policy: { rules: [], critical: [] }, problems, notices: [] };
  }
  const { rules: writtenRules = [], critical = [], auto: writtenAuto, workflows } = parsed.data;
  const turns = readTurnTiers(parsed.data.turns, tierNames, {
    base: ['turns'],
    inRepository: true,
  });
  return {
    policy: {
      ...toRules(writtenRules, 'repository'),
      critical,
      ...(writtenAuto && { auto: defined(writtenAuto) }),
      ...(workflows && { workflows: toWorkflowChoices(workflows) }),
      ...(Object.keys(turns.tiers).length > 0 && { turnTiers: turns.tiers }),
    },
    problems: [
      ...unknownTiers(writtenRules, tierNames, ['rules'], { inRepository: true }),
      ...unknownPool(writtenAuto?.tiers ?? [], tierNames),
      ...unknownChoices(workflows ?? {}, tierNames, (tier, path) =>
        unknownTier(tier, tierNames, path),
      ),
      ...turns.problems,
    ],
    notices: writtenRules.flatMap(({ use }, index) =>
      use === undefined || typeof use === 'string'
        ? []
        : widerThan(limits, use, ['rules', index, 'use']),
    ),
  };
}

/** Reads the `tierwise.rules` setting. */
export function parseRulesSetting(
  written: unknown,
  tierNames: readonly string[],
): RulesByKind & { problems: InputProblem[] } {
  const parsed = rulesShape.safeParse(written ?? []);
  if (!parsed.success) {
    const local = mayDemandLocal(JSON.stringify(written)) && [unreadLocalRule('settings')];
    return { rules: [], ...(local && { localRules: local }), problems: problemsOf(parsed.error) };
  }
  return {
    ...toRules(parsed.data, 'settings'),
    problems: unknownTiers(parsed.data, tierNames, [], { inRepository: false }),
  };
}

/** Reads the `tierwise.tiers` setting: tier names, each with model references. */
export function parseTiersSetting(written: unknown): {
  tiers: Record<string, readonly string[]>;
  problems: InputProblem[];
} {
  const parsed = tiers.safeParse(written);
  if (!parsed.success) return { tiers: {}, problems: problemsOf(parsed.error) };
  const problems = Object.entries(parsed.data).flatMap(([tier, references]) =>
    references.flatMap((reference, index): InputProblem[] =>
      parseModelChoice(reference)
        ? []
        : [
            {
              path: [tier, index],
              message: `"${reference}" is not a model reference. Write provider/model, such as ollama/qwen3:4b.`,
            },
          ],
    ),
  );
  return { tiers: parsed.data, problems };
}

/** The JSON Schema of the policy file, for completion and hover in editors. */
export function policySchema(): unknown {
  return z.toJSONSchema(policyFile, { override: withoutBounds });
}

function toRules(written: readonly WrittenRule[], origin: LocalRule['origin']): RulesByKind {
  const named = written.map(({ name, when: condition, use, local, mistakeCost }, index) => ({
    use,
    local,
    mistakeCost,
    rule: { name: name ?? `rule ${index + 1}`, when: toWhen(condition), origin },
  }));
  const localRules = named.flatMap(({ local, rule }) => (local ? [rule] : []));
  const costRules = named.flatMap(({ mistakeCost: cost, rule }) =>
    cost === undefined ? [] : [{ ...rule, cost }],
  );
  return {
    rules: named.flatMap(({ use, rule }) =>
      use === undefined ? [] : [{ ...rule, use: toUse(use) }],
    ),
    ...(localRules.length > 0 && { localRules }),
    ...(costRules.length > 0 && { costRules }),
  };
}

function toUse(use: NonNullable<WrittenRule['use']>): Rule['use'] {
  if (use === fastestUse) return { fastest: [], by: 'total' };
  if (typeof use === 'string') return use;
  const written = 'fastest' in use ? { ...use, by: use.by ?? 'total' } : use;
  return defined(written) as Exclude<Rule['use'], string>;
}

/** Whether rules that cannot be read may hold a `local: true`. */
export function mayDemandLocal(text: string): boolean {
  return /\blocal\b["']?\s*:/i.test(text);
}

/** Keeps everything on this machine, because nobody can tell what the rules meant to keep there. */
export function unreadLocalRule(origin: LocalRule['origin']): LocalRule {
  return { name: 'the rules with an error', when: {}, origin };
}

function toWhen(written: WrittenRule['when']): When {
  const { minLines, maxLines, critical, ...lists } = written;
  const asLists = Object.entries(lists)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, [value].flat()]);
  return {
    ...(Object.fromEntries(asLists) as Pick<
      When,
      'taskType' | 'language' | 'path' | 'keywords' | 'reasoning'
    >),
    ...(minLines !== undefined && { minLines }),
    ...(maxLines !== undefined && { maxLines }),
    ...(critical !== undefined && { critical }),
  };
}

function unknownTiers(
  written: readonly WrittenRule[],
  tierNames: readonly string[],
  base: readonly string[],
  { inRepository }: { readonly inRepository: boolean },
): InputProblem[] {
  return written.flatMap(({ use }, index) =>
    namedTiers(use, inRepository)
      .filter(({ tier }) => !tierNames.includes(tier))
      .map(({ tier, path }) =>
        unknownTier(tier, tierNames, [...base, index, 'use', ...path], inRepository),
      ),
  );
}

function unknownPool(pool: readonly string[], tierNames: readonly string[]): InputProblem[] {
  return pool.flatMap((tier, index) =>
    tierNames.includes(tier) ? [] : unknownTier(tier, tierNames, ['auto', 'tiers', index]),
  );
}

function unknownTier(
  tier: string,
  tierNames: readonly string[],
  path: ProblemPath,
  inRepository = true,
): InputProblem {
  const tiers = `The tiers are ${tierNames.join(', ')}.`;
  const message =
    inRepository && parseModelChoice(tier)
      ? namesAModel(tier, tiers)
      : `There is no tier "${tier}". ${tiers}`;
  return { path, message };
}

/** Every tier that a rule's `use` names, with its path. Only the user's own settings may name a model as judge. */
function namedTiers(
  use: WrittenRule['use'],
  inRepository: boolean,
): { tier: string; path: ProblemPath }[] {
  if (use === undefined || use === autoUse || use === fastestUse) return [];
  if (typeof use === 'string') return [{ tier: use, path: [] }];
  const list = (['cascade', 'speculate', 'fastest'] as const).find((each) => each in use)!;
  const rungs = tiersUsed({ use: use as Rule['use'] }).map((tier, place) => ({
    tier,
    path: [list, place],
  }));
  const { judge } = use;
  if (judge === undefined || (!inRepository && parseModelChoice(judge))) return rungs;
  return [...rungs, { tier: judge, path: ['judge'] }];
}

const budgets = z.partialRecord(
  z.enum(taskTypes),
  z.number('Write a number of seconds.').positive('Write more than zero seconds.'),
  'Write an object of task types, each with a number of seconds.',
);

/** Reads the `tierwise.latencyBudgets` setting: task types, each with seconds. */
export function parseLatencyBudgets(written: unknown): {
  budgets: Partial<Readonly<Record<TaskType, number>>>;
  problems: InputProblem[];
} {
  const parsed = budgets.safeParse(written ?? {});
  return parsed.success
    ? { budgets: parsed.data, problems: [] }
    : { budgets: {}, problems: problemsOf(parsed.error) };
}
