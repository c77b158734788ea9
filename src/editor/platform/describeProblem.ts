import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import type { Choice, Decision } from '../../routing/decision.ts';
import { explain, explainRejected } from '../../routing/explain.ts';
import { howToRunHere, type Stay } from '../../routing/stay.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { splitReference } from '../../routing/models/model.ts';
import { waysToEnlarge } from '../../routing/models/serverWindow.ts';
import type { Task } from '../../routing/task.ts';
import { HumanError, type NextStep } from './humanError.ts';

const openProviders: NextStep = { label: 'Open Settings', setting: 'tierwise.providers' };
const openTiers: NextStep = { label: 'Open Settings', setting: 'tierwise.tiers' };
const showReady: NextStep = { label: 'Show What Is Ready', command: 'tierwise.showReady' };
const pickTier: NextStep = { label: 'Pick Another Tier', command: 'tierwise.pickTier' };

/** The next step when another extension asks for more money than it may spend. */
export const raiseCapOrBudget = 'Raise tierwise.otherExtensions or your budget if you want that.';

/** The message for a refused decision: why nothing ran, and what to do. */
export function describeRefusal(task: Task, decision: Decision): HumanError {
  const sentence = explain(task, decision);
  const { rejected, plan } = decision;
  if (plan.kind === 'refuse' && plan.refusal.kind === 'alreadyAtTop')
    return new HumanError(sentence);
  if (decision.stay) return describeStaying(sentence, decision.stay);
  const reasons = explainRejected(rejected);
  const missingKey = rejected.find(({ unavailability }) => unavailability.kind === 'noKey');
  const message = [sentence, reasons && `${reasons}.`, nextStep(task, rejected)];
  const setKey: NextStep | undefined = missingKey && {
    label: 'Set API Key',
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
      ? { label: 'Change the Rule', command: 'tierwise.openPolicy' }
      : { label: 'Change the Rule', setting: 'tierwise.rules' };
  return new HumanError(`${sentence} ${howToRunHere}`, [changeRule, openTiers]);
}

function nextStep({ conversation }: Task, rejected: Decision['rejected']): string {
  if (rejected.some(({ unavailability }) => unavailability.kind === 'noKey')) {
    return 'Set a key, start a local model server, or name another model for this tier.';
  }
  if (rejected.some(({ unavailability }) => unavailability.kind === 'lacksAbility')) {
    return 'Pick another tier, name a model that can in `tierwise.tiers`, or correct its `capabilities` in `tierwise.models`.';
  }
  const small = rejected.flatMap(({ unavailability }) =>
    unavailability.kind === 'contextTooSmall' ? [unavailability] : [],
  );
  if (small.length > 0) {
    const ways = new Set(small.flatMap(({ server }) => (server ? [waysToEnlarge[server]] : [])));
    const enlarge = [...ways].map((way) => `, or ${way}`).join('');
    return conversation
      ? `Pick a tier whose model takes more, or start a new chat, attach less or have the tools show less${enlarge}.`
      : `A file is sent whole, because its imports and types shape the answer. Pick a tier whose model takes more, or send less${enlarge}.`;
  }
  return 'Name another model for this tier, or pick another tier.';
}

/** The message for a failed call. Nothing that was typed is lost: the task can be run again. */
export function describeProviderError(error: ProviderError, choice: Choice): HumanError {
  const { kind, origin, provider, status } = error;
  if (kind === 'aborted') return new HumanError('The run was cancelled.');
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
      label: 'Set API Key',
      command: 'tierwise.setApiKey',
      argument: splitReference(choice.model.reference)?.provider,
    },
  });
}

const settingLabels: Readonly<Record<string, string>> = {
  'tierwise.budgets': 'Open Budgets',
  'tierwise.limits': 'Open Limits',
  'tierwise.models': 'Open Models',
};

