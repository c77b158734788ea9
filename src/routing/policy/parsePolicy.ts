import * as z from 'zod';
import { defined } from '../input/objects.ts';
import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { type SpendingLimits, usualLimits } from '../budgets/requestLimits.ts';
import {
  type AutoPolicy,
  autoUse,
  type CostRule,
  fastestUse,
  type LocalRule,
  type Rule,
  type When,
  type WorkflowChoices,
} from './policy.ts';
import { widerThan } from './repositoryLaw.ts';
import {
  criticalShape,
  rulesShape,
  tierList,
  withoutBounds,
  type WrittenRule,
} from './ruleShapes.ts';
import { referenceProblem } from '../models/referenceProblem.ts';
import { writtenElsewhere } from './writtenElsewhere.ts';
import { ruleNotices } from './ruleNotices.ts';
import { readTurnTiers, turnsShape } from './parseTurns.ts';
import type { TurnTiers } from './turnPolicy.ts';
import { unknownPool, unknownTier, unknownTiers } from './unknownTiers.ts';
import { toWorkflowChoices, unknownChoices, workflowsShape } from './workflowModels.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

const share = (message: string) => z.number(message).min(0).max(1).optional();
const auto = z.strictObject(
  {
    tiers: tierList
      .min(2, toSay('Name at least two.'))
      .optional()
      .describe('The tiers that the planner may use. Defaults to all of them.'),
    floor: share(toSay('Write a share from 0 to 1, such as 0.99.')).describe(
      'The share of the strongest tier’s quality that is kept on average. Defaults to that of `tierwise.aim`.',
    ),
    worst: share(toSay('Write a share from 0 to 1, such as 0.9.')).describe(
      'The share that each task type keeps if it turns out worse than expected. Defaults to that of `tierwise.aim`.',
    ),
    exploringShare: share(toSay('Write a share from 0 to 1, such as 0.005.')).describe(
      'The most that trying plans may cost, as a share of the cost of the strongest tier. Can only lower the usual 0.005.',
    ),
  },
  {
    error: toSay('Say which `tiers` the planner may use, or the `floor` of quality that it keeps.'),
  },
);
const policyFile = z.strictObject(
  {
    version: z
      .literal(1, toSay('Write 1, the only version that this Tierwise reads.'))
      .optional()
      .describe('Always 1.'),
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
  {
    error: ({ input }) =>
      Array.isArray(input)
        ? toSay('Write `rules:` in a line above this list, and indent the list.')
        : toSay('A policy has `rules`, `critical`, `auto`, `turns` and `workflows`, all optional.'),
  },
);
const tiers = z.record(
  z.string().min(1),
  z
    .array(z.string(), toSay('Write a list of model references.'))
    .min(1, toSay('Name at least one model.')),
  { error: toSay('Write an object of tier names, each with a list of model references.') },
);

/** The rules of one list: what is used, what stays on this machine, and what mistakes cost. */
type RulesByKind = Pick<WrittenPolicy, 'rules' | 'localRules' | 'costRules'>;

const nothingRead = { policy: { rules: [], critical: [] }, places: new Map(), notices: [] };
const turnsOfFile = { base: ['turns'], inRepository: true } as const;

/** Where each rule stands in the value that was read, by the rule itself. */
export type RulePlaces = ReadonlyMap<Rule | LocalRule | CostRule, ProblemPath>;

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

interface ParsedPolicyFile {
  readonly policy: WrittenPolicy;
  readonly places: RulePlaces;
  readonly problems: InputProblem[];
  readonly notices: InputProblem[];
}

/**
 * Reads the value of `.tierwise/policy.yaml`. `tierNames` are the tiers that it may name; a repository names
 * no model. The notices name caps that are wider than the user's own, which hold instead, and rules that are never used.
 */
export function parsePolicyFile(
  written: unknown,
  tierNames: readonly string[],
  limits: SpendingLimits = usualLimits.request,
  say: Say = inEnglish,
): ParsedPolicyFile {
  const parsed = readShape(policyFile, written ?? {}, [], { say });
  if (!parsed.success) {
    return { ...nothingRead, problems: writtenElsewhere(parsed.problems, say) };
  }
  const { rules: writtenRules = [], critical = [], auto: writtenAuto, workflows } = parsed.data;
  const turns = readTurnTiers(parsed.data.turns, tierNames, turnsOfFile, say);
  const { rules, places } = toRules(writtenRules, 'repository', ['rules']);
  return {
    places,
    policy: {
      ...rules,
      critical,
      ...(writtenAuto && { auto: defined(writtenAuto) }),
      ...(workflows && { workflows: toWorkflowChoices(workflows) }),
      ...(Object.keys(turns.tiers).length > 0 && { turnTiers: turns.tiers }),
    },
    problems: [
      ...unknownTiers(writtenRules, tierNames, ['rules'], { inRepository: true, say }),
      ...unknownPool(writtenAuto?.tiers ?? [], tierNames, say),
      ...unknownChoices(workflows ?? {}, tierNames, (tier, path) =>
        unknownTier(tier, tierNames, path, { say }),
      ),
      ...turns.problems,
    ],
    notices: [
      ...widerCaps(writtenRules, limits, say),
      ...ruleNotices(writtenRules, ['rules'], say),
    ],
  };
}

function widerCaps(
  written: readonly WrittenRule[],
  limits: SpendingLimits,
  say: Say,
): InputProblem[] {
  return written.flatMap(({ use }, index) =>
    use === undefined || typeof use === 'string'
      ? []
      : widerThan(limits, use, ['rules', index, 'use'], 'request', say),
  );
}

/** Reads the `tierwise.rules` setting. The notices name rules that are never used, or not as they say. */
export function parseRulesSetting(
  written: unknown,
  tierNames: readonly string[],
  say: Say = inEnglish,
): RulesByKind & { places: RulePlaces; problems: InputProblem[]; notices: InputProblem[] } {
  const parsed = readShape(rulesShape, written ?? [], [], { say });
  if (!parsed.success) {
    const unread = { rules: [], problems: parsed.problems, notices: [] };
    if (!mayDemandLocal(JSON.stringify(written))) return { ...unread, places: new Map() };
    const local = unreadLocalRule('settings');
    return { ...unread, localRules: [local], places: new Map([[local, []]]) };
  }
  const { rules, places } = toRules(parsed.data, 'settings', []);
  return {
    ...rules,
    places,
    problems: unknownTiers(parsed.data, tierNames, [], { inRepository: false, say }),
    notices: ruleNotices(parsed.data, [], say),
  };
}

/** Reads the `tierwise.tiers` setting: tier names, each with model references. */
export function parseTiersSetting(
  written: unknown,
  say: Say = inEnglish,
): {
  tiers: Record<string, readonly string[]>;
  problems: InputProblem[];
} {
  const parsed = readShape(tiers, written, [], { say });
  if (!parsed.success) return { tiers: {}, problems: parsed.problems };
  const problems = Object.entries(parsed.data).flatMap(([tier, references]): InputProblem[] => [
    ...tierNameProblems(tier, say),
    ...references.flatMap((reference, index) => {
      const message = referenceProblem(reference, say);
      return message === undefined ? [] : [{ path: [tier, index], message }];
    }),
  ]);
  return { tiers: parsed.data, problems };
}

function tierNameProblems(tier: string, say: Say): InputProblem[] {
  if (tier === autoUse || tier === fastestUse) {
    const message = say(
      'A tier cannot be named "{0}", which has a meaning of its own in rules. Rename it.',
      tier,
    );
    return [{ path: [tier], message }];
  }
  if (tier === tier.trim()) return [];
  return [
    { path: [tier], message: say('The name "{0}" has a space around it. Take it out.', tier) },
  ];
}

/** The JSON Schema of the policy file, for completion and hover in editors. */
export function policySchema(): unknown {
  return z.toJSONSchema(policyFile, { override: withoutBounds });
}

function toRules(
  written: readonly WrittenRule[],
  origin: LocalRule['origin'],
  base: ProblemPath,
): { rules: RulesByKind; places: RulePlaces } {
  const read = written.map(({ name, when: condition, use, local, mistakeCost: cost }, index) => {
    const rule = { name: name ?? `rule ${index + 1}`, when: toWhen(condition), origin };
    return {
      rules: use === undefined ? [] : [{ ...rule, use: toUse(use) }],
      localRules: local ? [rule] : [],
      costRules: cost === undefined ? [] : [{ ...rule, cost }],
    };
  });
  const localRules = read.flatMap((each) => each.localRules);
  const costRules = read.flatMap((each) => each.costRules);
  return {
    rules: {
      rules: read.flatMap(({ rules }) => rules),
      ...(localRules.length > 0 && { localRules }),
      ...(costRules.length > 0 && { costRules }),
    },
    places: new Map(
      read.flatMap((each, index) =>
        Object.values(each).flatMap((made) =>
          made.map((rule) => [rule, [...base, index]] as const),
        ),
      ),
    ),
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
