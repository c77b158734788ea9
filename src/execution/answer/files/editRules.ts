/** Tells a model how to write changes to files, so that `fileEditsIn` can read them. */
export const fileEditRules = [
  'When the developer wants files changed, write each change as a fenced block whose opening line names the',
  'language and the path of the file as it was given to you, such as ```ts src/shop/cart.ts',
  'To change lines, put parts of this shape into it, in the order of the file:',
  '<<<<<<< SEARCH',
  '(the lines as they stand in the file now, enough of them to occur only once)',
  '=======',
  '(the lines that come in their place; none to take them out)',
  '>>>>>>> REPLACE',
  'For a new file, put its whole text into the block instead. Change only files that you were shown, or new ones.',
  'Never leave out code with a comment or dots. A block that only shows something names no file.',
  'Nothing is written before the developer has looked at it.',
].join('\n');
