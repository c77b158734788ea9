import { sectionsIn, type Section } from './taskPrompt.ts';

/** A workflow's step as it is written in a prompt. */
export interface WorkflowPrompt {
  readonly text: string;
  /** Names of the fields that the answer must have; undefined where it is a text. */
  readonly fields: readonly string[] | undefined;
  readonly schema: unknown;
  section(name: string): Section | undefined;
}

const section =
  /^<(output|test|file|diff|findings|harmless)((?: [\w-]+="[^"]*")*)>\n([\s\S]*?)\n<\/\1>$/gm;

/** Undefined for a prompt that is no step of a workflow. */
export function parseWorkflowPrompt(system: string, text: string): WorkflowPrompt | undefined {
  if (!system.includes('You do one step of a workflow')) return undefined;
  const schema = schemaIn(system);
  const { properties } = (schema ?? {}) as { properties?: object };
  const sections = sectionsIn(text, section);
  return {
    ...{ text, schema, fields: schema === undefined ? undefined : Object.keys(properties ?? {}) },
    section: (name) => sections.find((found) => found.name === name),
  };
}

function schemaIn(system: string): unknown {
  const json = /of this JSON Schema: (\{.*\})/s.exec(system)?.[1];
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
