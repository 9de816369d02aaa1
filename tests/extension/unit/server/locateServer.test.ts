import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { locateServer, type ServerLookup } from "../../../../extension/src/server/locateServer";

const lookup: ServerLookup = {
  setting: "",
  environment: undefined,
  extensionPath: "/extension",
  platform: "linux",
};
const always = (): boolean => true;

test("The bundled server is used when nothing else is named", () => {
  expect(locateServer(lookup, (path) => !path.endsWith("-engine"))).toEqual({
    kind: "found",
    path: "/extension/extension/dist/server/conductor",
    source: "bundled",
  });
  expect(locateServer({ ...lookup, platform: "win32" }, always).path).toMatch(/conductor\.exe$/);
});

test("The engine beside a native program is started itself, and both are made runnable", () => {
  const asked: string[] = [];
  const { path } = locateServer(lookup, (file) => asked.push(basename(file)) > 0);
  expect(path).toBe("/extension/extension/dist/server/conductor-engine");
  expect(asked).toEqual(expect.arrayContaining(["conductor", "conductor-engine"]));
});

test("The setting comes before the environment, and both before the bundled server", () => {
  const both = { ...lookup, setting: "/setting/conductor", environment: "/environment/conductor" };
  expect(locateServer(both, always)).toMatchObject({ path: "/setting/conductor", source: "setting" });
  expect(locateServer({ ...both, setting: "" }, always)).toMatchObject({
    path: "/environment/conductor",
    source: "environment",
  });
});

test("A path that a person named is never replaced by another one in silence", () => {
  const named = { ...lookup, setting: "/gone/conductor" };
  expect(locateServer(named, () => false)).toEqual({
    kind: "missing",
    path: "/gone/conductor",
    source: "setting",
  });
});

test("A relative path is refused, since a folder could choose what it means", () => {
  expect(locateServer({ ...lookup, setting: "tools/conductor" }, always).kind).toBe("missing");
});

test.skipIf(process.platform === "win32")("A server that lost its executable bit gets it back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "conductor-locate-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "conductor");
  await writeFile(path, "");
  await chmod(path, 0o644);
  expect(locateServer({ ...lookup, setting: path }).kind).toBe("found");
  expect((await stat(path)).mode & 0o111).not.toBe(0);
  expect(locateServer({ ...lookup, setting: folder }).kind).toBe("missing");
});
