// What users install, looked at from outside: the packed VSIX.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { engineName } from "../../../extension/scripts/front.mjs";
import { vsixPath } from "../../../extension/scripts/package.mjs";
import { thisPlatform } from "../../../extension/scripts/platform.mjs";
import { entriesOf, unpack } from "./zip";

/** Bytes. The native program takes 6 MB of it, packed. */
const largestSize = 75_000_000;
const server = "extension/extension/dist/server/";
const folder = mkdtempSync(join(tmpdir(), "conductor-vsix-"));
const entries = entriesOf(vsixPath);
const names = entries.map(({ name }) => name);

afterAll(() => rmSync(folder, { recursive: true }));

test("The VSIX is there and small enough to download", () => {
  expect(existsSync(vsixPath)).toBe(true);
  expect(statSync(vsixPath).size).toBeLessThan(largestSize);
});

test("It holds the bundled extension, its manifest, its icon and its licence", () => {
  expect(names).toEqual(
    expect.arrayContaining([
      "extension/package.json",
      "extension/LICENSE.txt",
      "extension/extension/dist/extension.js",
      "extension/extension/dist/webview/codicon.css",
      "extension/extension/dist/webview/codicon.ttf",
      "extension/extension/media/icon.png",
    ]),
  );
});

test("It names the licence of every package that it brings along", () => {
  const notices = entries.find(({ name }) => name === "extension/THIRD_PARTY_NOTICES.txt");
  const text = notices ? unpack(vsixPath, notices).toString() : "";
  const packages = [
    "vscode-languageclient",
    "@vscode/codicons",
    "@vscode/tree-sitter-wasm",
    "StreamJsonRpc",
    "Microsoft.NETCore.App",
    ...(names.includes(`${server}${engineName}`) ? ["runtime."] : []),
  ];
  expect(packages.filter((name) => !text.includes(`\n${name}`))).toEqual([]);
});

test("It holds no sources, no packages and no debug files", () => {
  const unwanted = /\.(ts|mts|cs|csproj|pdb|map)$|node_modules|\/(src|scripts|sample|tests|bin|obj)\/|\.env/;
  expect(names.filter((name) => unwanted.test(name))).toEqual([]);
});

test("Whoever unpacks it may execute the sidecar", () => {
  const sidecar = entries.find(({ name }) => name === server + thisPlatform().executable);
  expect((sidecar?.mode ?? 0) & 0o111).toBe(0o111);
});

test("The sidecar starts where there is no .NET", () => {
  for (const entry of entries.filter(({ name }) => name.startsWith(server))) {
    unpack(vsixPath, entry, join(folder, entry.name.slice(server.length)));
  }
  const env = { PATH: "/nowhere", HOME: folder, DOTNET_ROOT: "/nowhere" };
  const start = (): string =>
    execFileSync(join(folder, thisPlatform().executable), ["--version"], { env, encoding: "utf8" });
  expect(start).not.toThrow();
});

test("The helper beside it reads every language, with nothing but what is in the VSIX", () => {
  for (const entry of entries.filter(({ name }) => name.startsWith(`${server}outlines/`))) {
    unpack(vsixPath, entry, join(folder, entry.name.slice(server.length)));
  }
  const texts = {
    typescript: "interface One { name: string }",
    tsx: "const one = () => <b>one of the elements that are there</b>;",
    javascript: "function one() {}",
    python: "def one(): pass",
    go: "package one\nfunc one() {}",
    java: "class One {}",
    rust: "fn one() {}",
    c: "int one(void);",
    cpp: "class One {};",
  };
  const requests = Object.entries(texts).map(([language, text], id) =>
    JSON.stringify({ id, language, text }),
  );
  const { stdout } = spawnSync(process.execPath, [join(folder, "outlines/main.mjs")], {
    input: `${requests.join("\n")}\n`,
    encoding: "utf8",
    env: { PATH: "/nowhere" },
  });
  const names = stdout
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => (JSON.parse(line) as { members?: { name: string }[] }).members?.[0]?.name.toLowerCase());
  expect(names).toEqual(Object.keys(texts).map(() => "one"));
});

test("It is marked for this platform", () => {
  const manifest = entries.find(({ name }) => name === "extension.vsixmanifest");
  const text = manifest && unpack(vsixPath, manifest).toString();
  expect(text).toContain(`TargetPlatform="${thisPlatform().target}"`);
});
