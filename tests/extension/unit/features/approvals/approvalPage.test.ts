import { describe, expect, test } from "vitest";
import { approvalPage } from "../../../../../extension/src/features/approvals/approvalPage";

const html = approvalPage({
  cspSource: "https://*.vscode-cdn.net",
  nonce: "bm9uY2U=",
  script: "https://host/approval.js?a=1&b=2",
  styles: ["https://host/codicon.css", 'https://host/"><script>x</script>'],
  language: "en",
  title: "Approval <1>",
});

const policy = new Map(
  (/Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "").split("; ").map((directive) => {
    const [name = "", ...sources] = directive.split(" ");
    return [name, sources.join(" ")];
  }),
);

describe("The page's policy", () => {
  test("allows nothing but its own script, styles and font", () => {
    expect(Object.fromEntries(policy)).toEqual({
      "default-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "script-src": "'nonce-bm9uY2U='",
      "style-src": "https://*.vscode-cdn.net",
      "font-src": "https://*.vscode-cdn.net",
    });
  });

  test("allows nothing unsafe", () => {
    expect(html).not.toContain("unsafe");
  });
});

describe("The page", () => {
  test("has one script, with the nonce, and none inline", () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script nonce="bm9uY2U=" src="https://host/approval.js?a=1&amp;b=2"></script>');
  });

  test("has no handlers or styles in attributes", () => {
    expect(html).not.toMatch(/\son\w+=|\sstyle=/);
  });

  test("escapes what it is made of", () => {
    expect(html).toContain("<title>Approval &lt;1&gt;</title>");
    expect(html).toContain('href="https://host/&quot;&gt;&lt;script&gt;x&lt;/script&gt;"');
  });
});
