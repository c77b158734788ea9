import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** Longer lines are cut, in characters. Chosen by judgement. */
const lineLength = 400;
/** Chosen by judgement: enough for the next model, without flooding its prompt. */
const tailLines = 30;

/**
 * The lines of a command's output without colours, without what a progress display wrote over, and without
 * the copy's folder, whose path means nothing to readers.
 */
export function outputLines(output: string, folder: string): string[] {
  return stripVTControlCharacters(output)
    .replaceAll(`${pathToFileURL(folder).href}/`, '')
    .replaceAll(folder + sep, '')
    .replaceAll(`${folder}\\`, '')
    .trimEnd()
    .split(/\r*\n/)
    .map((line) => shownPart(line).slice(0, lineLength));
}

/** The last lines of an output. */
export function outputTail(output: string, folder: string): string {
  return outputLines(output, folder).slice(-tailLines).join('\n');
}

/** A carriage return goes back to the start of the line, and what follows is written over it. */
function shownPart(line: string): string {
  return line.slice(line.lastIndexOf('\r') + 1);
}
