import type {
  FilterField,
  FilterSpan,
  PanelFilter,
  PanelReport,
} from '../../src/protocol/costPanel.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement } from '../tree/tree.ts';
import { toSay } from '../../src/routing/say.ts';
import { say } from '../tree/say.ts';

export const firstFilter: PanelFilter = { span: 'session' };

const spanNames: Readonly<Record<FilterSpan, string>> = {
  session: toSay('This session'),
  today: toSay('Today'),
  week: toSay('Last 7 days'),
  month: toSay('Last 30 days'),
  all: toSay('All time'),
};

interface FieldWords {
  readonly field: FilterField;
  readonly label: string;
  readonly all: string;
  readonly choices: keyof PanelReport['choices'];
}

const fields: readonly FieldWords[] = [
  {
    field: 'taskType',
    label: toSay('Task type'),
    all: toSay('All task types'),
    choices: 'taskTypes',
  },
  { field: 'tier', label: toSay('Tier'), all: toSay('All tiers'), choices: 'tiers' },
  { field: 'model', label: toSay('Model'), all: toSay('All models'), choices: 'models' },
  {
    field: 'workspace',
    label: toSay('Workspace'),
    all: toSay('All workspaces'),
    choices: 'workspaces',
  },
];

/** The filter selects. A select with nothing to narrow is omitted. */
export function filterForm(filter: PanelFilter, choices: PanelReport['choices']): TreeElement {
  const spans = Object.entries(spanNames).map(([value, name]) => ({ value, name: say(name) }));
  return element(
    'form',
    { class: 'filters', 'aria-label': say('Filters'), 'data-key': 'filters' },
    select({ name: 'span', label: say('Time'), value: filter.span, options: spans }),
    fields.map((words) => fieldSelect(words, filter[words.field], choices[words.choices])),
    isNarrowed(filter) &&
      element('button', { type: 'button', 'data-action': 'clearFilters' }, say('Clear filters')),
  );
}

function fieldSelect(
  { field, label, all }: FieldWords,
  chosen: string | undefined,
  choices: readonly string[],
): TreeElement | false {
  if (choices.length < 2 && chosen === undefined) return false;
  const offered = chosen === undefined || choices.includes(chosen) ? choices : [...choices, chosen];
  const options = offered.map((choice) => ({
    value: valueOf(choice),
    name: choice || say('no folder'),
  }));
  return select({
    name: field,
    label: say(label),
    value: chosen === undefined ? '' : valueOf(chosen),
    options: [{ value: '', name: say(all) }, ...options],
  });
}

// A name may be empty, but the value '' means "all": hence the prefix.
const valueOf = (choice: string): string => `=${choice}`;

function select(given: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
}): TreeElement {
  const { name, label, value, options } = given;
  return element(
    'select',
    { name, 'aria-label': label, title: label, 'data-key': name, 'data-value': value },
    options.map((option) => element('option', { value: option.value }, option.name)),
  );
}

/** The filter after one select was changed. */
export function withChoice(filter: PanelFilter, name: string, value: string): PanelFilter {
  if (name === 'span') return { ...filter, span: value as FilterSpan };
  const { [name as FilterField]: _, ...others } = filter;
  return value === '' ? others : { ...others, [name]: value.slice(1) };
}

/** Whether the filter is another than that of a new page. */
export function isNarrowed(filter: PanelFilter): boolean {
  return filter.span !== firstFilter.span || hasFields(filter);
}

/** Whether the filter narrows by anything besides the time span. */
export function hasFields(filter: PanelFilter): boolean {
  return fields.some(({ field }) => filter[field] !== undefined);
}

/** `Last 7 days · debug · fast`. */
export function describeFilter(filter: PanelFilter): string {
  const chosen = fields.map(({ field }) => filter[field]).filter((value) => value !== undefined);
  return [say(spanNames[filter.span]), ...chosen.map((value) => value || say('no folder'))].join(
    ' · ',
  );
}
