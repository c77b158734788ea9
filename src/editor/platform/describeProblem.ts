import type { ProviderError } from '../../providers/providerError.ts';
import type { Choice, Decision } from '../../routing/decision.ts';
import { explain, explainRejected } from '../../routing/explain.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { splitReference } from '../../routing/models/model.ts';
import type { Task } from '../../routing/task.ts';
import { HumanError, type NextStep } from './humanError.ts';

const openProviders: NextStep = { label: 'Open Settings', setting: 'tierwise.providers' };
const openTiers: NextStep = { label: 'Open Settings', setting: 'tierwise.tiers' };
const pickTier: NextStep = { label: 'Pick Another Tier', command: 'tierwise.pickTier' };

/** What helps when another extension asks for more money than it may spend. */
export const raiseCapOrBudget = 'Raise tierwise.otherExtensions or your budget if you want that.';

/** What a refused decision says to the developer: why nothing ran, and what to do. */
export function describeRefusal(task: Task, decision: Decision): HumanError {
  const sentence = explain(task, decision);
  const { rejected, plan } = decision;
  if (plan.kind === 'refuse' && plan.refusal.kind === 'alreadyAtTop')
    return new HumanError(sentence);
  const reasons = explainRejected(rejected);
  const missingKey = rejected.find(({ unavailability }) => unavailability.kind === 'noKey');
  const message = [sentence, reasons && `${reasons}.`, nextStep(rejected)];
  const setKey: NextStep | undefined = missingKey && {
    label: 'Set API Key',
    command: 'tierwise.setApiKey',
    // With several keys missing the developer chooses.
    argument: rejected.length === 1 && splitReference(missingKey.model.reference)?.provider,
  };
  return new HumanError(message.filter(Boolean).join(' '), [
    ...(setKey ? [setKey] : []),
    openTiers,
  ]);
}

function nextStep(rejected: Decision['rejected']): string {
  if (rejected.some(({ unavailability }) => unavailability.kind === 'noKey')) {
    return 'Set a key, start a local model server, or name another model for this tier.';
  }
  if (rejected.some(({ unavailability }) => unavailability.kind === 'lacksAbility')) {
    return 'Pick another tier, name a model that can in `tierwise.tiers`, or correct its `abilities` in `tierwise.models`.';
  }
  return 'Name another model for this tier, or pick another tier.';
}

/** What a failed call says to the developer. Nothing that was typed is lost: it can be run again. */
export function describeProviderError(error: ProviderError, choice: Choice): HumanError {
  const { origin, status } = error;
  if (error.kind === 'overBudget') {
    return new HumanError(`${error.message} Change your budgets, or pick a cheaper tier.`, [
      { label: 'Open Settings', setting: 'tierwise.budgets' },
      pickTier,
    ]);
  }
  if (!origin) return describeEditorModelError(error, choice);
  const provider = error.provider;
  const model = displayName(choice.model);
  const setKey: NextStep = {
    label: 'Set API Key',
    command: 'tierwise.setApiKey',
    argument: splitReference(choice.model.reference)?.provider,
  };
  const code = status ? ` (${status})` : '';
  switch (error.kind) {
    case 'noKey':
      return new HumanError(`There is no key for ${provider} at ${origin}. Set one first.`, [
        setKey,
      ]);
    case 'badKey':
      return new HumanError(
        `${provider} did not accept the key for ${origin}${code}. Set a valid key and run the task again.`,
        [setKey],
      );
    case 'forbidden':
      return new HumanError(
        `${provider} does not allow this key to use ${model}${code}: ${error.message} Set another key or pick another tier.`,
        [setKey, pickTier],
      );
    case 'billing':
      return new HumanError(
        `${provider} says that the account cannot pay for this call${code}: ${error.message} Add credit there or pick another tier.`,
        [pickTier],
      );
    case 'modelNotFound':
      return new HumanError(
        `${provider} has no model named “${choice.model.reference}” at ${origin}${code}. Name another model for the tier ${choice.tier}.`,
        [openTiers],
      );
    case 'badRequest':
      return new HumanError(`${provider} refused the request${code}: ${error.message}`, [
        pickTier,
        { label: 'Show Log', command: 'tierwise.showLog' },
      ]);
    case 'tooLong':
      return new HumanError(
        `The file is too long for ${model}${code}. Select less, or pick a tier whose model takes more.`,
        [pickTier],
      );
    case 'rateLimited':
      return new HumanError(
        `${provider} is limiting the rate of requests${code}.${waitHint(error)} Try again then, or pick another tier.`,
        [pickTier],
      );
    case 'overloaded':
      return new HumanError(
        `${provider} could not answer now${code}. Try again, or pick another tier.`,
        [pickTier],
      );
    case 'unreachable':
      return new HumanError(
        `Nothing answers at ${origin} (${error.message}). Start the server or check the address of ${provider}.`,
        [openProviders],
      );
    case 'timeout':
      return new HumanError(
        `${provider} at ${origin} stopped answering: ${error.message} Try again, or pick another tier.`,
        [pickTier],
      );
    case 'redirected':
      return new HumanError(
        `${origin} sent the request elsewhere: ${error.message} Tierwise follows no redirect, because your key would go along. Write the right address.`,
        [openProviders],
      );
    case 'notAnAnswer':
    case 'malformed':
      return new HumanError(
        `What ${origin} sent is not a model's answer: ${error.message} Check the address and wire of ${provider}.`,
        [openProviders],
      );
    case 'aborted':
      return new HumanError('The run was cancelled.');
  }
}

/** VS Code's own models have no address and no key of ours: their own words say what is wrong. */
function describeEditorModelError(
  { kind, provider, message }: ProviderError,
  { model, tier }: Choice,
): HumanError {
  if (kind === 'aborted') return new HumanError('The run was cancelled.');
  const what = `${displayName(model)} of ${provider} did not answer: ${message}`;
  const told = /[.!?]$/.test(what) ? what : `${what}.`;
  switch (kind) {
    case 'modelNotFound':
      return new HumanError(`${told} Name another model for the tier ${tier}.`, [openTiers]);
    case 'forbidden':
      return new HumanError(`${told} Allow it when VS Code asks, or pick another tier.`, [
        pickTier,
      ]);
    default:
      return new HumanError(`${told} Try again, or pick another tier.`, [pickTier]);
  }
}

function waitHint({ retryAfterMs }: ProviderError): string {
  return retryAfterMs === undefined ? '' : ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
}
