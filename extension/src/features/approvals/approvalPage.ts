/** What the page is made of. */
export interface PageParts {
  /** The origin that the editor serves local files from. */
  readonly cspSource: string;
  /** Fresh for every load. */
  readonly nonce: string;
  readonly script: string;
  readonly styles: readonly string[];
  /** A language tag, for screen readers. */
  readonly language: string;
  readonly title: string;
}

/** The panel's page: nothing but its policy, its styles and its one script, which builds the rest from messages. */
export function approvalPage(parts: PageParts): string {
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.cspSource}`,
    `font-src ${parts.cspSource}`,
  ].join("; ");
  const styles = parts.styles.map((style) => `<link rel="stylesheet" href="${escape(style)}">`).join("\n");
  return `<!DOCTYPE html>
<html lang="${escape(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(parts.title)}</title>
${styles}
</head>
<body>
<div id="page"></div>
<script nonce="${escape(parts.nonce)}" src="${escape(parts.script)}"></script>
</body>
</html>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
