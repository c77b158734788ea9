import { createHash } from 'node:crypto';
import type { Workflow } from '../definition.ts';

/** Tells a definition from every other one, its prompts included; comments and spaces do not count. */
export function workflowHash(workflow: Workflow): string {
  return createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
}
