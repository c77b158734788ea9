import { type Effort, efforts } from '../../routing/models/model.ts';

/**
 * The efforts that a model accepts, as its server's refusal names them: "Unsupported value: 'minimal' is
 * not supported with the 'gpt-6.1-sol' model. Supported values are: 'low', 'medium', and 'high'." None when
 * it names none, such as "Unsupported parameter: 'reasoning.effort'". Undefined for another refusal.
 */
export function effortAfterRefusal(refusal: string): readonly Effort[] | undefined {
  const supported = supportedIn(refusal);
  const named = efforts.filter((effort) => new RegExp(`\\b${effort}\\b`).test(supported ?? ''));
  if (named.length > 0) return named;
  return /reasoning[._ ]?effort|output_config\.effort|effort parameter|thinking level/i.test(
    refusal,
  )
    ? []
    : undefined;
}

/** Anthropic: "output_config.effort: Input should be 'low', 'medium' or 'high'"; what follows may repeat the refused one. */
function supportedIn(refusal: string): string | undefined {
  const listed = /input should be ((?:'\w+'(?:, or | or |, )?)+)/i.exec(refusal)?.[1];
  if (listed && /effort/i.test(refusal)) return listed;
  return /supported values(?: are)?:?(.*)/is.exec(refusal)?.[1];
}
