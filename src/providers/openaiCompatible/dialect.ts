import type { Dialect } from './messages.ts';
import { learnRules, usualRules } from './requestRules.ts';

export const usualDialect: Dialect = {
  usageInStream: true,
  maxTokensField: 'max_tokens',
  outputSchema: true,
  ...usualRules,
};

/** The dialect to try after a server's refusal; undefined when the refusal has another cause. */
export function learnDialect(asked: Dialect, refusal: string): Dialect | undefined {
  if (asked.usageInStream && refusal.includes('stream_options')) {
    return { ...asked, usageInStream: false };
  }
  if (asked.maxTokensField === 'max_tokens' && refusal.includes('max_completion_tokens')) {
    return { ...asked, maxTokensField: 'max_completion_tokens' };
  }
  if (asked.outputSchema && /response_format|json_schema/.test(refusal)) {
    return { ...asked, outputSchema: false };
  }
  return learnRules(asked, refusal);
}
