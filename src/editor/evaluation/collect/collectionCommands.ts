import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Collected } from '../../../evaluation/collect/collected.ts';
import { scrubbed } from '../../../evaluation/collect/scrub.ts';
import type { FixtureSubject } from '../../../evaluation/fixture.ts';
import { hashOf } from '../../../evaluation/hash.ts';
import type { CommandId } from '../../platform/contributed.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import { addCases, type CaseParts } from './addCases.ts';
import { askSubject, subjectWords } from './askEvaluation.ts';
import type { LiveCollection } from './collectingParts.ts';
import { hiddenHere } from './hiddenHere.ts';
import { casesWords } from './importPage.ts';
import { pickSamples } from './pickSamples.ts';
import { momentWords } from '../../platform/moments.ts';
import { say } from '../../platform/say.ts';

export interface CollectionParts extends Services, CaseParts {
  readonly collecting: LiveCollection;
}

const title = say('Tierwise: Collect the Next 50');
/** Chosen by judgement: an evaluation with more is split up. */
const mostWanted = 500;

/** Begins a collection once the developer has agreed to it; offers what can be done with one that goes on. */
export async function collectFixtures(parts: CollectionParts): Promise<void> {
  const { collecting, workflows } = parts;
  if (collecting.goingOn) return offerSteps(collecting);
  if (!vscode.workspace.isTrusted || !vscode.workspace.workspaceFolders?.length) {
    throw new HumanError(say('Open a folder that you trust first: its work is what is collected.'));
  }
  const subject = await askSubject(workflows.files, {
    title,
    placeHolder: say('Of which work do you want to collect cases?'),
  });
  if (!subject) return;
  const wanted = await askWanted();
  if (wanted === undefined || !(await consents(subject, wanted))) return;
  await collecting.begin({
    id: randomUUID(),
    subject,
    workspace: workspaceKey(),
    wanted,
    startedAtMs: Date.now(),
  });
}

async function askWanted(): Promise<number | undefined> {
  const written = await vscode.window.showInputBox({
    title,
    prompt: say('After how many cases should it end by itself?'),
    value: '50',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= mostWanted
        ? undefined
        : say('Write a number from 1 to {0}.', mostWanted),
  });
  return written === undefined ? undefined : Number(written);
}

async function consents(subject: FixtureSubject, wanted: number): Promise<boolean> {
  const collect = say('Collect');
  const words = subjectWords(subject);
  const what =
    subject.kind === 'taskType'
      ? say(
          'Kept are: your instruction, the files of the task as they were, the answer, and whether you accepted, undid or escalated it.',
        )
      : say(
          'Kept are: the values that the step was given, the file that it changed, and its answer.',
        );
  const chosen = await vscode.window.showInformationMessage(
    say('Collect the next {0} of {1}?', casesWords(wanted), words),
    {
      modal: true,
      detail: [
        what,
        say(
          'They are kept in Tierwise’s own folder on this machine, and nothing of them leaves it. Keys and what your private files hold are taken out first; work on private files is not collected.',
        ),
        say(
          'It ends by itself after {0}. You can stop it, and delete what was collected, at any time.',
          casesWords(wanted),
        ),
      ].join('\n\n'),
    },
    collect,
  );
  return chosen === collect;
}

async function offerSteps({ goingOn }: LiveCollection): Promise<void> {
  if (!goingOn) return;
  const { collection, count } = goingOn;
  const items: (vscode.QuickPickItem & { readonly command: CommandId })[] = [
    { label: say('$(checklist) Review Collected…'), command: 'tierwise.reviewCollected' },
    { label: say('$(debug-stop) Stop Collecting'), command: 'tierwise.stopCollecting' },
    { label: say('$(trash) Delete Collected…'), command: 'tierwise.deleteCollected' },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: say(
      '{0} of {1} of {2} are collected.',
      count,
      casesWords(collection.wanted),
      subjectWords(collection.subject),
    ),
  });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}

/** Ends the collection and says what is there. Throws HumanError when there is none. */
export async function stopCollecting({ collecting }: CollectionParts): Promise<void> {
  const { goingOn } = collecting;
  if (!goingOn)
    throw new HumanError(say('Nothing is being collected, so there is nothing to stop.'));
  await collecting.end();
  await collecting.settled();
  const message = say(
    'Collecting has ended. {0} of {1} are kept on this machine until you review or delete them.',
    casesWords(goingOn.count),
    subjectWords(goingOn.collection.subject),
  );
  void vscode.window.showInformationMessage(message);
}