/** A call that a budget or a limit refused. What a single setting decides, its message says already. */
function describeOverBudget({ message, setting }: ProviderError): HumanError {
  if (setting === undefined) {
    return new HumanError(`${message} Change your budgets, or pick a cheaper tier.`, [
      { label: 'Open Settings', setting: 'tierwise.budgets' },
      pickTier,
    ]);
  }
  return new HumanError(message, [
    { label: settingLabels[setting] ?? 'Open Settings', setting },
    pickTier,
  ]);
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

type ServerErrorKind = Exclude<ProviderErrorKind, 'aborted' | 'overBudget' | 'promptCut'>;

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
  wrongAddress: ({ error, provider, origin, code }) =>
    new HumanError(
      `${provider} has nothing at this address of ${origin}${code}: ${error.message} Correct its \`baseUrl\`: most servers want it to end in /v1, and Anthropic’s without.`,
      [openProviders],
    ),
  certificate: ({ error, provider, origin }) =>
    new HumanError(
      `VS Code does not trust the certificate of ${origin}: ${error.message} A company’s proxy often puts its own in place. Install that certificate on this computer, keep \`http.systemCertificates\` on, and check \`http.proxy\`; then run the task again. Nothing was sent to ${provider}.`,
      [{ label: 'Open Settings', setting: 'http.systemCertificates' }],
    ),
  contentPolicy: ({ error, provider, code }) =>
    new HumanError(
      `${provider} does not answer because of what the request says${code}: ${error.message} Change the request, or pick another tier.`,
      [pickTier],
    ),
  badRequest: ({ error, provider, code }) =>
    new HumanError(`${provider} refused the request${code}: ${error.message}`, [
      pickTier,
      { label: 'Show Log', command: 'tierwise.showLog' },
    ]),
  tooLong: ({ model, code, choice }) =>
    describeTooLong(`What was sent is too long for ${model}${code}.`, choice),
  tooManyTools: ({ error, model, code }) =>
    describeTooManyTools(`${model} does not take so many tools${code}: ${error.message}`),
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
      `Nothing answers at ${origin}: ${error.message} Start the server or check the address of ${provider}.`,
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

function describeTooManyTools(what: string): HumanError {
  return new HumanError(
    `${what} Turn some off with Configure Tools in the chat, or pick a tier whose model takes more.`,
    [pickTier],
  );
}

/** What to do about a prompt that is too long for a model. */
function describeTooLong(what: string, { model: { contextTokens, server } }: Choice): HumanError {
  const window = contextTokens === undefined ? '' : ` It takes ${inWords(contextTokens)} tokens.`;
  const enlarge = server ? `, or ${waysToEnlarge[server]}` : '';
  return new HumanError(
    `${what}${window} Select less, attach less or start a new chat, or pick a tier whose model takes more${enlarge}.`,
    [pickTier],
  );
}

function inWords(tokens: number): string {
  return tokens.toLocaleString('en');
}

function notAnAnswer({ error, provider, origin }: ServerFailure): HumanError {
  return new HumanError(
    `What ${origin} sent is not a model's answer: ${error.message} Check the address and wire of ${provider}.`,
    [openProviders],
  );
}

/**
 * The message for a failure that lasts until the developer does something, although another model answered
 * this time. Undefined for a failure that passes by itself.
 */
export function describeLastingError(error: ProviderError, choice: Choice): string | undefined {
  const lasts =
    error.failed === 'account' || error.kind === 'wrongAddress' || error.kind === 'certificate';
  if (!lasts) return undefined;
  return `${describeProviderError(error, choice).message} Until then, other models of the tier answer.`;
}

/** Models inside VS Code need no address and no key, so their own message says what is wrong. */
function describeEditorModelError(
  { kind, provider, message }: ProviderError,
  { model, tier }: Choice,
): HumanError {
  const text = `${displayName(model)} of ${provider} did not answer: ${message}`;
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  switch (kind) {
    case 'tooManyTools':
      return describeTooManyTools(sentence);
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
