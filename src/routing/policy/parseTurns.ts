import * as z from 'zod';
import { didYouMean, tiersAre } from '../input/didYouMean.ts';
import { defined, isRecord } from '../input/objects.ts';
import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { parseModelChoice } from '../models/model.ts';
import { autoUse } from './policy.ts';
import { namesAModel } from './repositoryLaw.ts';
import { turnGatings, type TurnKey, turnKeys, type TurnTiers } from './turnPolicy.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

const descriptions: Readonly<Record<TurnKey, string>> = {
  plan: 'The first turn of a loop, which decides how to go about the work.',
  read: 'Turns that read what a tool returned, to find what the work needs.',
  choose: 'Turns that choose the next tool.',
  edit: 'Turns that write an edit.',
  repair: 'Turns after a tool or a check failed.',
  answer: 'The last turn, which tells the developer what was done.',
  execute: 'Every kind of turn but `plan` that is not named here.',
  subagent:
    'All turns of agents that another agent started. It holds whatever happens in their loops.',
  planMode: 'All turns of an agent that only plans. Defaults to the tier of `plan`.',
  side: 'What a client asks for itself: titles, summaries, commit messages. Defaults to the first tier.',
};

const hint = toSay('Name a tier such as `fast`, or `auto`.');
const keyHint = toSay(
  'Name kinds of turns, each with a tier, such as `{ plan: reasoning, execute: fast }`.',
);
// Not strict, so that a name that is not known is told with the one that was meant.
const writtenShape = z.record(z.string(), z.string(hint).min(1, hint), { error: keyHint });
const gatingShape = z.enum(turnGatings).optional();
const documentedShape = z.strictObject({
  ...(Object.fromEntries(
    turnKeys.map((key) => [key, z.string().min(1).optional().describe(descriptions[key])]),
  ) as Record<TurnKey, z.ZodOptional<z.ZodString>>),
  gate: gatingShape.describe(
    'Which answers are checked before the agent gets them, and asked for again when they fail: those that edit files (`edits`, the default), all that call tools, or none.',
  ),
});

/** The `turns` part of a policy: any record here, because `readTurnTiers` knows its problems. */
export const turnsShape = z.unknown().meta(turnsSchema());

/**
 * Reads the tiers of turns, as settings and the policy file write them. A repository names tiers and no
 * models. `base` is where they stand.
 */
export function readTurnTiers(
  written: unknown,
  tierNames: readonly string[],
  { base, inRepository }: { readonly base: ProblemPath; readonly inRepository: boolean },
  say: Say = inEnglish,
): { tiers: TurnTiers; problems: readonly InputProblem[] } {
  const { gate: writtenGate, ...writtenTiers } = isRecord(written) ? written : {};
  const parsed = readShape(writtenShape, isRecord(written) ? writtenTiers : (written ?? {}), base, {
    say,
  });
  if (!parsed.success) return { tiers: {}, problems: parsed.problems };
  const gating = readShape(gatingShape, writtenGate, [...base, 'gate'], { say });
  const problems = Object.entries(parsed.data).flatMap(([key, tier]): InputProblem[] => {
    const path = [...base, key];
    if (!isTurnKey(key)) return [{ path, message: unknownKey(key, say) }];
    if (tier === autoUse || tierNames.includes(tier)) return [];
    return [{ path, message: unknownTier(tier, { tierNames, inRepository }, say) }];
  });
  if (!gating.success) problems.push(...gating.problems);
  if (problems.length > 0 || !gating.success) return { tiers: {}, problems };
  return { tiers: { ...parsed.data, ...defined({ gate: gating.data }) }, problems };
}

/** The JSON Schema of `tierwise.turns`, for package.json. */
export function turnsSchema(): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(documentedShape);
  return schema;
}

function isTurnKey(key: string): key is TurnKey {
  return turnKeys.some((known) => known === key);
}

function unknownKey(key: string, say: Say): string {
  const said = say('There is no kind of turn "{0}".', key);
  return `${said}${didYouMean(key, [...turnKeys, 'gate'], say)}`;
}

function unknownTier(
  tier: string,
  {
    tierNames,
    inRepository,
  }: { readonly tierNames: readonly string[]; readonly inRepository: boolean },
  say: Say,
): string {
  const tiers = tiersAre(tierNames, say);
  if (parseModelChoice(tier)) {
    return inRepository
      ? namesAModel(tier, tiers, say)
      : say(
          '"{0}" names a model, and a kind of turn has a tier. {1} Put the model into one of them, in `tierwise.tiers`.',
          tier,
          tiers,
        );
  }
  const near = didYouMean(tier, [...tierNames, autoUse], say);
  return `${say('There is no tier "{0}".', tier)}${near || ` ${tiers}`}`;
}
