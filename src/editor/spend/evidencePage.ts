import { shareOf } from '../../routing/evidence/beta.ts';
import type { PastRequest } from '../../routing/evidence/evidence.ts';
import { gatherEvidence } from '../../routing/evidence/gatherEvidence.ts';
import { turnPrior } from '../../routing/evidence/turnPrior.ts';
import type { TurnRecord } from '../../routing/evidence/turnRecord.ts';
import { percent } from '../../routing/explainPlanned.ts';
import priors from '../../routing/planner/shippedPriors.json' with { type: 'json' };
import { formatMoney, moneyOf } from '../../routing/models/accounts.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { turnKinds } from '../../routing/turns/turn.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import { markdownTable } from '../platform/markdownTable.ts';
import { say, taskTypeName } from '../platform/say.ts';

/** The evidence as Markdown: a table for each task type that has any, one of agents' turns, and the priors' origin. */
export function evidencePage(past: readonly PastRequest[], turns: readonly TurnRecord[]): string {
  const sections = [...taskTypes.flatMap((type) => sectionOf(type, past)), ...turnSection(turns)];
  const nothing = say(
    'Nothing yet. Evidence comes with tasks whose answers were checked by gates, and with turns of agents’ loops.',
  );
  return [
    ...(sections.length > 0 ? sections : [nothing]),
    say('## Priors'),
    say(
      'The assumptions that count until there is evidence, as of {0}. {1}',
      priors.date,
      priors.origin,
    ),
    say('**Tierwise: Reset Evidence…** forgets what was learnt.'),
  ].join('\n\n');
}

function sectionOf(taskType: TaskType, past: readonly PastRequest[]): string[] {
  const own = past.filter((each) => each.taskType === taskType);
  const { figures } = gatherEvidence(own, { taskType });
  const simulated = own.flatMap(({ answers }) => answers.filter((each) => each.simulated));
  const isPractice = (rung: string) => simulated.some((each) => rung.startsWith(each.rung));
  const rows = [...figures].map(([rung, figure]) => {
    const { tries, passes, accepts, wrongAccepts, firstCost, climbCost, ms } = figure;
    const share = tries > 0 ? describeShare(passes, tries) : say('not judged');
    const cost = firstCost ?? climbCost;
    return [
      escapeMarkdown(rung),
      weight(tries),
      share,
      accepts > 0 ? say('{0} of {1}', wrongAccepts.toFixed(1), accepts.toFixed(1)) : '–',
      cost ? formatMoney(moneyOf(isPractice(rung)), Math.round(cost.mean), say) : say('unknown'),
      ms ? `${(ms.mean / 1000).toFixed(1)} s` : say('unknown'),
    ];
  });
  if (rows.length === 0) return [];
  const head = [
    say('Model'),
    say('Tries'),
    say('Pass'),
    say('Wrong accepts'),
    say('Mean cost'),
    say('Mean time'),
  ];
  return [`## ${taskTypeName(taskType)}`, markdownTable(head, rows)];
}

/** How turns of agents' loops went, kind by kind. */
function turnSection(turns: readonly TurnRecord[]): string[] {
  const rows = turnKinds.flatMap((kind) =>
    turns
      .filter(({ turn }) => turn === kind)
      .map(({ turn, rung, tries, worked }) => [
        turn,
        escapeMarkdown(rung),
        weight(tries),
        describeShare(worked, tries),
      ]),
  );
  if (rows.length === 0) return [];
  return [
    say('## Turns of agents’ loops'),
    say('A turn worked when its tools ran and its edits passed the check that followed.'),
    markdownTable([say('Kind'), say('Model'), say('Turns'), say('Worked')], rows),
    say(
      'Until there is evidence, {0} are assumed to work, as of {1}.',
      turnKinds
        .map((kind) => say('{0} of {1} turns', percent(turnPrior.works[kind]), kind))
        .join(', '),
      turnPrior.date,
    ),
  ];
}

function weight(tries: number): string {
  return tries.toFixed(tries < 10 ? 1 : 0);
}

/** In a narrow column it breaks before the interval, and nowhere else. */
function describeShare(passes: number, tries: number): string {
  const { mean, low, high } = shareOf(passes, tries);
  const parts = [percent(mean), say('({0} to {1})', percent(low), percent(high))];
  return parts.map((part) => part.replaceAll(' ', '\u00A0')).join(' ');
}
