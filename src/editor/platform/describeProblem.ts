import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import type { Choice, Decision } from '../../routing/decision.ts';
import { explain, explainRejected } from '../../routing/explain.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { splitReference } from '../../routing/models/model.ts';
import type { Task } from '../../routing/task.ts';
import { HumanError, type NextStep } from './humanError.ts';

const openProviders: NextStep = { label: 'Open Settings', setting: 'tierwise.providers' };
const openTiers: NextStep = { label: 'Open Settings', setting: 'tierwise.tiers' };
const pickTier: NextStep = { label: 'Pick Another Tier', command: 'tierwise.pickTier' };

/** The next step when another extension asks for more money than it may spend. */
export const raiseCapOrBudget = 'Raise tierwise.otherExtensions or your budget if you want that.';

/** The message for a refused decision: why nothing ran, and what to do. */
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
    // If several keys are missing, the developer chooses one.
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
    return 'Pick another tier, name a model that can in `tierwise.tiers`, or correct its `capabilities` in `tierwise.models`.';
  }
  return 'Name another model for this tier, or pick another tier.';
}

/** The message for a failed call. Nothing that was typed is lost: the task can be run again. */
export function describeProviderError(error: ProviderError, choice: Choice): HumanError {
  const { kind, origin, provider, status } = error;
  if (kind === 'aborted') return new HumanError('The run was cancelled.');
  if (kind === 'overBudget') {
    return new HumanError(`${error.message} Change your budgets, or pick a cheaper tier.`, [
      { label: 'Open Settings', setting: 'tierwise.budgets' },
      pickTier,
    ]);
  }
  if (!origin) return describeEditorModelError(error, choice);
  return serverErrors[kind]({
    error,
    provider,
    origin,
    choice,
    model: displayName(choice.model),
    code: status ? ` (${status})` : '',
    setKey: {
      label: 'Set API Key',
      command: 'tierwise.setApiKey',
      argument: splitReference(choice.model.reference)?.provider,
    },
  });
}

/** A failed call to a server, with the parts that its message may need. */
interface ServerFailure {
  readonly error: ProviderError;
  readonly provider: string;
  readonly origin: string;
  readonly choice: Choice;
  readonly model: string;
  /** The HTTP status in brackets; empty when there is none. */
  readonly code: string;
  readonly setKey: NextStep;
}

type ServerErrorKind = Exclude<ProviderErrorKind, 'aborted' | 'overBudget'>;

const serverErrors: Readonly<Record<ServerErrorKind, (failure: ServerFailure) => HumanError>> = {
  noKey: ({ provider, origin, setKey }) =>
    new HumanError(`There is no key for ${provider} at ${origin}. Set one first.`, [setKey]),
  badKey: ({ provider, origin, code, setKey }) =>
    new HumanError(
      `${provider} did not accept the key for ${origin}${code}. Set a valid key and run the task again.`,
      [setKey],
    ),
  forbidden: ({ error, provider, model, code, setKey }) =>
    new HumanError(
      `${provider} does not allow this key to use ${model}${code}: ${error.message} Set another key or pick another tier.`,
      [setKey, pickTier],
    ),
  billing: ({ error, provider, code }) =>
    new HumanError(
      `${provider} says that the account cannot pay for this call${code}: ${error.message} Add credit there or pick another tier.`,
      [pickTier],
    ),
  modelNotFound: ({ provider, origin, choice, code }) =>
    new HumanError(
      `${provider} has no model named “${choice.model.reference}” at ${origin}${code}. Name another model for the tier ${choice.tier}.`,
      [openTiers],
    ),
  badRequest: ({ error, provider, code }) =>
    new HumanError(`${provider} refused the request${code}: ${error.message}`, [
      pickTier,
      { label: 'Show Log', command: 'tierwise.showLog' },
    ]),
  tooLong: ({ model, code }) =>
    new HumanError(
      `The file is too long for ${model}${code}. Select less, or pick a tier whose model takes more.`,
      [pickTier],
    ),
  rateLimited: ({ error, provider, code }) =>
    new HumanError(
      `${provider} is limiting the rate of requests${code}.${waitHint(error)} Try again later, or pick another tier.`,
      [pickTier],
    ),
  overloaded: ({ provider, code }) =>
    new HumanError(`${provider} could not answer now${code}. Try again, or pick another tier.`, [
      pickTier,
    ]),
  unreachable: ({ error, provider, origin }) =>
    new HumanError(
      `Nothing answers at ${origin} (${error.message}). Start the server or check the address of ${provider}.`,
      [openProviders],
    ),
  timeout: ({ error, provider, origin }) =>
    new HumanError(
      `${provider} at ${origin} stopped answering: ${error.message} Try again, or pick another tier.`,
      [pickTier],
    ),
  redirected: ({ error, origin }) =>
    new HumanError(
      `${origin} redirected the request: ${error.message} Tierwise does not follow redirects, because your key would go along. Correct the address in your settings.`,
      [openProviders],
    ),
  notAnAnswer,
  malformed: notAnAnswer,
  endless: ({ error, provider }) =>
    new HumanError(`${provider} wrote too much: ${error.message} Pick another tier.`, [pickTier]),
};

function notAnAnswer({ error, provider, origin }: ServerFailure): HumanError {
  return new HumanError(
    `What ${origin} sent is not a model's answer: ${error.message} Check the address and wire of ${provider}.`,
    [openProviders],
  );
}

/** Models inside VS Code need no address and no key, so their own message says what is wrong. */
function describeEditorModelError(
  { kind, provider, message }: ProviderError,
  { model, tier }: Choice,
): HumanError {
  const text = `${displayName(model)} of ${provider} did not answer: ${message}`;
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  switch (kind) {
    case 'modelNotFound':
      return new HumanError(`${sentence} Name another model for the tier ${tier}.`, [openTiers]);
    case 'forbidden':
      return new HumanError(`${sentence} Allow it when VS Code asks, or pick another tier.`, [
        pickTier,
      ]);
    default:
      return new HumanError(`${sentence} Try again, or pick another tier.`, [pickTier]);
  }
}

function waitHint({ retryAfterMs }: ProviderError): string {
  return retryAfterMs === undefined ? '' : ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
}
