import { describeSoFar } from '../../../evaluation/watching/experiments/describeExperiment.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { HumanError } from '../../platform/humanError.ts';
import { openUserSetting } from '../../platform/reporter.ts';
import type { Services } from '../../services.ts';
import { say } from '../../platform/say.ts';

const setting = 'tierwise.experiments';

/** Shows what each of the user's experiments has found so far. Rejects with HumanError when there is none. */
export async function showExperiments({
  situation,
  experiments,
  prose,
  report,
}: Pick<Services, 'situation' | 'experiments' | 'prose' | 'report'>): Promise<void> {
  const set = await situation.experiments();
  if (set.length === 0) {
    throw new HumanError(
      say(
        'There is no experiment yet. Write one in the setting {0}: it compares two plans on your own work.',
        setting,
      ),
    );
  }
  const standings = await (await experiments.opened()).collect(set, Date.now());
  const open = standings.filter(({ end }) => end === undefined).length;
  prose.show({
    id: 'experiments',
    title: say('Experiments'),
    status: () => say('{0} of {1} still running', open, standings.length),
    markdown: () =>
      standings
        .map(
          (each) =>
            `## ${escapeMarkdown(each.experiment.name)}\n\n${escapeMarkdown(describeSoFar(each, say))}`,
        )
        .join('\n\n'),
    running: () => false,
    actions: () => [
      {
        label: say('Open Setting'),
        run: () => void openUserSetting(setting).catch(report.show),
      },
    ],
  });
}
