import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import { addDescribed, keyIn } from './described.ts';
import { factsOf } from './facts.ts';
import { type Collected, type ImportOptions, leaveOut } from './imported.ts';
import { serviceNamed } from './services.ts';

/*
 * Continue's `config.yaml` and its older `config.json`: a list `models`, each with `provider`, `model` and perhaps an
 * `apiBase` (docs.continue.dev/reference and docs.continue.dev/yaml-migration, 2026-11).
 */

/** A model with none of these roles completes lines, or finds text. */
const answeringRoles: ReadonlySet<unknown> = new Set(['chat', 'edit', 'apply', 'summarize']);

export function isContinueConfig(file: Json): boolean {
  return arrayOf(file['models']).some((model) => {
    const { provider, uses } = objectOf(model) ?? {};
    return provider !== undefined || uses !== undefined;
  });
}

export function readContinueConfig(file: Json, collected: Collected, options: ImportOptions): void {
  for (const model of arrayOf(file['models'])) {
    addModel(objectOf(model) ?? {}, collected, options);
  }
  const why =
    'What Continue does itself, such as completing lines or its rules, has no counterpart.';
  leaveOut(file, ['models', 'name', 'version', 'schema'], why, collected);
}

function addModel(model: Json, collected: Collected, { taken }: ImportOptions): void {
  const where =
    textOf(model['name']) ?? textOf(model['title']) ?? textOf(model['uses']) ?? 'a model';
  const leave = (why: string) => void collected.notImported.push({ where, why });
  if (model['uses'] !== undefined) {
    return leave('It is a block of Continue’s hub: write `provider` and `model` out.');
  }
  const roles = arrayOf(model['roles']);
  if (roles.length > 0 && !roles.some((role) => answeringRoles.has(role))) {
    return leave('A model for this role alone is not used: Tierwise asks models for answers.');
  }
  if (model['model'] === 'AUTODETECT') {
    return leave('It names no single model: add its server with Tierwise: Add Provider….');
  }
  const provider = textOf(model['provider']) ?? '';
  const service = serviceNamed(provider);
  const env = objectOf(model['env']) ?? {};
  addDescribed(
    {
      where,
      model:
        (service?.id === 'azure' ? textOf(env['deployment']) : undefined) ?? textOf(model['model']),
      service,
      serviceName: provider,
      address: model['apiBase'],
      hasKey: keyIn(model['apiKey']),
      headers: objectOf(model['requestOptions'])?.['headers'],
      facts: factsIn(model),
    },
    collected,
    taken,
  );
}

function factsIn(model: Json): Readonly<Record<string, unknown>> {
  const usual =
    objectOf(model['defaultCompletionOptions']) ?? objectOf(model['completionOptions']) ?? {};
  const can = Array.isArray(model['capabilities']) ? model['capabilities'] : undefined;
  return factsOf({
    contextTokens: usual['contextLength'] ?? model['contextLength'],
    maxOutputTokens: usual['maxTokens'],
    // What is not listed is detected, and may be there.
    tools: can?.includes('tool_use') || undefined,
    images: can?.includes('image_input') || undefined,
  });
}
