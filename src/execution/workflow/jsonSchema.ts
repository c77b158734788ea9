/** A JSON Schema of a value. An empty one means that nothing is known of the value. */
export type JsonSchema = Readonly<Record<string, unknown>>;
