import MarkdownIt from 'markdown-it';
import { ownLink } from '../../protocol/prose.ts';

// Raw HTML and images are off: a model's text must never make the editor fetch anything.
const markdown = new MarkdownIt({ html: false, linkify: false }).disable('image');
// Nor may a link run a command or open a file: such a link stays plain text.
const isWeb = (url: string) => /^(https?|mailto):/i.test(url);
// A wide table scrolls by itself; the page does not.
markdown.renderer.rules['table_open'] = () => '<div class="wide"><table>\n';
markdown.renderer.rules['table_close'] = () => '</table></div>\n';

/**
 * Markdown to inert HTML: no raw HTML, no images, nothing that is loaded. Links of the page's own stay plain
 * text unless `ownLinks` says that the page has some.
 */
export function renderMarkdown(text: string, ownLinks = false): string {
  markdown.validateLink = (url) => isWeb(url) || (ownLinks && url.startsWith(ownLink));
  return markdown.render(text);
}
