import type { Image } from '../../routing/conversation.ts';

/** A text with images in it. */
export interface Shown {
  readonly text: string;
  readonly images: readonly Image[];
}

/** The texts and images in the order in which they were said, without blank texts. */
export function piecesOf({ text, images }: Shown): readonly (string | Image)[] {
  const pieces: (string | Image)[] = [];
  let from = 0;
  for (const image of images.toSorted(byPlace)) {
    const { after = 0 } = image;
    pieces.push(text.slice(from, after), image);
    from = Math.max(from, after);
  }
  return [...pieces, text.slice(from)].filter(
    (piece) => typeof piece !== 'string' || piece.trim() !== '',
  );
}

/** One after the other. */
export function joinedShown(all: readonly Shown[]): Shown {
  return all.reduce((before, { text, images }) => ({
    text: before.text + text,
    images: [
      ...before.images,
      ...images.map((image) => ({ ...image, after: before.text.length + (image.after ?? 0) })),
    ],
  }));
}

function byPlace({ after: a = 0 }: Image, { after: b = 0 }: Image): number {
  return a - b;
}
