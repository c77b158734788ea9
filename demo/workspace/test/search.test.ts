import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Book } from '../src/book.ts';
import { pageOf, searchBooks } from '../src/search.ts';

function book(title: string, author: string, ...tags: string[]): Book {
  return { isbn: title, title, author, price: 1000, pages: 200, tags };
}

const shelf = [
  book('Dune', 'Frank Herbert', 'desert'),
  book('Emma', 'Jane Austen', 'romance'),
  book('Persuasion', 'Jane Austen', 'romance', 'sea'),
];

test('every word of the query counts', () => {
  const found = searchBooks(shelf, 'austen SEA');
  assert.deepEqual(
    found.map(({ title }) => title),
    ['Persuasion'],
  );
});

test('results come in pages', () => {
  const second = pageOf(shelf, 2, 2);
  assert.equal(second.books[0]?.title, 'Persuasion');
  assert.equal(second.pages, 2);
});

test('a full last page is the last', { todo: 'one page too many: debug pageCount' }, () => {
  assert.equal(pageOf(shelf, 1, 3).pages, 1);
});
