import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import type { ApiFormat } from '../providerConfig.ts';
import { addDescribed, type DescribedModel } from './described.ts';
import { factsOf } from './facts.ts';
import type { Collected, ImportOptions } from './imported.ts';
import { serviceNamed } from './services.ts';

/*
 * Zed's `settings.json`: `language_models` by services, each with `api_url` and `available_models`; servers of one's own
 * by their names below `openai_compatible` (zed.dev/docs/ai/use-api-access, 2026-11). Its keys are not in the file.
 */

const compatible: Readonly<Record<string, ApiFormat>> = {
  openai_compatible: 'openaiCompatible',
  anthropic_compatible: 'anthropic',
};

export function isZed(file: Json): boolean {
  return objectOf(file['language_models']) !== undefined;
}

export function readZed(file: Json, collected: Collected, { taken }: ImportOptions): void {
  const found = Object.entries(objectOf(file['language_models']) ?? {}).flatMap(([id, written]) => {
    const service = objectOf(written) ?? {};
    const wire = compatible[id];
    if (wire === undefined) return modelsOf(id, service, {});
    return Object.entries(service).flatMap(([name, server]) =>
      modelsOf('server', objectOf(server) ?? {}, { wire, name }),
    );
  });
  for (const described of [...found, ...firstModel(file)])
    addDescribed(described, collected, taken);
  if (found.length === 0 && collected.models.size === 0) {
    const why = 'It names no model in `available_models`: use Tierwise: Add Provider….';
    collected.notImported.push({ where: 'language_models', why });
  }
}

/** The model that Zed's agent begins with. */
function firstModel(file: Json): readonly DescribedModel[] {
  const { provider, model } = objectOf(objectOf(file['agent'])?.['default_model']) ?? {};
  const [id, name] = [textOf(provider), textOf(model)];
  return id && name && serviceNamed(id) ? modelsOf(id, { available_models: [{ name }] }, {}) : [];
}

function modelsOf(
  id: string,
  service: Json,
  own: Pick<DescribedModel, 'wire' | 'name'>,
): readonly DescribedModel[] {
  return arrayOf(service['available_models']).map((each) => {
    const model = objectOf(each) ?? {};
    const { tools, images } = objectOf(model['capabilities']) ?? {};
    return {
      ...own,
      where: `${own.name ?? id} › ${textOf(model['name']) ?? 'a model'}`,
      model: textOf(model['name']),
      service: serviceNamed(id),
      serviceName: id,
      address: service['api_url'],
      hasKey: undefined,
      facts: factsOf({
        name: model['display_name'],
        contextTokens: model['max_tokens'],
        maxOutputTokens: model['max_output_tokens'],
        tools,
        images,
      }),
    };
  });
}
