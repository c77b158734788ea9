/** Markdown is rendered for the first page that shows some. */
export const openMarkdown = () => import('./renderMarkdown.ts');
