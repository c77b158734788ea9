import type { ProviderError } from '../../providers/providerError.ts';
import type { Choice, Decision } from '../../routing/decision.ts';
import { explain } from '../../routing/explain.ts';
import { explainRejected } from '../../routing/explainPassedOver.ts';
import { howToRunHere, type Stay } from '../../routing/stay.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { splitReference } from '../../routing/models/model.ts';
import { waysToEnlarge } from '../../routing/models/serverWindow.ts';
import type { Task } from '../../routing/task.ts';
import { HumanError, type NextStep } from './humanError.ts';
import {
  describeTooLong,
  describeTooManyTools,
  openTiers,
  pickTier,
  serverErrors,
} from './problems/serverErrors.ts';
import { say } from './say.ts';

const showReady: NextStep = { label: say('Show What Is Ready'), command: 'tierwise.showReady' };

/** The next step when another extension asks for more money than it may spend. */
export const raiseCapOrBudget = say(
  'Raise tierwise.otherExtensions or your budget if you want that.',
);

/** The message for a refused decision: why nothing ran, and what to do. */
export function describeRefusal(task: Task, decision: Decision): HumanError {
  const sentence = explain(task, decision, say);
  const { rejected, plan } = decision;
  if (plan.kind === 'refuse' && plan.refusal.kind === 'alreadyAtTop')
    return new HumanError(sentence);
  if (decision.stay) return describeStaying(sentence, decision.stay);
  const reasons = explainRejected(rejected, say);
  const missingKey = rejected.find(({ unavailability }) => unavailability.kind === 'noKey');
  const message = [sentence, reasons && `${reasons}.`, nextStep(task, rejected)];
  const setKey: NextStep | undefined = missingKey && {
    label: say('Set API Key'),
    command: 'tierwise.setApiKey',
    // If several keys are missing, the developer chooses one.
    argument: rejected.length === 1 && splitReference(missingKey.model.reference)?.provider,
  };
  return new HumanError(message.filter(Boolean).join(' '), [
    ...(setKey ? [setKey] : []),
    ...(plan.kind === 'refuse' && plan.refusal.kind === 'noModelReady' ? [showReady] : []),
    openTiers,
  ]);
}

/** Why a task that must stay on this machine did not run, and what to do. */
function describeStaying(sentence: string, { origin }: Stay): HumanError {
  const changeRule: NextStep =
    origin === 'repository'
      ? { label: say('Change the Rule'), command: 'tierwise.openPolicy' }
      : { label: say('Change the Rule'), setting: 'tierwise.rules' };
  return new HumanError(`${sentence} ${say(howToRunHere)}`, [changeRule, openTiers]);
}

function nextStep({ conversation }: Task, rejected: Decision['rejected']): string {
  if (rejected.some(({ unavailability }) => unavailability.kind === 'noKey')) {
    return say('Set a key, start a local model server, or name another model for this tier.');
  }
  if (rejected.some(({ unavailability }) => unavailability.kind === 'lacksAbility')) {
    return say(
      'Pick another tier, name a model that can in `tierwise.tiers`, or correct its `capabilities` in `tierwise.models`.',
    );
  }
  const small = rejected.flatMap(({ unavailability }) =>
    unavailability.kind === 'contextTooSmall' ? [unavailability] : [],
  );
  if (small.length > 0) {
    const ways = new Set(
      small.flatMap(({ server }) => (server ? [say(waysToEnlarge[server])] : [])),
    );
    const enlarge = [...ways].map((way) => say(', or {0}', way)).join('');
    return conversation
      ? say(
          'Pick a tier whose model takes more, or start a new chat, attach less or have the tools show less{0}.',
          enlarge,
        )
      : say(
          'A file is sent whole, because its imports and types shape the answer. Pick a tier whose model takes more, or send less{0}.',
          enlarge,
        );
  }
  return say('Name another model for this tier, or pick another tier.');
}

/** The message for a failed call. Nothing that was typed is lost: the task can be run again. */
export function describeProviderError(error: ProviderError, choice: Choice): HumanError {
  const { kind, origin, provider, status } = error;
  if (kind === 'aborted') return new HumanError(say('The run was cancelled.'));
  if (kind === 'overBudget') return describeOverBudget(error);
  if (kind === 'promptCut') return describeTooLong(error.message, choice);
  if (!origin && kind !== 'tooLong') return describeEditorModelError(error, choice);
  return serverErrors[kind]({
    error,
    provider,
    origin,
    choice,
    model: displayName(choice.model),
    code: status ? ` (${status})` : '',
    setKey: {
      label: say('Set API Key'),
      command: 'tierwise.setApiKey',
      argument: splitReference(choice.model.reference)?.provider,
    },
  });
}

const settingLabels: Readonly<Record<string, string>> = {
  'tierwise.budgets': say('Open Budgets'),
  'tierwise.limits': say('Open Limits'),
  'tierwise.models': say('Open Models'),
};

/** A call that a budget or a limit refused. What a single setting decides, its message says already. */
function describeOverBudget({ message, setting }: ProviderError): HumanError {
  if (setting === undefined) {
    return new HumanError(say('{0} Change your budgets, or pick a cheaper tier.', message), [
      { label: say('Open Settings'), setting: 'tierwise.budgets' },
      pickTier,
    ]);
  }
  return new HumanError(message, [
    { label: settingLabels[setting] ?? say('Open Settings'), setting },
    pickTier,
  ]);
}

/**
 * The message for a failure that lasts until the developer does something, although another model answered
 * this time. Undefined for a failure that passes by itself.
 */
export function describeLastingError(error: ProviderError, choice: Choice): string | undefined {
  const lasts =
    error.failed === 'account' || error.kind === 'wrongAddress' || error.kind === 'certificate';
  if (!lasts) return undefined;
  return say(
    '{0} Until then, other models of the tier answer.',
    describeProviderError(error, choice).message,
  );
}

/** Models inside VS Code need no address and no key, so their own message says what is wrong. */
function describeEditorModelError(
  { kind, provider, message }: ProviderError,
  { model, tier }: Choice,
): HumanError {
  const text = say('{0} of {1} did not answer: {2}', displayName(model), provider, message);
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  switch (kind) {
    case 'tooManyTools':
      return describeTooManyTools(sentence);
    case 'modelNotFound':
      return new HumanError(say('{0} Name another model for the tier {1}.', sentence, tier), [
        openTiers,
      ]);
    case 'forbidden':
      return new HumanError(
        say('{0} Allow it when VS Code asks, or pick another tier.', sentence),
        [pickTier],
      );
    default:
      return new HumanError(say('{0} Try again, or pick another tier.', sentence), [pickTier]);
  }
}
