import type { Book } from './book.ts';

export interface Page {
  readonly books: readonly Book[];
  readonly page: number;
  readonly pages: number;
}

/** How many pages a list of results takes. */
export function pageCount(results: number, perPage: number): number {
  if (results === 0) {
    return 1;
  }
  return Math.floor(results / perPage) + 1;
}

/** Books whose title, author or tags hold every word of the query. */
export function searchBooks(books: readonly Book[], query: string): Book[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return books.filter((book) => {
    const text = [book.title, book.author, ...book.tags].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** One page of results, counted from 1. */
export function pageOf(books: readonly Book[], page: number, perPage: number): Page {
  const start = (page - 1) * perPage;
  return {
    books: books.slice(start, start + perPage),
    page,
    pages: pageCount(books.length, perPage),
  };
}

/** The books of each author, in the order in which they came. */
export function groupByAuthor(books: readonly Book[]): Map<string, Book[]> {
  throw new Error('not implemented');
}
