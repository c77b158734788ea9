/** A JSON Schema of a value. An empty one says that nobody knows what the value is. */
export type JsonSchema = Readonly<Record<string, unknown>>;
