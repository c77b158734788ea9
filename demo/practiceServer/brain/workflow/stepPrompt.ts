import type { PracticeCall } from '../../call.ts';

/** A workflow's step as its prompt asks for it. */
export interface StepPrompt {
  readonly text: string;
  /** The form of the answer; undefined when it is free text. */
  readonly schema: Schema | undefined;
  /** What stands between `<name>` and `</name>`; undefined without such a section. */
  section(name: string): string | undefined;
}

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

const opening = 'You do one step of a workflow';
export const beforeSchema = 'of this JSON Schema: ';

/** Undefined for a prompt that is no step of a workflow. */
export function parseStepPrompt({ system, messages }: PracticeCall): StepPrompt | undefined {
  if (!system.startsWith(opening)) return undefined;
  const text = messages.find(({ role }) => role === 'user')?.text ?? '';
  const at = system.indexOf(beforeSchema);
  return {
    text,
    schema: at < 0 ? undefined : (JSON.parse(system.slice(at + beforeSchema.length)) as Schema),
    section: (name) => sectionIn(text, name),
  };
}

/** What stands between `<name>` and `</name>` of a prompt. */
export function sectionIn(text: string, name: string): string | undefined {
  return new RegExp(`^<${name}(?: [^>\\n]*)?>\\n([\\s\\S]*?)\\n</${name}>`, 'm').exec(text)?.[1];
}

/** The least that a schema allows: what a practice model answers when it cannot do the step. */
export function leastOf({ type, properties = {}, enum: choices }: Schema): unknown {
  if (choices) return choices[0];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => [name, leastOf(schema)]),
      );
    case 'array':
      return [];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return 0;
    default:
      return '';
  }
}
