import type { ProviderError, ProviderErrorKind } from '../../../providers/providerError.ts';
import type { Choice } from '../../../routing/decision.ts';
import { waysToEnlarge } from '../../../routing/models/serverWindow.ts';
import { HumanError, type NextStep } from '../humanError.ts';
import { formatCount, say } from '../say.ts';

export const openTiers: NextStep = { label: say('Open Settings'), setting: 'tierwise.tiers' };
export const pickTier: NextStep = {
  label: say('Pick Another Tier'),
  command: 'tierwise.pickTier',
};
const openProviders: NextStep = { label: say('Open Settings'), setting: 'tierwise.providers' };

/** A failed call to a server, with the parts that its message may need. */
export interface ServerFailure {
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

/** The message for each way in which a call to a server fails. */
export const serverErrors: Readonly<
  Record<ServerErrorKind, (failure: ServerFailure) => HumanError>
> = {
  noKey: ({ provider, origin, setKey }) =>
    new HumanError(say('There is no key for {0} at {1}. Set one first.', provider, origin), [
      setKey,
    ]),
  badKey: ({ provider, origin, code, setKey }) =>
    new HumanError(
      say(
        '{0} did not accept the key for {1}{2}. Set a valid key and run the task again.',
        provider,
        origin,
        code,
      ),
      [setKey],
    ),
  forbidden: ({ error, provider, model, code, setKey }) =>
    new HumanError(
      say(
        '{0} does not allow this key to use {1}{2}: {3} Set another key or pick another tier.',
        provider,
        model,
        code,
        error.message,
      ),
      [setKey, pickTier],
    ),
  billing: ({ error, provider, code }) =>
    new HumanError(
      say(
        '{0} says that the account cannot pay for this call{1}: {2} Add credit there or pick another tier.',
        provider,
        code,
        error.message,
      ),
      [pickTier],
    ),
  modelNotFound: ({ provider, origin, choice, code }) =>
    new HumanError(
      say(
        '{0} has no model named “{1}” at {2}{3}. Name another model for the tier {4}.',
        provider,
        choice.model.reference,
        origin,
        code,
        choice.tier,
      ),
      [openTiers],
    ),
  wrongAddress: ({ error, provider, origin, code }) =>
    new HumanError(
      say(
        '{0} has nothing at this address of {1}{2}: {3} Correct its `baseUrl`: most servers want it to end in /v1, and Anthropic’s without.',
        provider,
        origin,
        code,
        error.message,
      ),
      [openProviders],
    ),
  certificate: ({ error, provider, origin }) =>
    new HumanError(
      say(
        'VS Code does not trust the certificate of {0}: {1} A company’s proxy often puts its own in place. Install that certificate on this computer, keep `http.systemCertificates` on, and check `http.proxy`; then run the task again. Nothing was sent to {2}.',
        origin,
        error.message,
        provider,
      ),
      [{ label: say('Open Settings'), setting: 'http.systemCertificates' }],
    ),
  contentPolicy: ({ error, provider, code }) =>
    new HumanError(
      say(
        '{0} does not answer because of what the request says{1}: {2} Change the request, or pick another tier.',
        provider,
        code,
        error.message,
      ),
      [pickTier],
    ),
  badRequest: ({ error, provider, code }) =>
    new HumanError(say('{0} refused the request{1}: {2}', provider, code, error.message), [
      pickTier,
      { label: say('Show Log'), command: 'tierwise.showLog' },
    ]),
  tooLong: ({ model, code, choice }) =>
    describeTooLong(say('What was sent is too long for {0}{1}.', model, code), choice),
  tooManyTools: ({ error, model, code }) =>
    describeTooManyTools(
      say('{0} does not take so many tools{1}: {2}', model, code, error.message),
    ),
  rateLimited: ({ error, provider, code }) =>
    new HumanError(
      say(
        '{0} is limiting the rate of requests{1}.{2} Try again later, or pick another tier.',
        provider,
        code,
        waitHint(error),
      ),
      [pickTier],
    ),
  overloaded: ({ provider, code }) =>
    new HumanError(
      say('{0} could not answer now{1}. Try again, or pick another tier.', provider, code),
      [pickTier],
    ),
  unreachable: ({ error, provider, origin }) =>
    new HumanError(
      say(
        'Nothing answers at {0}: {1} Start the server or check the address of {2}.',
        origin,
        error.message,
        provider,
      ),
      [openProviders],
    ),
  timeout: ({ error, provider, origin }) =>
    new HumanError(
      say(
        '{0} at {1} stopped answering: {2} Try again, or pick another tier.',
        provider,
        origin,
        error.message,
      ),
      [pickTier],
    ),
  redirected: ({ error, origin }) =>
    new HumanError(
      say(
        '{0} redirected the request: {1} Tierwise does not follow redirects, because your key would go along. Correct the address in your settings.',
        origin,
        error.message,
      ),
      [openProviders],
    ),
  notAnAnswer,
  malformed: notAnAnswer,
  endless: ({ error, provider }) =>
    new HumanError(say('{0} wrote too much: {1} Pick another tier.', provider, error.message), [
      pickTier,
    ]),
};

export function describeTooManyTools(what: string): HumanError {
  return new HumanError(
    say(
      '{0} Turn some off with Configure Tools in the chat, or pick a tier whose model takes more.',
      what,
    ),
    [pickTier],
  );
}

/** What to do about a prompt that is too long for a model. */
export function describeTooLong(
  what: string,
  { model: { contextTokens, server } }: Choice,
): HumanError {
  const takes =
    contextTokens === undefined ? [] : [say('It takes {0} tokens.', inWords(contextTokens))];
  const next = server
    ? say(
        'Select less, attach less or start a new chat, or pick a tier whose model takes more, or {0}.',
        say(waysToEnlarge[server]),
      )
    : say('Select less, attach less or start a new chat, or pick a tier whose model takes more.');
  return new HumanError([what, ...takes, next].join(' '), [pickTier]);
}

function inWords(tokens: number): string {
  return formatCount(tokens);
}

function notAnAnswer({ error, provider, origin }: ServerFailure): HumanError {
  return new HumanError(
    say(
      "What {0} sent is not a model's answer: {1} Check the address and wire of {2}.",
      origin,
      error.message,
      provider,
    ),
    [openProviders],
  );
}

function waitHint({ retryAfterMs }: ProviderError): string {
  return retryAfterMs === undefined
    ? ''
    : say(' It asks to wait {0} s.', Math.ceil(retryAfterMs / 1000));
}
