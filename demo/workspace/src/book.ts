import type { Cents } from './money.ts';

export interface Book {
  readonly isbn: string;
  readonly title: string;
  readonly author: string;
  readonly price: Cents;
  readonly pages: number;
  readonly tags: readonly string[];
  readonly publishedOn?: string;
}

/** Checks the last digit of a thirteen-digit ISBN; hyphens and spaces do not count. */
export function isIsbn(text: string): boolean {
  const digits = text.replaceAll(/[- ]/g, '');
  if (!/^97[89]\d{10}$/.test(digits)) {
    return false;
  }
  let sum = 0;
  for (const [index, digit] of [...digits].entries()) {
    sum += Number(digit) * (index % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

export function bookLabel(book: Book): string {
  const year = book.publishedOn?.slice(0, 4);
  return year ? `${book.title} (${year})` : book.title;
}
