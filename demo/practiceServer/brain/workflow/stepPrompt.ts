import type { PracticeCall } from '../../call.ts';

/** A workflow step, parsed from its prompt. */
export interface StepPrompt {
  readonly text: string;
  /** JSON Schema of the answer; undefined for free text. */
  readonly schema: Schema | undefined;
  /** The text between `<name>` and `</name>`; undefined without such a section. */
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

/** Undefined if the prompt is not a workflow step. */
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

/** The text between `<name>` and `</name>` in a prompt. */
export function sectionIn(text: string, name: string): string | undefined {
  return new RegExp(`^<${name}(?: [^>\\n]*)?>\\n([\\s\\S]*?)\\n</${name}>`, 'm').exec(text)?.[1];
}

/** The smallest value that a schema allows: the answer of a practice model that cannot do the step. */
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
