import { arrayOf, countOf, type Json, objectOf, valueAt } from '../http/json.ts';
import type { ModelServer, ServerWindow } from '../../routing/models/serverWindow.ts';

/*
 * What servers say of the windows of their models: the parsed body of an answer comes in, windows by the
 * model's name go out. Each reader names where it saw the shape. Nothing of a body is trusted to be there.
 */

/** Windows by the server's own name for the model. */
export type Windows = ReadonlyMap<string, ServerWindow>;

/**
 * Where a model's row has its window, the nearest to what a call gets first: vLLM and LM Studio say what was loaded,
 * llama.cpp that and, in `n_ctx_train`, the model as it was trained (docs.vllm.ai; tools/server/README.md, both 2026),
 * OpenRouter the window of the server that it asks first. The others are gateways' (their lists, 2026-11).
 */
const windowPlaces: readonly (readonly string[])[] = [
  ['loaded_context_length'],
  ['max_model_len'],
  ['meta', 'n_ctx'],
  ['top_provider', 'context_length'],
  ['context_length'],
  ['context_window'],
  ['context_window', 'context_length'],
  ['max_context_length'],
  ['context_size'],
  ['max_input_tokens'],
  ['inputTokenLimit'],
  ['limits', 'max_context_length'],
  ['limits', 'max_input_tokens'],
  ['capabilities', 'limits', 'max_context_window_tokens'],
  ['metadata', 'context_length'],
  ['model_spec', 'availableContextTokens'],
  ['parameters', 'max_seq_len'],
  ['meta', 'n_ctx_train'],
];

/** The windows in a list of models. */
export function listedWindows(body: unknown): Windows {
  const found = itemsOf(body, 'data').flatMap((item) =>
    entryOf(item['id'], windowOf(item), serverOf(item)),
  );
  return new Map(found);
}

function windowOf(item: Json): number | undefined {
  // Hugging Face's router has several providers behind a model, and chooses one.
  const behind = itemsOf(item, 'providers').flatMap(
    (each) => firstCount(each['context_length']) ?? [],
  );
  const own = firstCount(...windowPlaces.map((path) => valueAt(item, path)));
  return own ?? (behind.length > 0 ? Math.min(...behind) : undefined);
}

/**
 * `GET /api/ps` of Ollama: the loaded models with the window they were loaded with
 * (github.com/ollama/ollama/pull/11331, July 2025).
 */
export function loadedInOllama(body: unknown): Windows {
  const found = itemsOf(body, 'models').flatMap((item) =>
    entryOf(item['name'], firstCount(item['context_length']), 'ollama'),
  );
  return new Map(found);
}

/**
 * The names of models in `GET /api/tags` of Ollama that another server runs: a copy of a cloud model has a name of its
 * own, and only `remote_host` tells (docs.ollama.com/cloud, 2026).
 */
export function forwardedByOllama(body: unknown): readonly string[] {
  return itemsOf(body, 'models').flatMap(({ name, remote_host: host }) =>
    typeof name === 'string' && typeof host === 'string' && host !== '' ? [name] : [],
  );
}

/** The names in `GET /api/tags` of Ollama (docs/api.md); undefined when the server is not Ollama. */
export function namesInOllama(body: unknown): readonly string[] | undefined {
  if (!Array.isArray(fieldsOf(body)['models'])) return undefined;
  return itemsOf(body, 'models').flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/**
 * `POST /api/show` of Ollama: the window that the model's file asks for (`num_ctx` among `parameters`), else
 * the largest that the model was made for (`*.context_length` in `model_info`; docs/api.md, 2026).
 */
export function shownByOllama(body: unknown): {
  readonly set: number | undefined;
  readonly largest: number | undefined;
} {
  const { parameters, model_info: info } = fieldsOf(body);
  const written = typeof parameters === 'string' ? /^num_ctx\s+(\d+)\s*$/m.exec(parameters) : null;
  const lengths = Object.entries(fieldsOf(info))
    .filter(([key]) => key.endsWith('.context_length'))
    .map(([, value]) => value);
  return { set: firstCount(Number(written?.[1])), largest: firstCount(...lengths) };
}

/**
 * `GET /api/v0/models` of LM Studio (lmstudio.ai/docs/developer/rest/endpoints; `loaded_context_length` as in
 * github.com/zed-industries/zed/issues/33938, July 2025).
 */
export function listedByLmStudioV0(body: unknown): Windows {
  const found = itemsOf(body, 'data').flatMap((item) => {
    const tokens = firstCount(item['loaded_context_length'], item['max_context_length']);
    return entryOf(item['id'], tokens, 'lmStudio');
  });
  return new Map(found);
}

/** `GET /api/v1/models` of LM Studio 0.4 (lmstudio.ai/docs/developer/rest/list, 2026). */
export function listedByLmStudioV1(body: unknown): Windows {
  const found = itemsOf(body, 'models').flatMap((item): Entry[] => {
    const instances = itemsOf(item, 'loaded_instances').map((instance) => ({
      id: instance['id'],
      tokens: firstCount(fieldsOf(instance['config'])['context_length']),
    }));
    const loaded = instances.flatMap(({ tokens }) => tokens ?? []);
    const tokens = loaded.length > 0 ? Math.min(...loaded) : firstCount(item['max_context_length']);
    return [
      ...entryOf(item['key'], tokens, 'lmStudio'),
      ...instances.flatMap(({ id, tokens: its }) => entryOf(id, its, 'lmStudio')),
    ];
  });
  return new Map(found);
}

/**
 * `GET /props` of llama.cpp: the window of one slot, which is what one request gets
 * (tools/server/README.md, 2026). A server that loads models on demand says 0 while none is loaded.
 */
export function windowInProps(body: unknown): number | undefined {
  const { default_generation_settings: settings, n_ctx: own } = fieldsOf(body);
  return firstCount(fieldsOf(settings)['n_ctx'], own);
}

/** `GET /slots` of llama.cpp: its slots, each with its window (tools/server/README.md, 2026). */
export function windowInSlots(body: unknown): number | undefined {
  if (!Array.isArray(body)) return undefined;
  const counts = body.flatMap((slot) => firstCount(fieldsOf(slot)['n_ctx']) ?? []);
  return counts.length > 0 ? Math.min(...counts) : undefined;
}

type Entry = readonly [string, ServerWindow];

function entryOf(
  name: unknown,
  contextTokens: number | undefined,
  server: ModelServer | undefined,
): Entry[] {
  if (typeof name !== 'string' || contextTokens === undefined) return [];
  return [[name, { contextTokens, ...(server && { server }) }]];
}

function serverOf({ owned_by: owner }: Json): ModelServer | undefined {
  if (owner === 'vllm') return 'vllm';
  return owner === 'llamacpp' ? 'llamaCpp' : undefined;
}

function firstCount(...values: readonly unknown[]): number | undefined {
  return values.map(countOf).find((count) => count !== undefined && count > 0);
}

function itemsOf(body: unknown, key: string): readonly Json[] {
  return arrayOf(fieldsOf(body)[key]).map(fieldsOf);
}

function fieldsOf(value: unknown): Json {
  return objectOf(value) ?? {};
}
