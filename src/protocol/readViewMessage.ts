import type { CostPanelViewMessage } from './costPanel.ts';

const longestId = 200;

/** A message from the webview as its type says; undefined when it is anything else. */
export function readViewMessage(value: unknown): CostPanelViewMessage | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  switch (value.kind) {
    case 'ready':
    case 'newSession':
      return { kind: value.kind };
    case 'showRequest': {
      const requestId = 'requestId' in value ? value.requestId : undefined;
      if (typeof requestId !== 'string') return undefined;
      if (requestId === '' || requestId.length > longestId) return undefined;
      return { kind: 'showRequest', requestId };
    }
    default:
      return undefined;
  }
}
