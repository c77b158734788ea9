type Value = string | number | boolean;

/** VS Code's `l10n` without a bundle: English texts with their placeholders filled, as VS Code fills them. */
export const l10n = {
  t(message: string, ...args: Value[] | [Readonly<Record<string, Value>>]): string {
    const [first] = args;
    const values: Readonly<Record<string, unknown>> =
      typeof first === 'object' ? first : Object.fromEntries(args.entries());
    return message.replaceAll(/\{([^}]+)\}/g, (whole, name: string) =>
      String(values[name] ?? whole),
    );
  },
};
