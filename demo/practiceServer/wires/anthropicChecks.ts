import { badRequest } from '../problem.ts';
import { signatureFor } from '../signature.ts';

/*
 * What Anthropic refuses in a conversation, in its own words where they are known (November 2026).
 */

type Block = Readonly<Record<string, unknown>>;

interface Conversation {
  readonly model: string;
  readonly system?: unknown;
  readonly tools?: unknown;
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

/** @throws RequestProblem for a conversation that the API refuses. */
export function checkConversation(body: Conversation): void {
  const { messages, system, tools } = body;
  if (messages[0]?.role !== 'user') {
    throw badRequest('messages: first message must use the "user" role');
  }
  if (messages.at(-1)?.role === 'assistant') {
    throw badRequest('This model does not support assistant message prefill.');
  }
  checkMarks([tools, system, ...messages.map(({ content }) => content)]);
  const ids = new Set<string>();
  messages.forEach((message, at) => {
    const blocks = blocksIn(message.content);
    for (const block of blocks) checkText(block, at);
    checkResults(blocks, at, blocksIn(messages[at - 1]?.content));
    checkCalls(blocks, { at, ids, next: blocksIn(messages[at + 1]?.content) });
    for (const block of blocks) checkThinking(block, at, body);
  });
}

function checkMarks(parts: readonly unknown[]): void {
  const marks = parts.flatMap(blocksIn).filter((block) => block['cache_control']);
  if (marks.length > 4) {
    throw badRequest(
      `A maximum of 4 blocks with cache_control may be provided. Found ${marks.length}.`,
    );
  }
  if (marks.some(({ type }) => type === 'thinking' || type === 'redacted_thinking')) {
    throw badRequest('thinking.cache_control: Extra inputs are not permitted');
  }
}

function checkText({ type, text }: Block, at: number): void {
  if (type === 'text' && String(text).trim() === '') {
    throw badRequest(`messages.${at}: text content blocks must contain non-whitespace text`);
  }
}

function checkCalls(
  blocks: readonly Block[],
  {
    at,
    ids,
    next,
  }: { readonly at: number; readonly ids: Set<string>; readonly next: readonly Block[] },
): void {
  for (const { type, id } of blocks) {
    if (type !== 'tool_use') continue;
    const name = String(id);
    if (!/^[a-zA-Z0-9_-]+$/.test(name)) {
      throw badRequest(
        `messages.${at}.content.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`,
      );
    }
    if (ids.has(name)) throw badRequest(`messages.${at}: \`tool_use\` ids must be unique`);
    ids.add(name);
    if (!next.some((block) => block['tool_use_id'] === id)) {
      throw badRequest(
        `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${name}`,
      );
    }
  }
}

function checkResults(blocks: readonly Block[], at: number, before: readonly Block[]): void {
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const isFirst = blocks.slice(0, results.length).every(({ type }) => type === 'tool_result');
  if (!isFirst) throw badRequest(`messages.${at}: tool_result blocks must come first`);
  for (const { tool_use_id: id } of results) {
    if (!before.some((block) => block['type'] === 'tool_use' && block['id'] === id)) {
      throw badRequest(
        `messages.${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(id)}`,
      );
    }
  }
}

function checkThinking({ type, signature }: Block, at: number, body: Conversation): void {
  if (type !== 'thinking') return;
  if (typeof signature !== 'string' || signature === '') {
    throw badRequest(`messages.${at}.content.0.thinking.signature: Field required`);
  }
  if (signature === signatureFor(boundTo(body, at))) return;
  throw badRequest(
    `messages.${at}.content.0: Invalid \`signature\` in \`thinking\` block. The block is bound to a different conversation.`,
  );
}

/** What thinking in a message is bound to: the model, and all that stands before the message. */
export function boundTo({ model, system, tools, messages }: Conversation, at: number): string {
  const before = messages.slice(0, at).map(({ role, content }) => [role, blocksIn(content)]);
  return JSON.stringify([model, system, tools, before], (key, value: unknown) =>
    key === 'cache_control' ? undefined : value,
  );
}

function blocksIn(content: unknown): readonly Block[] {
  if (Array.isArray(content)) return content as Block[];
  return typeof content === 'string' ? [{ type: 'text', text: content }] : [];
}
