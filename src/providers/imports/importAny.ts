import { nearestName } from '../../routing/input/didYouMean.ts';
import { type Json, objectOf } from '../http/json.ts';
import { importChatLanguageModels } from './chatLanguageModels.ts';
import { isClaudeCodeRouter, readClaudeCodeRouter } from './claudeCodeRouter.ts';
import { isContinueConfig, readContinueConfig } from './continueConfig.ts';
import {
  type Collected,
  type ImportedProviders,
  type ImportOptions,
  nothingCollected,
} from './imported.ts';
import { importLitellm } from './litellm.ts';
import { isOpencode, readOpencode } from './opencode.ts';
import { isRooCode, readRooCode } from './rooCode.ts';
import { isZed, readZed } from './zed.ts';

/** A reader of one program's file. */
interface FileReader {
  /** Whether the file is of this program, by what it holds. */
  readonly is: (file: Json) => boolean;
  readonly read: (file: Json, collected: Collected, options: ImportOptions) => void;
}

const readers: readonly FileReader[] = [
  { is: isRooCode, read: readRooCode },
  { is: isClaudeCodeRouter, read: readClaudeCodeRouter },
  { is: isZed, read: readZed },
  { is: isOpencode, read: readOpencode },
  { is: isContinueConfig, read: readContinueConfig },
];

/** Files that people have and that are not read, with what to do instead. */
const others: readonly {
  readonly is: (text: string, file: Json) => boolean;
  readonly why: string;
}[] = [
  {
    is: (text) => /^\s*\[model_providers\b/m.test(text),
    why: 'It is Codex’s config.toml. Add each `base_url` in it with Tierwise: Add Provider… › Another server with Chat Completions.',
  },
  {
    is: (text) => /^FROM\s+\S/m.test(text) && !/^\s*[[{]/.test(text),
    why: 'It is a Modelfile. Run `ollama create` with it: Tierwise finds the model that it makes by itself.',
  },
  {
    is: (text) => /^(?:export\s+)?[A-Z][A-Z\d_]*_(?:KEY|TOKEN)\s*=/m.test(text),
    why: 'It holds keys, and keys are taken from no file. Set each with Tierwise: Set API Key….',
  },
  {
    is: (text) => /"?(?:edit_format|openai-api-base|weak-model|editor-model)"?\s*:/.test(text),
    why: 'It is a file of aider, which names models by aliases. Add their provider with Tierwise: Add Provider….',
  },
  {
    is: (_, { env }) =>
      Object.keys(objectOf(env) ?? {}).some((name) => name.startsWith('ANTHROPIC_')),
    why: 'It is a file of Claude Code. Add the address in `ANTHROPIC_BASE_URL` with Tierwise: Add Provider….',
  },
  {
    is: (_, file) => file['actModeApiProvider'] !== undefined,
    why: 'It is the state of Cline, which exports no list of models. Add its provider with Tierwise: Add Provider….',
  },
  {
    is: (_, file) => file['prompts'] !== undefined && file['providers'] !== undefined,
    why: 'It is a file of promptfoo, whose tests become an evaluation: run Tierwise: Import promptfoo File….',
  },
];

const unknown =
  'It is no file that Tierwise reads models from: those of LiteLLM, Continue, opencode, Claude Code Router, Roo Code, Kilo Code, Zed and VS Code are. Add its providers with Tierwise: Add Provider….';

/** The setting of VS Code's Copilot before `chatLanguageModels.json` (code.visualstudio.com/updates/v1_104, 2025-09). */
const copilotSetting = 'github.copilot.chat.customOAIModels';

/** Reads the file of another program, whichever it is. `value` is undefined where the text is no JSON or YAML. Never throws. */
export function importAny(
  { text, value }: { readonly text: string; readonly value?: unknown },
  options: ImportOptions,
): ImportedProviders {
  const file = objectOf(value) ?? {};
  if (Array.isArray(value) && value.some((group) => objectOf(group)?.['vendor'] !== undefined)) {
    return importChatLanguageModels(value, options.taken);
  }
  const setting = objectOf(file[copilotSetting]);
  if (setting) return importChatLanguageModels([groupOf(setting)], options.taken);
  if (isLitellm(file)) return importLitellm(value, options);
  const collected = nothingCollected();
  const reader = readers.find(({ is }) => is(file));
  if (reader) reader.read(file, collected, options);
  else {
    const why = others.find(({ is }) => is(text, file))?.why ?? unknown;
    collected.notImported.push({ where: options.file, why });
  }
  return collected;
}

/** Also with a list that is misspelt, or in the proxy's database: LiteLLM's reader says so. */
function isLitellm(file: Json): boolean {
  const names = Object.keys(file);
  const own = ['litellm_settings', 'general_settings', 'router_settings'];
  return nearestName('model_list', names) !== undefined || own.some((each) => names.includes(each));
}

/** Whether a text is of a file that is not read, in whatever format it is. */
export function isKnownText(text: string): boolean {
  return others.some(({ is }) => is(text, {}));
}

/** The models of Copilot's setting as a group of `chatLanguageModels.json`. */
function groupOf(setting: Json): Json {
  const models = Object.entries(setting).map(([id, model]) => ({ id, ...objectOf(model) }));
  const wantsKey = models.some((model) => (model as Json)['requiresAPIKey'] !== false);
  return {
    vendor: 'customoai',
    name: 'Custom endpoint',
    models,
    ...(wantsKey && { apiKey: 'kept by VS Code' }),
  };
}
