import type { CostPanelViewMessage, FilterField, FilterSpan, PanelFilter } from './costPanel.ts';

/** Characters. Chosen by judgement. */
const longestText = 200;
const spans: readonly FilterSpan[] = ['session', 'today', 'week', 'month', 'all'];
const fields: readonly FilterField[] = ['workspace', 'taskType', 'tier', 'model'];

/** A webview's message with the type it claims; undefined when it is not a valid message. */
export function readViewMessage(value: unknown): CostPanelViewMessage | undefined {
  if (!isObject(value)) return undefined;
  switch (value.kind) {
    case 'ready':
    case 'markReviewed':
    case 'openStrategy':
    case 'openBudgets':
    case 'showReady':
    case 'getStarted':
      return { kind: value.kind };
    case 'filter': {
      const filter = readFilter(value.filter);
      return filter && { kind: 'filter', filter };
    }
    case 'showRequest': {
      const { requestId } = value;
      if (!isText(requestId) || requestId === '') return undefined;
      return { kind: 'showRequest', requestId };
    }
    default:
      return undefined;
  }
}

/** A filter that was stored or sent; undefined when it is not a valid filter. */
export function readFilter(value: unknown): PanelFilter | undefined {
  if (!isObject(value)) return undefined;
  const span = spans.find((each) => each === value.span);
  if (!span) return undefined;
  const chosen = fields.filter((field) => isText(value[field]));
  return { span, ...Object.fromEntries(chosen.map((field) => [field, value[field]])) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText;
}
