import type * as fileSystem from "node:fs/promises";
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { engineName, putInPlace } from "../../../extension/scripts/front.mjs";
import { thisPlatform } from "../../../extension/scripts/platform.mjs";

vi.mock("node:fs/promises", async (original) => {
  const disk = await original<typeof fileSystem>();
  return { ...disk, rename: vi.fn(disk.rename) };
});

const { executable } = thisPlatform();
let folder: string;
let front: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "conductor-place-"));
  front = `${folder}.front`;
  await writeFile(front, "native");
  await writeFile(join(folder, executable), "managed");
});

afterEach(async () => {
  vi.mocked(rename).mockRestore();
  await rm(folder, { recursive: true });
  await rm(front);
});

const read = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).map(
        async (name) => [name, await readFile(join(folder, name), "utf8")] as const,
      ),
    ),
  );

test("The native program has the place of the managed one, which stands beside it", async () => {
  await putInPlace(front, folder);
  expect(await read()).toEqual({ [executable]: "native", [engineName]: "managed" });
});

test.each(["first", "second"])("Where the %s of both cannot be renamed, all is as it was", async (which) => {
  const disk = await vi.importActual<typeof fileSystem>("node:fs/promises");
  let times = 0;
  vi.mocked(rename).mockImplementation((from, to) => {
    times++;
    return times === (which === "first" ? 1 : 2)
      ? Promise.reject(new Error("It is in use."))
      : disk.rename(from, to);
  });
  await expect(putInPlace(front, folder)).rejects.toThrow("It is in use.");
  expect(await read()).toEqual({ [executable]: "managed" });
});
