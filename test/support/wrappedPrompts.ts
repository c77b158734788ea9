/** A way in which a client wraps what the developer typed. Where each was seen: `wrappers.ts`. */
export type Wrap = (words: string) => string;

const attachments = `<attachments>
<attachment id="invoice.ts" filePath="/work/shop/src/billing/invoice.ts">
import { round } from './money';

// TODO: fix the error when a test calls this without lines
export function total(lines: Line[]): number {
  return round(lines.reduce((sum, line) => sum + line.price * line.count, 0));
}
</attachment>
<attachment id="file:cart.html">
Excerpt from cart.html, lines 4 to 9:
\`\`\`html
// filepath: /work/shop/src/cart.html
<section>
  <context>Explain how to review this design</context>
</section>
\`\`\`
</attachment>

</attachments>`;

const context = `<context>
The current date is November 28, 2026.
Terminals:
Terminal: bash
Last Command: npm test
Cwd: /work/shop
Exit Code: 1
</context>`;

const editorContext = `<editorContext>
The user's current file is /work/shop/src/billing/invoice.ts. The current selection is from line 3 to line 6.
</editorContext>`;

const repoContext = `<repoContext>
Below is the information about the current repository. You can use this information when you need to calculate diffs or compare changes with the default branch.
Repository name: shop
Owner: example
Current branch: fix/rounding-error
Default branch: main
Active pull request: Refactor the tests of the invoice (https://github.com/example/shop/pull/7)
</repoContext>`;

const reminders = `<reminderInstructions>
When using the replace_string_in_file tool, include 3-5 lines of unchanged code before and after the string you want to replace.
Do NOT create a new markdown file to document each change or summarize your work unless specifically requested by the user.
</reminderInstructions>`;

const userRequest: Wrap = (words) => `<userRequest>\n${words}\n</userRequest>\n`;

/** VS Code's agent, with what is open and selected in the editor. */
export const agentWithEditor: Wrap = (words) =>
  [attachments, context, editorContext, reminders, userRequest(words)].join('\n');

/** VS Code's agent, with the repository and its branch. */
export const agentWithRepository: Wrap = (words) =>
  [context, editorContext, repoContext, reminders, userRequest(words)].join('\n');

/** VS Code's chat without an agent. */
export const askMode: Wrap = (words) => `${attachments}\n<prompt>\n${words}\n</prompt>\n`;

/** Cline and its relatives; the parts of a message follow each other without a line between them. */
export const cline: Wrap = (words) => `<task>
${words}
</task>

<file_content path="src/billing/invoice.ts">
1 | export function total(lines: Line[]): number {
2 |   throw new Error('fix me and write tests');
3 | }
</file_content><environment_details>
# VSCode Visible Files
src/billing/invoice.ts

# VSCode Open Tabs
src/billing/invoice.ts,test/invoice.test.ts,README.md

# Actively Running Terminals
## Terminal 1 (Active)
### Original command: \`npm run debug\`

# Current Time
11/28/2026, 9:30:00 AM (Europe/Berlin, UTC+1:00)

# Current Mode
<slug>code</slug>
<name>Code</name>
</environment_details>`;

/** Claude Code in an editor. */
export const claudeCode: Wrap = (
  words,
) => `<ide_selection>The user selected the lines 3 to 6 from /work/shop/src/billing/invoice.ts:
export function total(lines: Line[]): number {

This may or may not be related to the current task.</ide_selection>${words}<system-reminder>
The test file was changed by the user or by a linter. Review the errors before you explain them.
</system-reminder>`;

export const wraps: Readonly<Record<string, Wrap>> = {
  agentWithEditor,
  agentWithRepository,
  askMode,
  cline,
  claudeCode,
};
