import type { FinishReason, ModelCall } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/providerError.ts';
import type { Choice } from '../../routing/decision.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { splitReference } from '../../routing/models/model.ts';
import type { Usage } from '../../routing/models/usage.ts';
import { readFarLess } from './readFarLess.ts';

/** The failure of an answer to a part of the prompt only; undefined when the whole prompt was read. */
export function promptCut(
  call: ModelCall,
  received: { readonly usage: Usage | undefined; readonly finish: FinishReason | undefined },
  { model }: Choice,
): ProviderError | undefined {
  const { usage, finish } = received;
  if (!usage || finish === undefined) return undefined;
  const cut = readFarLess(call, usage);
  if (!cut) return undefined;
  const [read, sent] = [cut.readTokens, cut.sentTokens].map((tokens) =>
    tokens.toLocaleString('en'),
  );
  return new ProviderError({
    kind: 'promptCut',
    provider: splitReference(model.reference)!.provider,
    origin: '',
    message: `The server of ${displayName(model)} read ${read} of at least ${sent} tokens that were sent, so the answer is about a part of them only.`,
  });
}
