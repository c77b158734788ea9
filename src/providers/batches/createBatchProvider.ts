import type { Connection } from '../http/connection.ts';
import type { ApiFormat } from '../providerConfig.ts';
import { createAnthropicBatches } from './anthropicBatches.ts';
import type { BatchProvider } from './batchProvider.ts';
import { createOpenaiBatches } from './openaiBatches.ts';

/** The batches of a provider; undefined where its wire has none that Tierwise speaks. */
export function createBatchProvider(
  wire: ApiFormat,
  connection: Connection,
): BatchProvider | undefined {
  if (wire === 'anthropic') return createAnthropicBatches(connection);
  return wire === 'openai' ? createOpenaiBatches(connection) : undefined;
}
