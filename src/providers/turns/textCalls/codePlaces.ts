/** Whether a text that comes in pieces is inside code or a quotation, where calls are only told of. */
export interface CodePlaces {
  pass(text: string): void;
  isInCode(): boolean;
  /** Only blanks stand before it in its line. */
  isAtLineStart(): boolean;
}

/** Enough of a line to see what begins it. */
const mostOfLine = 200;

export function createCodePlaces(): CodePlaces {
  let fence: string | undefined;
  let line = '';
  let ticks = 0;

  function endLine(): void {
    const [, found] = /^\s*(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) fence = found;
    else if (found?.startsWith(fence) && line.trim() === found) fence = undefined;
    line = '';
    ticks = 0;
  }

  return {
    pass(text) {
      text.split('\n').forEach((piece, place) => {
        if (place > 0) endLine();
        line += piece.slice(0, mostOfLine - line.length);
        ticks += piece.split('`').length - 1;
      });
    },
    isInCode: () => fence !== undefined || ticks % 2 === 1 || /^\s*(?:>|```|~~~)/.test(line),
    isAtLineStart: () => line.trim() === '',
  };
}
