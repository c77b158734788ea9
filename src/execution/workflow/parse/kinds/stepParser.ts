import type * as z from 'zod';
import type { ProblemPath } from '../../../../routing/input/problems.ts';
import type { Agent, ModelUse, Step } from '../../definition.ts';
import type { JsonSchema } from '../../jsonSchema.ts';
import type { Scope } from '../../values/valueSchema.ts';
import type { common } from '../fields.ts';
import type { Reading } from '../reading.ts';
import type { Parts } from '../shapes.ts';
import type { NamePlace } from '../unknownName.ts';

/*
 * One file for each kind of step: how it is written in a workflow file, how it is read, what is
 * checked and what its value looks like. `stepParsers.ts` lists them; the rest of the parser asks that
 * table and knows no kind by name. A kind that holds further steps never imports the parser: it gets
 * what it needs for them as an argument.
 */

/** Everything the parser knows of one kind of step. */
export interface StepParser<
  S extends Step = Step,
  Shape extends z.ZodObject<typeof common> = z.ZodObject<typeof common>,
> {
  /** The key that marks the kind in a file, such as `prompt`. */
  readonly key: string;
  /** What a file may say about such a step. */
  shape(parts: Parts): Shape;
  /** Makes the step of its fields; undefined when it cannot be used, after a report. */
  read(
    fields: z.output<Shape>,
    head: StepHead,
    around: Surroundings,
    inner: InnerReader,
  ): S | undefined;
  /** Reports what is wrong with what the step uses. */
  check(place: NamePlace<S>, inner: InnerChecker): void;
  /** The schema of the value of a step that was not skipped. */
  value(step: S, valueOf: (inner: Step) => JsonSchema): JsonSchema;
  /** The names that it uses, besides `needs` and `when`; those of its inner steps included. */
  names(step: S, namesUsed: (inner: Step) => readonly string[]): readonly string[];
}

/** What steps take from the workflow around them. */
export interface Surroundings {
  readonly reading: Reading;
  /** The workflow's choice. */
  readonly model: ModelUse;
  readonly critical: boolean;
  readonly agents: Readonly<Record<string, Agent>>;
  /** How many steps this one lies inside. */
  readonly level: number;
}

/** What a step of any kind has. */
export interface StepHead {
  readonly path: ProblemPath;
  readonly base: Pick<Step, 'name' | 'needs'> & Partial<Step>;
}

/** Reads the steps inside a step. */
export interface InnerReader {
  read(written: unknown, path: ProblemPath): Step[];
  namesUsed(step: Step): readonly string[];
}

/** Checks the steps inside a step. */
export interface InnerChecker {
  /** Each step can use those before it. */
  inOrder(steps: readonly Step[], scope: Scope): void;
  /** Each step can use all the others. */
  together(steps: readonly Step[], scope: Scope): void;
}
