import type { ModelCall, Part, Provider } from '../provider.ts';
import type { ProviderErrorKind } from '../providerError.ts';
import { askAgain } from './askAgain.ts';
import { meantCalls } from './meantCalls.ts';
import { withOwnState } from './ownState.ts';
import { refusesSchema, withPlainSchemas } from './plainSchema.ts';
import { outputAfterRefusal } from './refusedOutput.ts';
import { withTextCalls } from './textCalls/textCalls.ts';
import { withToolNames } from './toolNames.ts';

/** How a wire asks in a manner, and what its server's refusals teach. */
export interface LearningWire<Manner> {
  readonly usual: Manner;
  ask(call: ModelCall, manner: Manner, signal: AbortSignal): AsyncIterable<Part>;
  /** The manner to try next after a server's refusal of the call; undefined when it teaches nothing. */
  learn(manner: Manner, refusal: string, call: ModelCall): Manner | undefined;
}

/** A manner, how tools are described, and how much output may be asked for. */
interface Lessons<Manner> {
  readonly manner: Manner;
  /** Schemas of tools say only what every server understands. */
  readonly plainSchemas?: true;
  /** The model's own limit, tokens. */
  readonly mostOutput?: number;
  /** What its window has left beside this prompt, tokens. */
  readonly room?: number;
}

/** A provider that keeps what refusals taught it, by model, because models of one server differ. */
export function createLearningProvider<Manner extends { readonly state: boolean }>(
  id: string,
  wire: LearningWire<Manner>,
): Provider {
  const known = new Map<string, Lessons<Manner>>();
  return {
    id,
    async *stream(asked, signal) {
      const { call, originalName } = withToolNames(withOwnState(asked, id));
      const parts = askAgain<Lessons<Manner>>({
        manner: known.get(call.model) ?? { manner: wire.usual },
        ask: (lessons) => wire.ask(limited(call, lessons), lessons.manner, signal),
        learn: (lessons, refusal, kind) => learn(wire, lessons, { refusal, kind, call }),
        // What one conversation was refused for says nothing about another.
        keep(lessons) {
          const { room: _, manner, ...kept } = lessons;
          known.set(call.model, { ...kept, manner: { ...manner, state: true } });
        },
      });
      const offered = new Set(call.tools?.map(({ name }) => name));
      for await (const part of withTextCalls(parts, call.tools)) {
        if (part.kind !== 'toolCall') yield part;
        else {
          for (const meant of meantCalls(part.call, offered)) {
            yield { ...part, call: { ...meant, name: originalName(meant.name) } };
          }
        }
      }
    },
  };
}

function limited<Manner>(
  call: ModelCall,
  { plainSchemas, mostOutput, room }: Lessons<Manner>,
): ModelCall {
  const most = Math.min(call.maxOutputTokens, mostOutput ?? Infinity, room ?? Infinity);
  return { ...(plainSchemas ? withPlainSchemas(call) : call), maxOutputTokens: most };
}

function learn<Manner>(
  wire: LearningWire<Manner>,
  lessons: Lessons<Manner>,
  refused: {
    readonly refusal: string;
    readonly kind: ProviderErrorKind;
    readonly call: ModelCall;
  },
): Lessons<Manner> | undefined {
  const { refusal, kind, call } = refused;
  const output = outputAfterRefusal(refusal, limited(call, lessons).maxOutputTokens);
  if (output) return { ...lessons, [output.isRoom ? 'room' : 'mostOutput']: output.most };
  if (kind !== 'badRequest') return undefined;
  const manner = wire.learn(lessons.manner, refusal, call);
  if (manner) return { ...lessons, manner };
  const isSchema = !lessons.plainSchemas && call.tools !== undefined && refusesSchema(refusal);
  return isSchema ? { ...lessons, plainSchemas: true } : undefined;
}
