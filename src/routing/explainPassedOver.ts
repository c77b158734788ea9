import type { Rejected, Unavailability } from './decision.ts';
import { displayName } from './models/catalog.ts';
import { inEnglish, type Say } from './say.ts';

/** Why models were passed over: `Haiku 5.5: no key for Anthropic; …`. Empty when none was. */
export function explainRejected(rejected: readonly Rejected[], say: Say = inEnglish): string {
  return rejected
    .map(
      ({ model, unavailability }) =>
        `${displayName(model)}: ${explainUnavailability(unavailability, say)}`,
    )
    .join('; ');
}

export function explainUnavailability(
  unavailability: Unavailability,
  say: Say = inEnglish,
): string {
  switch (unavailability.kind) {
    case 'unknownProvider':
      return say('there is no provider “{0}” in your settings', unavailability.provider);
    case 'noKey':
      return say('no key for {0}', unavailability.provider);
    case 'unavailable':
      return `${unavailability.provider}: ${unavailability.why}`;
    case 'notLocal':
      return say('{0} is not on this machine, and the task stays there', unavailability.provider);
    case 'coolingDown':
      return say(
        '{0} a moment ago, not asked again for {1}',
        unavailability.why,
        describeWait(unavailability.secondsLeft, say),
      );
    case 'dearerFallback':
      return say(
        'it may be more expensive than {0}, so it is never used as its fallback',
        unavailability.than,
      );
    case 'contextTooSmall':
      return say(
        'the task needs about {0} tokens, its answer included, and the model takes {1}',
        unavailability.neededTokens,
        unavailability.contextTokens,
      );
    case 'answerTooLong':
      return say(
        'its answer would have at least {0} tokens, and the model writes at most {1}',
        unavailability.neededTokens,
        unavailability.maxOutputTokens,
      );
    case 'lacksAbility':
      return unavailability.ability === 'tools'
        ? say('the task comes with tools, and it cannot call any')
        : say('the task comes with images, and it cannot see any');
  }
}

function describeWait(seconds: number, say: Say): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200
    ? say('{0} min', Math.round(seconds / 60))
    : say('{0} h', Math.round(seconds / 3600));
}
