// The packed `conductor` where it is a native program: it shows C# files as the engine does, and is the engine for everything else.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { engineName, linker } from "../../../extension/scripts/front.mjs";
import { vsixPath } from "../../../extension/scripts/package.mjs";
import { root } from "../../../extension/scripts/paths.mjs";
import { entriesOf, unpack } from "./zip";

const server = "extension/extension/dist/server/";
const entries = entriesOf(vsixPath).filter(({ name }) => name.startsWith(server));
const isNative = entries.some(({ name }) => name === server + engineName);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "conductor-front-")));
const installed = join(folder, "server");
const work = join(folder, "work");

const env = { PATH: process.env["PATH"], HOME: folder, DOTNET_ROOT: "/nowhere" };

interface Shown {
  readonly status: number | null;
  readonly output: string;
  readonly error: string;
}

/** What a program of the package says, as bytes that a failure shows as text. */
function shown(program: string, args: readonly string[]): Shown {
  const { status, stdout, stderr } = spawnSync(join(installed, program), args, { cwd: work, env });
  return { status, output: stdout.toString("latin1"), error: stderr.toString("latin1") };
}

function write(name: string, content: string | Buffer): void {
  writeFileSync(join(work, name), content);
}

const method =
  "    int Sum(int[] all)\n    {\n        int sum = 0;\n        foreach (int one in all)\n        {\n            sum += one;\n        }\n\n        return sum;\n    }\n";
const plain = `using System;\n\nnamespace Shop;\n\n/// <summary>A till. And more.</summary>\npublic class Till\n{\n${method}}\n`;

/** Files of every kind that a folder may hold, by what is special about them. */
const files = {
  "Plain.cs": plain,
  "Lines.cs": plain.replaceAll("\n", "\r\n"),
  "Marked.cs": Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(plain)]),
  "Wide.cs": Buffer.from(`\ufeff${plain}`, "utf16le"),
  "Latin.cs": Buffer.from(plain.replace("A till", "Größe"), "latin1"),
  "Größe 🎉.CS": plain.replace("Till", "Größe").replace("A till", "🎉 \u0001 <b>"),
  "Broken.cs": plain.replace("foreach (", "foreach ((").replace("return sum;", "return sum"),
  "Empty.cs": "",
  "Binary.cs": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]),
  "Conditional.cs": `class A\n{\n#if TILL && NET8_0_OR_GREATER\n${method}#else\n    void Other() { }\n#endif\n}\n`,
  "Deep.cs": `class A { int B() { return ${"(".repeat(3_000)}1${")".repeat(3_000)}; } }\n`,
};

function install(): void {
  for (const entry of entries) {
    unpack(vsixPath, entry, join(installed, entry.name.slice(server.length)));
  }
  mkdirSync(join(work, "Folder.cs"), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    write(name, content);
  }
  write(
    "Large.cs",
    readFileSync(join(root, "tests/Conductor.Views.Tests/TestFiles/msbuild/NativeMethods.cs")),
  );
  write("script.py", "def one():\n    pass\n");
  write(
    "Shop.csproj",
    "<Project><PropertyGroup><TargetFramework>net8.0</TargetFramework><DefineConstants>TILL</DefineConstants></PropertyGroup></Project>",
  );
}

/** Asks for `initialize` and waits for the answer. */
async function initialized(program: string): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(join(installed, program), ["serve", "--stdio"], { cwd: work, env });
  const params = { processId: process.pid, rootUri: `file://${work}`, capabilities: {} };
  const message = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
  const [answer] = (await once(child.stdout, "data")) as [Buffer];
  expect(answer.toString()).toContain("Content-Length");
  child.stdout.resume();
  child.stderr.resume();
  return child;
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<unknown[]> {
  return (await once(child, "close")) as unknown[];
}

afterAll(() => rmSync(folder, { recursive: true }));

test("It is there exactly where a machine can link it", async () => {
  expect(isNative).toBe((await linker()) !== undefined);
});

