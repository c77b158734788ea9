import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { localeOr } from './say.ts';

/** A webview's page: one script, one style sheet, and a security policy that blocks everything else. */
export function webviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: {
    readonly name: string;
    readonly title: string;
    readonly body: string;
    /** The page says its own texts, and gets them in VS Code's language. */
    readonly speaks?: true;
  },
): string {
  const nonce = randomBytes(16).toString('base64url');
  const asset = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(mediaRoot(extensionUri), file)).toString();
  return `<!DOCTYPE html>
<html lang="${localeOr('en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset(`${page.name}.css`)}">
<title>${page.title}</title>
</head>
<body>
${page.body}${page.speaks ? words() : ''}
<script nonce="${nonce}" src="${asset(`${page.name}.js`)}"></script>
</body>
</html>`;
}

/** The texts of VS Code's language by their English forms, as data; nothing in English. */
function words(): string {
  const { bundle } = vscode.l10n;
  if (!bundle) return '';
  const json = JSON.stringify(bundle).replaceAll('<', '\\u003c');
  return `\n<script id="words" type="application/json">${json}</script>`;
}

/** Allows scripts, and lets the page read only the extension's media folder. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [mediaRoot(extensionUri)] };
}

function mediaRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'media');
}
