import { describe, expect, test } from 'vitest';
import type { ProviderError } from '../../src/providers/providerError.ts';
import { seenRefusals } from '../support/refusals.ts';
import { runWire } from '../support/runWire.ts';
import { plainAnswer } from '../support/wireServer.ts';
import { wires } from '../support/wires.ts';

describe.each(wires)('$name', (wire) => {
  test.each(seenRefusals)(
    '$status is $kind: $seen',
    async ({ status, body, headers, kind, failed, retryAfterMs, shown = '' }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const { error, requests } = await runWire(wire, plainAnswer(status, text, headers));
      expect(error).toMatchObject({ kind, status, ...(failed && { failed }) });
      expect(error).toHaveProperty('retryAfterMs', retryAfterMs);
      expect((error as ProviderError).message).toContain(shown);
      // A bad request may teach the wire another manner, of which none is tried twice. Nothing else is repeated.
      expect(requests.length).toBeLessThanOrEqual(kind === 'badRequest' ? 3 : 1);
    },
  );
});
