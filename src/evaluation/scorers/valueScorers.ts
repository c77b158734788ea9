import type { Fixture } from '../fixture.ts';
import type { Scored } from '../trial.ts';
import { type JsonSettings, scoreJson, scoreSchema, type SchemaSettings } from './jsonValues.ts';
import { type LabelSettings, scoreLabel } from './labels.ts';
import { type NumberSettings, scoreNumber } from './numbers.ts';
import { type PatternSettings, scorePattern } from './patterns.ts';
import { type AnsweredFixture, type Scorer, unscorable } from './scorer.ts';
import {
  type ContainsSettings,
  type ExactSettings,
  scoreContains,
  scoreExact,
  scoreSimilar,
  type SimilarSettings,
} from './texts.ts';

/** A scorer of values, as data: what a file of fixtures says. */
export type ValueScorerSettings =
  | ExactSettings
  | ContainsSettings
  | PatternSettings
  | JsonSettings
  | SchemaSettings
  | NumberSettings
  | LabelSettings
  | SimilarSettings;

export function valueScorer(settings: ValueScorerSettings): Scorer {
  return {
    name: settings.kind,
    settings,
    score: (answered) => scoreValue(settings, answered),
  };
}

function scoreValue(settings: ValueScorerSettings, { fixture, answer }: AnsweredFixture): Scored {
  switch (settings.kind) {
    case 'exact':
    case 'similar': {
      const expected = settings.expected ?? fixture.expected;
      if (typeof expected !== 'string') return noExpected(fixture, 'text');
      return settings.kind === 'exact'
        ? scoreExact(answer, expected, settings)
        : scoreSimilar(answer, expected, settings);
    }
    case 'contains': {
      const { all, any, none } = settings;
      if (all ?? any ?? none) return scoreContains(answer, settings);
      const { expected } = fixture;
      if (typeof expected !== 'string') return noExpected(fixture, 'text');
      return scoreContains(answer, { ...settings, all: [expected] });
    }
    case 'pattern':
      return scorePattern(answer, settings);
    case 'json': {
      const expected = settings.expected === undefined ? fixture.expected : settings.expected;
      if (expected === undefined) return noExpected(fixture, 'value');
      return scoreJson(answer, expected, settings.match);
    }
    case 'jsonSchema':
      return scoreSchema(answer, settings.schema);
    case 'number': {
      const expected = settings.expected ?? fixture.expected;
      if (typeof expected !== 'number') return noExpected(fixture, 'number');
      return scoreNumber(answer, expected, settings);
    }
    case 'label': {
      const { label } = fixture;
      if (label === undefined)
        return unscorable(`The fixture ${fixture.id} has no label. Add one.`);
      return scoreLabel(answer, label, settings.labels);
    }
  }
}

function noExpected({ id }: Fixture, kind: string): Scored {
  return unscorable(`The fixture ${id} says no expected ${kind}. Add it as \`expected\`.`);
}
