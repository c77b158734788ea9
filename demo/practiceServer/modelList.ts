import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkKey } from './handleCall.ts';
import { sendJson } from './http.ts';
import { practiceModels } from './models.ts';
import type { PracticeState } from './state.ts';
import type { Wire } from './wires/wire.ts';

const isCall = /\/(?:chat\/completions|responses|messages)$/;

/** The path of a wire's list of models. */
export function modelsPath({ path }: Wire): string {
  return path.replace(isCall, '/models');
}

/** Answers with the practice models, in the form of the wire's provider. Throws RequestProblem for a wrong key. */
export function sendModelList(
  state: PracticeState,
  wire: Wire,
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  checkKey(state.keys[wire.name], wire.keyIn(headers));
  sendJson(response, 200, wire.name === 'anthropic' ? anthropicList() : openaiList());
}

// https://platform.openai.com/docs/api-reference/models/list
function openaiList(): unknown {
  const data = practiceModels.map(({ id }) => ({
    id,
    object: 'model',
    created: 1_780_000_000,
    owned_by: 'practice',
  }));
  return { object: 'list', data };
}

// https://docs.anthropic.com/en/api/models-list
function anthropicList(): unknown {
  const data = practiceModels.map(({ id }) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-05-28T00:00:00Z',
  }));
  return { data, has_more: false, first_id: data[0]?.id, last_id: data.at(-1)?.id };
}
