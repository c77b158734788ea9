import MarkdownIt from 'markdown-it';

// Raw HTML and images are off: a model's text must never make the editor fetch anything.
const markdown = new MarkdownIt({ html: false, linkify: false }).disable('image');
// Nor may a link run a command or open a file: such a link stays plain text.
markdown.validateLink = (url) => /^(https?|mailto):/i.test(url);
// A wide table scrolls by itself; the page does not.
markdown.renderer.rules['table_open'] = () => '<div class="wide"><table>\n';
markdown.renderer.rules['table_close'] = () => '</table></div>\n';

/** Markdown to inert HTML: no raw HTML, no images, nothing that is loaded. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
