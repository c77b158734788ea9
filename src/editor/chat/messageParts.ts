import * as vscode from 'vscode';
import type { Image } from '../../routing/conversation.ts';
import { isRecord } from '../../routing/input/objects.ts';

/** What the parts of a message say and show, in their order. */
export interface PartsShown {
  readonly text: string;
  readonly images: readonly Image[];
}

/**
 * Reads the parts that VS Code and other extensions put into messages and results of tools. Calls and
 * results are not among them. Thinking is left out: it is of use only to the model that thought it.
 */
export function shownIn(parts: readonly unknown[]): PartsShown {
  let text = '';
  const images: Image[] = [];
  for (const part of parts) {
    if (isImage(part)) {
      const image = imageFrom(part.data, part.mimeType);
      images.push(text === '' ? image : { ...image, after: text.length });
    } else text += textOfPart(part);
  }
  return { text, images };
}

export function imageFrom(data: Uint8Array, mimeType: string): Image {
  return { mimeType, base64: Buffer.from(data).toString('base64') };
}

// A drawing in SVG is a text, and no model takes it as an image.
const drawing = 'image/svg+xml';
// A link of an MCP server's is JSON, too: its address, and what stands there.
const texts =
  /^text\/|[/+](?:json|jsonl|xml|yaml|toml|javascript|typescript|sql)$|^application\/vnd\.code\.resource-link$/;

function isImage(part: unknown): part is vscode.LanguageModelDataPart {
  if (!(part instanceof vscode.LanguageModelDataPart)) return false;
  return part.mimeType.startsWith('image/') && part.mimeType !== drawing;
}

function textOfPart(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (part instanceof vscode.LanguageModelDataPart) return textOfData(part);
  return part instanceof vscode.LanguageModelPromptTsxPart ? textOfPrompt(part.value) : '';
}

function textOfData({ data, mimeType: written }: vscode.LanguageModelDataPart): string {
  const mimeType = written.split(';', 1)[0]!.trim().toLowerCase();
  if (texts.test(mimeType)) return new TextDecoder().decode(data);
  // What has no type of the Internet's is a mark between extensions, such as `cache_control`.
  if (!mimeType.includes('/')) return '';
  return `(${data.byteLength} bytes of ${mimeType}, which cannot be shown to a model here)`;
}

/** The text of what `@vscode/prompt-tsx` renders: a tree of pieces, whose leaves are texts. */
function textOfPrompt(value: unknown): string {
  if (!isRecord(value)) return '';
  const { node, children, text, lineBreakBefore } = value;
  if (node !== undefined) return textOfPrompt(node);
  if (Array.isArray(children)) return children.map(textOfPrompt).join('');
  return typeof text === 'string' ? `${lineBreakBefore === true ? '\n' : ''}${text}` : '';
}
