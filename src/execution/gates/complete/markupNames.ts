import type { Named } from './named.ts';

const markup: ReadonlySet<string> = new Set(
  'html xml vue svelte razor aspnetcorerazor cshtml erb html.erb handlebars mustache hbs blade twig jinja jinja-html django-html astro xsl svg liquid ejs php'.split(
    ' ',
  ),
);

export const isMarkup = (language: string): boolean => markup.has(language);

/** Elements that are parts of a page; of others, only those with a name count. */
const parts: ReadonlySet<string> = new Set(
  'html head body title nav main form footer header aside section article table thead tbody dialog template script style h1 h2 h3 h4 h5 h6 button input select textarea iframe video audio fieldset figure canvas svg slot'.split(
    ' ',
  ),
);

/** Attributes that name an element. */
const naming =
  /\s(?:id|name|key|Key|Name|Include|x:Name|x:Key|android:name|android:id|v-slot:?\w*|data-testid|asp-for|for|Id)\s*=\s*["']([^"']+)["']/;

/** The elements of a page or an XML file, by their names or as parts of the page. */
export function markupNames(raw: readonly string[]): Named[] {
  const text = raw
    .join('\n')
    .replace(/<!--[^]*?-->|@\*[^]*?\*@|<%[#-][^]*?%>|\{\{!--[^]*?--\}\}/g, blank);
  const found: Named[] = [];
  const lineAt = lineCounter(text);
  for (const { 0: tag, 1: element, index } of text.matchAll(
    /<([A-Za-z][\w.:-]*)(?:\s(?:[^<>"'{]|"[^"]*"|'[^']*'|\{[^}]*\})*)?\/?>/g,
  )) {
    const own = naming.exec(tag)?.[1];
    const line = lineAt(index);
    if (own !== undefined) {
      found.push({
        kind: 'element',
        name: own,
        line,
        shown: `<${element}> "${own}"`,
        hidden: false,
      });
    } else if (parts.has(element!.toLowerCase()) || !isHtmlElement.test(element!)) {
      found.push({ kind: 'element', name: element!, line, shown: `<${element}>`, hidden: false });
    }
  }
  return found;
}

/** Plain elements of pages that carry text; losing one is no loss of a named thing. */
const isHtmlElement =
  /^(?:a|abbr|address|area|b|base|bdi|bdo|blockquote|br|caption|cite|code|col|colgroup|data|dd|del|dfn|div|dl|dt|em|embed|figcaption|hr|i|img|ins|kbd|label|legend|li|link|map|mark|menu|meta|meter|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|small|source|span|strong|sub|summary|sup|td|tfoot|th|time|tr|track|u|ul|var|wbr|details|g|path|rect|circle|line|text)$/i;

const blank = (found: string): string => found.replace(/[^\n]/g, ' ');

/** Finds the lines of growing positions in one pass. */
function lineCounter(text: string): (index: number) => number {
  let line = 0;
  let at = 0;
  return (index) => {
    for (; at < index; at += 1) if (text[at] === '\n') line += 1;
    return line;
  };
}