/** Deletes every collection of this machine, once the developer agrees. */
export async function deleteCollected({ collecting }: CollectionParts): Promise<void> {
  const files = await collecting.files();
  const all = await files.all();
  const count = all.reduce((sum, { samples }) => sum + samples.length, 0);
  const paths = await files.older();
  if (paths.length === 0) {
    throw new HumanError(
      say('Nothing is collected on this machine, so there is nothing to delete.'),
    );
  }
  const button = say('Delete');
  const chosen = await vscode.window.showWarningMessage(
    say('Delete {0} that Tierwise has collected on this machine?', casesWords(count)),
    {
      modal: true,
      detail: collecting.goingOn
        ? say(
            'Those of all workspaces go. The collection that goes on ends. Evaluations that you have made of them stay. This cannot be undone.',
          )
        : say(
            'Those of all workspaces go. Evaluations that you have made of them stay. This cannot be undone.',
          ),
    },
    button,
  );
  if (chosen !== button) return;
  await files.forget(paths);
  await collecting.refresh();
  void vscode.window.showInformationMessage(
    say('Deleted {0} that were collected.', casesWords(count)),
  );
}

/** Lets the developer keep, label or drop what was collected, and writes what is kept as fixtures. */
export async function reviewCollected(parts: CollectionParts): Promise<void> {
  const collected = await chosenCollection(parts.collecting);
  if (!collected) return;
  const { collection, samples } = collected;
  const labels = new Map<string, string>();
  const kept = await pickSamples(samples, labels);
  if (!kept) return;
  const dropped = samples.filter((each) => !kept.includes(each));
  if (dropped.length > 0 && !(await confirmDropping(dropped.length))) return;
  // What is reviewed is no longer counted, so a collection that goes on is over.
  if (parts.collecting.goingOn?.collection.id === collection.id) await parts.collecting.end();
  const files = await parts.collecting.files();
  await files.remove(
    collection.id,
    dropped.map(({ key }) => key),
  );
  const labelled = kept.map(({ key, fixture }) => {
    const label = labels.get(key);
    return label === undefined ? fixture : { ...fixture, label };
  });
  // A key may have become known since.
  const [first, ...others] = scrubbed(labelled, await hiddenHere(parts)).value;
  if (first) {
    const notes = [reviewNote];
    const cases = { subject: collection.subject, fixtures: [first, ...others], notes } as const;
    if (!(await addCases(say('Tierwise: Review Collected'), cases, parts))) return;
    await files.remove(
      collection.id,
      kept.map(({ key }) => key),
    );
  }
  await parts.collecting.refresh();
}

const reviewNote = say(
  'what looked like a key or a private value was taken out; look through it yourself as well',
);

/** The collection to review: the only one of this workspace, or the chosen one. Throws HumanError without one. */
async function chosenCollection(collecting: LiveCollection): Promise<Collected | undefined> {
  await collecting.settled();
  const here = (await (await collecting.files()).all()).filter(
    ({ collection, samples }) => collection.workspace === workspaceKey() && samples.length > 0,
  );
  const [only, another] = here;
  if (!only) {
    throw new HumanError(
      say(
        'Nothing is collected in this workspace yet. Run “Tierwise: Collect the Next 50…”, and work on.',
      ),
    );
  }
  if (!another) return only;
  const chosen = await vscode.window.showQuickPick(
    here.map((collected) => ({
      label: subjectWords(collected.collection.subject),
      description: casesWords(collected.samples.length),
      detail: momentWords(collected.collection.startedAtMs),
      collected,
    })),
    { title: say('Tierwise: Review Collected') },
  );
  return chosen?.collected;
}

async function confirmDropping(count: number): Promise<boolean> {
  const drop = say('Drop Them');
  const chosen = await vscode.window.showWarningMessage(
    count === 1
      ? say('Drop 1 case that is not ticked?')
      : say('Drop {0} that are not ticked?', casesWords(count)),
    { modal: true, detail: say('They are deleted from this machine. This cannot be undone.') },
    drop,
  );
  return chosen === drop;
}

/** Tells the workspaces of this machine apart. */
function workspaceKey(): string {
  const uri = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return hashOf(uri?.toString() ?? '');
}
