import type { Services } from '../../src/editor/services.ts';
import { parseProviders } from '../../src/providers/parseProviders.ts';
import { mergeModels } from '../../src/routing/models/catalog.ts';
import { parseModels } from '../../src/routing/models/parseModels.ts';
import shippedModels from '../../src/routing/models/shippedModels.json' with { type: 'json' };
import { parse } from 'jsonc-parser';
import { situationWith } from './tasks.ts';
import { workflowWorld } from './workflowWorld.ts';

/** The services that adding a provider uses, on settings of a test; keys are kept in `kept`. */
export function addProviderWorld(settings: () => string) {
  const kept = new Map<string, string>();
  const at = (id: string, baseUrl: string) => `${id}@${new URL(baseUrl).origin}`;
  const spent: string[] = [];
  const pages: { readonly markdown: () => string }[] = [];
  const written = () => (parse(settings()) ?? {}) as Record<string, unknown>;
  const nothing = () => undefined;
  const services = {
    providers: { all: async () => parseProviders(written()['tierwise.providers']).providers },
    keys: {
      get: async (id: string, baseUrl: string) => kept.get(at(id, baseUrl)),
      set: async (id: string, baseUrl: string, key: string) => void kept.set(at(id, baseUrl), key),
      remove: async (id: string, baseUrl: string) => void kept.delete(at(id, baseUrl)),
    },
    providerHeaders: { get: async () => ({}) },
    situation: {
      current: async () => {
        const { models } = parseModels(shippedModels);
        const own = parseModels(written()['tierwise.models']).models;
        return { ...situationWith(), catalog: mergeModels(models, own), today: '2026-11-30' };
      },
    },
    session: { touch: () => ({ id: 'session' }) },
    budgets: { ensureKnown: async () => undefined, all: [], blocks: [] },
    attempts: { ...workflowWorld({}).context, now: Date.now },
    news: { emitSpend: () => void spent.push('spend') },
    report: { warnOnce: nothing },
    prose: { show: (page: { readonly markdown: () => string }) => void pages.push(page) },
    storage: { scheme: 'file', path: '/home/User/globalStorage/tierwise' },
  } as unknown as Services;
  return { services, kept, spent, pages };
}
