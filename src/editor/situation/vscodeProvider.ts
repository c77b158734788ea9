import * as vscode from 'vscode';
import type { ModelCall, Part, Provider } from '../../providers/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../../providers/providerError.ts';
import { kindOfWords } from '../../providers/http/errors/classifyError.ts';
import { withTextCalls } from '../../providers/turns/textCalls/textCalls.ts';
import { readUsagePart, usageMimeType } from '../../providers/usagePart.ts';
import { own } from '../../routing/input/objects.ts';
import { vscodeProviderId } from './vscodeModels.ts';
import { vscodeMessages } from './vscodeParts/messages.ts';
import { createPartsDraft, thoughtIn } from './vscodeParts/state.ts';
import { say } from '../platform/say.ts';

/**
 * VS Code's own models behind the provider contract. Copilot's report their usage and some of others do;
 * for the rest Tierwise counts tokens itself, and the cost is estimated or unknown. They give no finish
 * reason: a stream that ends without an error counts as finished.
 */
export function createVscodeProvider(): Provider {
  return { id: vscodeProviderId, stream };
}

async function* stream(call: ModelCall, signal: AbortSignal): AsyncGenerator<Part> {
  signal.throwIfAborted();
  const slash = call.model.indexOf('/');
  const selector = { vendor: call.model.slice(0, slash), family: call.model.slice(slash + 1) };
  const messages = vscodeMessages(call, vscodeProviderId);
  const cancellation = new vscode.CancellationTokenSource();
  const cancelled = Promise.withResolvers<never>();
  // It may reject when nothing waits for it.
  cancelled.promise.catch(() => {});
  const cancel = () => {
    cancellation.cancel();
    cancelled.reject(signal.reason);
  };
  // The run ends even if the other extension ignores the cancellation.
  const orCancelled = <T>(work: Thenable<T>) => Promise.race([work, cancelled.promise]);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [model] = await orCancelled(vscode.lm.selectChatModels(selector));
    if (!model) throw failure('modelNotFound', `There is no model ${call.model}.`);
    const options = {
      justification: say('Tierwise runs the task you asked for.'),
      ...(call.tools && { tools: call.tools.map(toTool) }),
      // Copilot's models refuse to force one of several.
      ...(call.mustCall &&
        call.tools?.length === 1 && { toolMode: vscode.LanguageModelChatToolMode.Required }),
    };
    const response = await orCancelled(model.sendRequest(messages, options, cancellation.token));
    const chunks = response.stream[Symbol.asyncIterator]();
    const parts = partsOf({
      [Symbol.asyncIterator]: () => ({ next: () => orCancelled(chunks.next()) }),
    });
    yield* withTextCalls(parts, call.tools);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ProviderError ? error : fromOtherExtension(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

async function* partsOf(chunks: AsyncIterable<unknown>): AsyncGenerator<Part> {
  const draft = createPartsDraft();
  for await (const chunk of chunks) {
    draft.add(chunk);
    const part = toPart(chunk);
    if (part) yield part;
  }
  const items = draft.items();
  if (items.length > 0) yield { kind: 'state', items };
  yield { kind: 'finish', reason: 'stop', raw: undefined };
}

function toTool({ name, description, inputSchema }: NonNullable<ModelCall['tools']>[number]) {
  return { name, description, inputSchema };
}

function toPart(chunk: unknown): Part | undefined {
  if (chunk instanceof vscode.LanguageModelTextPart) return { kind: 'text', text: chunk.value };
  if (chunk instanceof vscode.LanguageModelDataPart) {
    return chunk.mimeType === usageMimeType ? readUsagePart(chunk.data) : undefined;
  }
  const thought = thoughtIn(chunk);
  if (thought) return { kind: 'reasoning', text: thought };
  if (!(chunk instanceof vscode.LanguageModelToolCallPart)) return undefined;
  const { callId: id, name, input } = chunk;
  return { kind: 'toolCall', call: { id, name, argumentsJson: JSON.stringify(input ?? {}) } };
}

const kinds: Readonly<Record<string, ProviderErrorKind>> = {
  NoPermissions: 'forbidden',
  Blocked: 'rateLimited',
  NotFound: 'modelNotFound',
};

// The error comes from another extension; most throw plain errors.
function fromOtherExtension(error: unknown): ProviderError {
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  const message = error instanceof Error ? error.message : String(error);
  const hasTooManyTools = kindOfWords(message) === 'tooManyTools';
  return failure(
    hasTooManyTools ? 'tooManyTools' : (own(kinds, code) ?? 'overloaded'),
    message,
    error,
  );
}

function failure(kind: ProviderErrorKind, message: string, cause?: unknown): ProviderError {
  return new ProviderError({ kind, provider: 'VS Code', origin: '', message, cause });
}
