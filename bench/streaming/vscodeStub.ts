import { registerHooks } from 'node:module';

/** The few parts of VS Code that converting chat messages looks at. */
const source = `
  export class LanguageModelTextPart { constructor(value) { this.value = value; } }
  export class LanguageModelDataPart {}
  export class LanguageModelToolCallPart {}
  export class LanguageModelToolResultPart {}
  export const LanguageModelChatMessageRole = { User: 1, Assistant: 2 };
  export { l10n } from '${new URL('../../test/support/l10n.ts', import.meta.url).href}';
`;

/**
 * Lets modules import `vscode`, which only exists inside VS Code, until the returned function is called:
 * such a hook slows every later import down.
 */
export function stubVscode(): () => void {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode'
        ? { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
        : next(specifier, context),
  });
  return () => hooks.deregister();
}
