import { didYouMean } from '../../../routing/input/didYouMean.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Agent, Step } from '../definition.ts';
import { schemaAt, type Scope } from '../values/valueSchema.ts';
import type { Reading } from './reading.ts';
import { cycleThrough, describeCycle } from './cycles.ts';

/** What the checks need of the whole workflow. */
export interface Checking {
  readonly reading: Reading;
  /** The names of all agents, of those too that could not be read. */
  readonly agents: readonly string[];
  readonly definitions: Readonly<Record<string, Agent>>;
  /** The names that each step uses. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
}

/** A step, with the names that it can use. */
export interface NamePlace<S extends Step = Step> {
  readonly step: S;
  readonly scope: Scope;
  readonly path: ProblemPath;
  readonly checking: Checking;
}

/** Says why a name cannot be used here, and what to do. */
export function unknownName(name: string, { step, scope, checking }: NamePlace): string {
  const { reading, uses } = checking;
  if (name === step.name) return `"${name}" cannot use its own value. Use an earlier step's.`;
  const place = reading.places.get(name);
  if (!place) {
    if ('schema' in schemaAt(scope, ['inputs', name])) {
      return `There is no step "${name}" before this. Did you mean "inputs.${name}"?`;
    }
    if (name === 'steps') return 'A value has the name of its step alone, such as {{ diff.text }}.';
    return `There is no step "${name}" before this.${didYouMean(name, [...scope.keys()])}`;
  }
  const cycle = cycleThrough(step.name, uses);
  if (cycle?.includes(name)) {
    return `${describeCycle(cycle)}: these steps wait for each other. Take one of the references out.`;
  }
  const outer = outerStep(name, { step, reading });
  if (outer !== undefined && scope.has(outer)) {
    const use = place.at(-2) === 'parallel' ? `${outer}.${name}` : `the value of "${outer}"`;
    return `"${name}" lies inside "${outer}" and cannot be used here. Use ${use}.`;
  }
  return `"${name}" comes later. Move it before "${step.name}".`;
}

/** The outermost step that is around `name` but not around `step`. */
function outerStep(
  name: string,
  { step, reading: { places } }: { readonly step: Step; readonly reading: Reading },
): string | undefined {
  const place = places.get(name) ?? [];
  const own = places.get(step.name) ?? [];
  const parting = place.findIndex((part, index) => part !== own[index]);
  return parting < place.length - 1 ? String(place[parting]) : undefined;
}
