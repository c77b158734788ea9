import { type Estimate, shareEstimate } from './binomial.ts';

/** The class that a case has, and the one that an answer names; undefined when none could be read. */
export interface Labelling {
  readonly expected: string;
  readonly answered?: string;
}

export interface ClassFigures {
  readonly label: string;
  /** Of the answers that name the class, the share that is right. */
  readonly precision: Estimate;
  /** Of the cases of the class, the share that is recognised. */
  readonly recall: Estimate;
  /** Undefined when the class neither occurs nor is named. */
  readonly f1?: number;
}

export interface Classification {
  readonly accuracy: Estimate;
  /** Sorted by name. Answers whose class could not be read are wrong, and belong to no class. */
  readonly classes: readonly ClassFigures[];
  /** By expected and answered class; the answered one is empty where none could be read. */
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The plain mean of F1 over the classes; undefined without cases. */
  readonly macroF1?: number;
  /** F1 over all answers together; undefined without cases. */
  readonly microF1?: number;
}

export function classify(labellings: readonly Labelling[]): Classification {
  const names = new Set(
    labellings.flatMap(({ expected, answered }) => (answered ? [expected, answered] : [expected])),
  );
  const confusion = new Map<string, Map<string, number>>();
  for (const { expected, answered = '' } of labellings) {
    const row = confusion.get(expected) ?? new Map<string, number>();
    confusion.set(expected, row.set(answered, (row.get(answered) ?? 0) + 1));
  }
  const isRight = ({ expected, answered }: Labelling) => expected === answered;
  const classes = [...names].toSorted().map((label) => figuresOf(label, labellings));
  const right = labellings.filter(isRight).length;
  const named = labellings.filter(({ answered }) => answered !== undefined).length;
  const f1s = classes.flatMap(({ f1 }) => f1 ?? []);
  return {
    accuracy: shareEstimate(right, labellings.length),
    classes,
    confusion,
    ...(f1s.length > 0 && { macroF1: f1s.reduce((sum, each) => sum + each, 0) / f1s.length }),
    ...(labellings.length > 0 && { microF1: (2 * right) / (named + labellings.length) }),
  };
}

function figuresOf(label: string, labellings: readonly Labelling[]): ClassFigures {
  const ofClass = labellings.filter(({ expected }) => expected === label);
  const named = labellings.filter(({ answered }) => answered === label);
  const right = ofClass.filter(({ answered }) => answered === label).length;
  const all = ofClass.length + named.length;
  return {
    label,
    precision: shareEstimate(right, named.length),
    recall: shareEstimate(right, ofClass.length),
    ...(all > 0 && { f1: (2 * right) / all }),
  };
}
