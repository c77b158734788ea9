import type { JsonSchema } from '../../execution/workflow/jsonSchema.ts';
import { defined } from '../../routing/input/objects.ts';
import type { ScorerSettings } from '../scorers/settings.ts';
import type { WrittenScorer } from './scorerShapes.ts';

/** The settings of a scorer from what the file says. */
export function toScorer(written: WrittenScorer): ScorerSettings {
  switch (written.kind) {
    case 'label': {
      const { kind, labels } = written;
      return {
        kind,
        labels: labels.map((each) => (typeof each === 'string' ? { name: each } : defined(each))),
      };
    }
    case 'jsonSchema':
      return { kind: written.kind, schema: written.schema as JsonSchema };
    default:
      return defined(written) as ScorerSettings;
  }
}