describe.skipIf(!isNative)("A native conductor", () => {
  install();

  const all = [...Object.keys(files), "Large.cs", "missing.cs", "Folder.cs", "../work/Plain.cs"];

  test.each(["curated", "skeleton", "outline", "signature", "full"])(
    "shows C# files as the engine does, byte for byte: %s",
    (level) => {
      for (const more of [[], ["--json"], ["--budget", "90"], ["--budget", "1", "--json"]]) {
        const order = ["view", "--level", level, ...more, ...all];
        const { status, output, error } = shown("conductor", order);
        expect({ status, output, error }).toEqual(shown(engineName, order));
        expect(status).toBe(1);
        expect(output).toContain("Plain.cs");
      }
    },
  );

  test("shows one file as the engine does, with 0 as its exit code", () => {
    for (const name of Object.keys(files)) {
      expect(shown("conductor", ["view", name])).toEqual(shown(engineName, ["view", name]));
      expect(shown("conductor", ["view", name]).status).toBe(0);
    }
  });

  test("reads a project's constants", () => {
    expect(shown("conductor", ["view", "Conditional.cs"]).output).toContain("int Sum");
  });

  test("needs nothing else for C# files, and says what to do where the engine is missing", () => {
    const alone = join(folder, "alone");
    mkdirSync(alone);
    copyFileSync(join(installed, "conductor"), join(alone, "conductor"));
    const start = (...args: string[]) =>
      spawnSync(join(alone, "conductor"), args, { cwd: work, env, encoding: "utf8" });
    expect(start("view", "Plain.cs").status).toBe(0);
    const { status, stdout, stderr } = start("view", "script.py");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `Conductor's engine, ${join(alone, engineName)}, cannot be started: No such file or directory. Install Conductor again.\n`,
    );
  });

  test.each([
    ["--version"],
    ["--help"],
    [""],
    ["nonsense"],
    ["view"],
    ["view --level everything Plain.cs"],
    ["view --around Plain.cs"],
    ["view script.py"],
    ["view Shop.csproj Plain.cs"],
    ["check missing.track.json"],
    ["log --workspace /nowhere"],
  ])("is the engine for: %s", (words) => {
    const args = words.split(" ");
    expect(shown("conductor", args)).toEqual(shown(engineName, args));
  });

  test("is found and finds its engine through links", () => {
    const links = join(folder, "links");
    mkdirSync(links);
    symlinkSync(join(installed, "conductor"), join(links, "real"));
    symlinkSync("real", join(links, "conductor"));
    const start = (...args: string[]) =>
      spawnSync("conductor", args, { cwd: work, env: { ...env, PATH: links }, encoding: "utf8" });
    expect(start("--version").stdout).toBe(shown(engineName, ["--version"]).output);
    expect(start("view", "Plain.cs").status).toBe(0);
  });

  test("becomes the engine in its own process, with the words, input, environment and signals that it was given", () => {
    const other = join(folder, "other");
    mkdirSync(other);
    copyFileSync(join(installed, "conductor"), join(other, "conductor"));
    const script = `#!/bin/sh\necho "$$ $MARK"; printf '%s|' "$@"; cat; grep SigIgn /proc/self/status; exit 42\n`;
    writeFileSync(join(other, engineName), script, { mode: 0o755 });
    const given = { cwd: work, env: { ...env, MARK: "kept" }, input: "typed", encoding: "utf8" } as const;
    const [through, direct] = ["conductor", engineName].map((name) => {
      const { pid, status, stdout } = spawnSync(join(other, name), ["run", "two words", "", "ü"], given);
      return { status, stdout: stdout.replace(String(pid), "its own id") };
    });
    expect(through).toEqual(direct);
    expect(through?.status).toBe(42);
    expect(through?.stdout).toMatch(/^its own id kept\nrun\|two words\|\|ü\|typed/);
  });

  test("is a sidecar too, which ends when its input does", async () => {
    const child = await initialized("conductor");
    child.stdin.end();
    expect(await endOf(child)).toEqual([0, null]);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("ends as the engine does at %s", async (signal) => {
    const ends = [];
    for (const program of ["conductor", engineName]) {
      const child = await initialized(program);
      const end = endOf(child);
      child.kill(signal);
      ends.push(await end);
    }
    expect(ends[0]).toEqual(ends[1]);
  });

  test("says nothing when its reader has gone", () => {
    const large = readFileSync(join(work, "Large.cs"), "utf8").repeat(3);
    write("Larger.cs", large);
    const line = `"${join(installed, "conductor")}" view --level full Larger.cs | head -n 1`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: work, env, encoding: "utf8" });
    expect([status, stdout]).toEqual([0, `${large.split("\n")[0]}\n`]);
    expect(stderr).toMatch(/^Larger\.cs: full, [\d,]+ of [\d,]+ tokens\.\n$/);
  });
});
