import type { Argument } from '../definition.ts';
import { namesInTemplate } from './checkTemplate.ts';

/** The names that the templates among some arguments use. */
export function argumentNames(given: object): string[] {
  return Object.values(given).flatMap((argument: Argument) =>
    typeof argument === 'string' ? namesInTemplate(argument) : [],
  );
}
