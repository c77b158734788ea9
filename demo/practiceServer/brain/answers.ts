import { boilerplate } from './boilerplate.ts';
import { debug } from './debug.ts';
import { design } from './design.ts';
import { docs } from './docs.ts';
import { explain } from './explain.ts';
import { feature } from './feature.ts';
import { other } from './other.ts';
import { refactor } from './refactor.ts';
import { tests } from './tests.ts';
import type { EditAnswer, Work } from './work.ts';

/** The edit that the model would answer with. */
export function editFor(work: Work): EditAnswer {
  switch (work.prompt.type) {
    case 'boilerplate':
      return boilerplate(work);
    case 'feature':
      return feature(work);
    case 'debug':
    case 'review':
      return debug(work);
    case 'test':
      return tests(work);
    case 'docs':
      return docs(work);
    default:
      return refactor(work);
  }
}

/** The Markdown that the model would answer with. */
export function proseFor(work: Work): string {
  if (work.prompt.type === 'design') return design(work);
  return work.prompt.type === 'explain' ? explain(work) : other(work);
}
