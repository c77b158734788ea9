import { checkMessages } from '../../../demo/practiceServer/wires/compatibleChecks.ts';
import type { ModelReference } from '../../../src/routing/models/model.ts';
import { toTiers } from '../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../src/routing/situation.ts';
import { chatApi, type LanguageModelChatMessage } from '../../support/chatParts.ts';
import { modelWith, policyWith, readyProvider, situationWith } from '../../support/tasks.ts';
import { plainAnswer, type Script, type WireRequest } from '../../support/wireServer.ts';
import { type Maker, makers, type Piece } from '../requests/stateful.ts';
import { type Heard, imagesLast } from './heard.ts';
import {
  anthropicHeard,
  chatHeard,
  originalNames,
  responsesHeard,
  vscodeHeard,
} from './readBack.ts';
import { type Answered, type AskedPlace, askedPlaces, toolNames } from './talk.ts';

/* Who is asked: servers of all wires, a server with Mistral's rules, and a model of VS Code's own. */

type Json = Record<string, unknown>;

/** What a place got: what was said, what it must get back of its own, and all of it as one text. */
export interface Got {
  readonly system: string;
  readonly heard: readonly Heard[];
  readonly state: readonly unknown[];
  readonly text: string;
}

export function makerOf(place: Exclude<AskedPlace, 'vscode'>): Maker {
  return makers[place === 'mistral' ? 'plain' : place];
}

/** Mistral's refusal of a request; undefined when it takes it. */
export function refusalOf({ body }: WireRequest): Script | undefined {
  try {
    checkMessages(body['messages'] as Json[], 'mistral');
    return undefined;
  } catch (error) {
    return plainAnswer(400, JSON.stringify({ error: { message: String(error) } }));
  }
}

export const tierOf = (place: AskedPlace, model: string): string => `${place} ${model}`;

/** A tier for each model of each place. */
export function situationOfPlaces(): Situation {
  const choices = askedPlaces.flatMap((place) =>
    ['large', 'small'].map((model): [tier: string, ModelReference] => [
      tierOf(place, model),
      place === 'vscode' ? `vscode/maker/${model}` : `${place}/${model}`,
    ]),
  );
  const tiers = Object.fromEntries(choices.map(([tier, reference]) => [tier, [reference]]));
  return situationWith({
    catalog: new Map(choices.map(([, reference]) => [reference, modelWith(reference)])),
    providers: new Map(askedPlaces.map((place) => [place, readyProvider])),
    policy: policyWith({ rules: [], tiers: toTiers(tiers) }),
  });
}

export function pieceOf(piece: Answered): Piece {
  if (piece.kind !== 'call') return piece;
  const { id, name, input } = piece.called;
  const tool = { name: asOffered(name), arguments: JSON.stringify(input) };
  return { kind: 'call', id, secret: piece.secret, tool };
}

/** The names under which the newest request offered the tools. */
let offered: readonly string[] = toolNames;
function asOffered(name: string): string {
  return offered[toolNames.indexOf(name as (typeof toolNames)[number])] ?? name;
}

/** Reads a request; a server then calls tools by the names in it. */
export function gotBy(place: Exclude<AskedPlace, 'vscode'>, { body, text }: WireRequest): Got {
  offered = namesIn(body);
  const nameOf = originalNames(offered, toolNames);
  const { sentBack, basePath } = makerOf(place);
  const read = body['input'] ? responsesHeard : basePath === '' ? anthropicHeard : chatHeard;
  const state = masked(sentBack(body), nameOf);
  return { system: systemIn(body), heard: read(body, nameOf), state, text };
}

function systemIn({ system, instructions, messages }: Json): string {
  const [first] = (system ?? messages ?? []) as Json[];
  return String(instructions ?? first!['text'] ?? first!['content']);
}

function namesIn({ tools }: Json): string[] {
  return (tools as Json[]).map((tool) =>
    String(tool['name'] ?? (tool['function'] as Json)['name']),
  );
}

/** Whether a place shows images of results after all results. */
function showsImagesLast(place: AskedPlace): boolean {
  return place !== 'vscode' && makerOf(place).create.name.includes('Compatible');
}

