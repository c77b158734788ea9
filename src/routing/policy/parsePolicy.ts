import * as z from 'zod';
import { defined } from '../input/objects.ts';
import { type InputProblem, type ProblemPath, problemsOf } from '../input/problems.ts';
import { parseModelChoice } from '../models/model.ts';
import { type TaskType, taskTypes } from '../task.ts';
import {
  type AutoPolicy,
  autoUse,
  type RuleSource,
  type Rule,
  tiersUsed,
  type When,
  type WorkflowChoices,
} from './policy.ts';
import {
  criticalShape,
  type ruleShape,
  rulesShape,
  tierList,
  withoutBounds,
} from './ruleShapes.ts';
import { toWorkflowChoices, unknownChoices, workflowsShape } from './workflowModels.ts';

const auto = z.strictObject(
  {
    tiers: tierList.min(2, 'Name at least two.').optional(),
    floor: z.number('Write a share, such as 0.99.').min(0).max(1).optional(),
    exploringShare: z.number('Write a share, such as 0.005.').min(0).max(1).optional(),
  },
  { error: 'Say which `tiers` the planner may use, or the `floor` of quality that it keeps.' },
);
const policyFile = z.strictObject(
  {
    version: z.literal(1, 'The only version is 1.').optional(),
    auto: auto.optional(),
    critical: criticalShape.optional(),
    rules: rulesShape.optional(),
    workflows: workflowsShape.optional(),
  },
  { error: 'A policy has `rules`, `critical`, `auto` and `workflows`, all optional.' },
);
const tiers = z.record(
  z.string().min(1),
  z.array(z.string(), 'Write a list of model references.').min(1, 'Name at least one model.'),
  { error: 'Write an object of tier names, each with a list of model references.' },
);

type WrittenRule = z.infer<typeof ruleShape>;

/** What a repository's policy file says, or the same keys in settings. */
export interface WrittenPolicy {
  readonly rules: readonly Rule[];
  readonly critical: readonly string[];
  readonly auto?: AutoPolicy;
  readonly workflows?: Readonly<Record<string, WorkflowChoices>>;
}

/** Reads the value of `.tierwise/policy.yaml`. `tierNames` are the tiers that `use` may name. */
export function parsePolicyFile(
  written: unknown,
  tierNames: readonly string[],
): { policy: WrittenPolicy; problems: InputProblem[] } {
  const parsed = policyFile.safeParse(written ?? {});
  if (!parsed.success) {
    return { policy: { rules: [], critical: [] }, problems: problemsOf(parsed.error) };
  }
  const { rules: writtenRules = [], critical = [], auto: writtenAuto, workflows } = parsed.data;
  return {
    policy: {
      rules: toRules(writtenRules, 'repository'),
      critical,
      ...(writtenAuto && { auto: defined(writtenAuto) }),
      ...(workflows && { workflows: toWorkflowChoices(workflows) }),
    },
    problems: [
      ...unknownTiers(writtenRules, tierNames, ['rules']),
      ...unknownPool(writtenAuto?.tiers ?? [], tierNames),
      ...unknownChoices(workflows ?? {}, tierNames, (tier, path) =>
        unknownTier(tier, tierNames, path),
      ),
    ],
  };
}

/** Reads the `tierwise.rules` setting. */
export function parseRulesSetting(
  written: unknown,
  tierNames: readonly string[],
): { rules: Rule[]; problems: InputProblem[] } {
  const parsed = rulesShape.safeParse(written ?? []);
  if (!parsed.success) return { rules: [], problems: problemsOf(parsed.error) };
  return {
    rules: toRules(parsed.data, 'settings'),
    problems: unknownTiers(parsed.data, tierNames, []),
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

function toRules(written: readonly WrittenRule[], origin: RuleSource): Rule[] {
  return written.map(({ name, when: condition, use }, index) => ({
    name: name ?? `rule ${index + 1}`,
    when: toWhen(condition),
    use: typeof use === 'string' ? use : (defined(use) as Exclude<Rule['use'], string>),
    origin,
  }));
}

function toWhen(written: WrittenRule['when']): When {
  const { minLines, maxLines, critical, ...lists } = written;
  const asLists = Object.entries(lists)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, [value].flat()]);
  return {
    ...(Object.fromEntries(asLists) as Pick<When, 'taskType' | 'language' | 'path' | 'keywords'>),
    ...(minLines !== undefined && { minLines }),
    ...(maxLines !== undefined && { maxLines }),
    ...(critical !== undefined && { critical }),
  };
}

function unknownTiers(
  written: readonly WrittenRule[],
  tierNames: readonly string[],
  base: readonly string[],
): InputProblem[] {
  return written.flatMap(({ use }, index) =>
    namedTiers(use)
      .filter(({ tier }) => !tierNames.includes(tier))
      .map(({ tier, path }) => unknownTier(tier, tierNames, [...base, index, 'use', ...path])),
  );
}

function unknownPool(pool: readonly string[], tierNames: readonly string[]): InputProblem[] {
  return pool.flatMap((tier, index) =>
    tierNames.includes(tier) ? [] : unknownTier(tier, tierNames, ['auto', 'tiers', index]),
  );
}

function unknownTier(tier: string, tierNames: readonly string[], path: ProblemPath): InputProblem {
  return { path, message: `There is no tier "${tier}". The tiers are ${tierNames.join(', ')}.` };
}

/** Every tier that a rule's `use` names, with its path. */
function namedTiers(use: WrittenRule['use']): { tier: string; path: ProblemPath }[] {
  if (use === autoUse) return [];
  if (typeof use === 'string') return [{ tier: use, path: [] }];
  const list = 'cascade' in use ? 'cascade' : 'speculate';
  const rungs = tiersUsed({ use: use as Rule['use'] }).map((tier, place) => ({
    tier,
    path: [list, place],
  }));
  // A judge may be a model reference as well.
  const { judge } = use;
  if (judge === undefined || parseModelChoice(judge)) return rungs;
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