export function heardAt(place: AskedPlace, heard: readonly Heard[]): readonly Heard[] {
  return showsImagesLast(place) ? imagesLast(heard) : heard;
}

/** What must come back of an answer; undefined when its maker wants nothing. */
export function wantedBy(
  place: AskedPlace,
  answer: readonly Answered[],
  sameModel: boolean,
): unknown {
  // A turn that only thinks is none, because servers refuse it.
  if (!answer.some(({ kind }) => kind === 'text' || kind === 'call')) return undefined;
  if (place === 'vscode') return sameModel ? vscodeWanted(answer) : undefined;
  const pieces = answer.map((piece) => unnamed(pieceOf(piece), piece));
  const wanted = makerOf(place).wanted(pieces, sameModel);
  return wanted === undefined ? undefined : masked([wanted], String)[0];
}

function unnamed(piece: Piece, answered: Answered): Piece {
  if (piece.kind !== 'call' || answered.kind !== 'call') return piece;
  return { ...piece, tool: { ...piece.tool!, name: answered.called.name } };
}

/** Without ids of calls, which servers may want changed, and with the original names of tools. */
function masked(found: readonly unknown[], nameOf: (name: unknown) => string): readonly unknown[] {
  return JSON.parse(JSON.stringify(found), (_, value: Json | null) => {
    if (value?.['type'] !== 'tool_use' && value?.['type'] !== 'function_call') return value;
    const { id: _id, call_id: _callId, name, ...rest } = value;
    return { ...rest, name: nameOf(name) };
  }) as readonly unknown[];
}

const { LanguageModelTextPart, LanguageModelThinkingPart, LanguageModelDataPart } = chatApi;
const { LanguageModelToolCallPart } = chatApi;

/** An answer as a model of VS Code streams it. */
export function vscodeParts(answer: readonly Answered[]): unknown[] {
  return answer.flatMap((piece): unknown[] => {
    switch (piece.kind) {
      case 'text':
        return [new LanguageModelTextPart(piece.text)];
      case 'thought':
        return [
          ...piece.pieces.map((text) => new LanguageModelThinkingPart(text)),
          new LanguageModelThinkingPart('', 'thought', { signature: piece.secret }),
        ];
      case 'hidden':
        return [LanguageModelDataPart.text(piece.secret, 'stateful_marker')];
      case 'call': {
        const { id, name, input } = piece.called;
        return [new LanguageModelToolCallPart(id, name, input)];
      }
    }
  });
}

const isOwn = (part: unknown) =>
  part instanceof LanguageModelThinkingPart ||
  (part instanceof LanguageModelDataPart && part.mimeType === 'stateful_marker');

function vscodeWanted(answer: readonly Answered[]): unknown {
  const parts = vscodeParts(answer);
  return parts.some(isOwn) ? parts.reduce(withJoinedTexts, []).map(written) : undefined;
}

function withJoinedTexts(parts: unknown[], part: unknown): unknown[] {
  const last = parts.at(-1);
  if (!(part instanceof LanguageModelTextPart)) return [...parts, part];
  if (!(last instanceof LanguageModelTextPart)) return [...parts, part];
  return [...parts.slice(0, -1), new LanguageModelTextPart(last.value + part.value)];
}

/** A part as a JSON value, with the text of its bytes. */
function written(part: unknown): unknown {
  if (part instanceof LanguageModelToolCallPart) return { calls: part.name };
  if (!(part instanceof LanguageModelDataPart)) return { ...(part as object) };
  return { mimeType: part.mimeType, text: new TextDecoder().decode(part.data) };
}

export function gotByVscode(messages: readonly LanguageModelChatMessage[]): Got {
  const own = messages.filter(({ role, content }) => role === 2 && content.some(isOwn));
  const [system, ...said] = messages;
  return {
    // This API has no role for it.
    system: (system!.content as { value: string }[])[0]!.value.toWellFormed(),
    heard: vscodeHeard(said),
    state: own.map(({ content }) => content.map(written)),
    text: JSON.stringify(messages.map(({ content }) => content.map(written))),
  };
}
