// npm run bench: the benchmarks, in a release build. Arguments after "--" go to them.
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { command, say, step } from "./command.mjs";
import { dotnetExitCode } from "./dotnet.mjs";
import { cache, root } from "./paths.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";
import { run } from "./processes.mjs";
import { buildDevelopmentServer, buildReleaseServer } from "./server.mjs";
import { hashOf, unlessDone } from "./stamps.mjs";

const rival = "tests/Conductor.Benchmarks/repomix";

/** Puts the packer that views are compared with into the cache. Without it everything else is measured all the same. */
async function installRepomix() {
  const folder = join(cache, "bench/repomix");
  const files = ["package.json", "package-lock.json", ".npmrc"];
  const hash = await hashOf(files.map((file) => `${rival}/${file}`));
  try {
    await unlessDone(
      { name: "bench-repomix", hash, result: join(folder, "node_modules/repomix") },
      async () => {
        await mkdir(folder, { recursive: true });
        for (const file of files) {
          await cp(join(root, rival, file), join(folder, file));
        }
        await step("repomix: installing what views are compared with (136 MB)", () =>
          run("npm", ["ci"], { cwd: folder }),
        );
      },
    );
  } catch (error) {
    say(`repomix is not compared: ${error.message}`);
  }
}

await command(async () => {
  requireNode();
  await requireDotnet();
  await buildDevelopmentServer();
  const args = process.argv.slice(2);
  const names = args.filter(
    (argument, at) => !argument.startsWith("--") && !/^--(sources|history)$/.test(args[at - 1] ?? ""),
  );
  if (names.length === 0 || names.includes("views")) {
    await buildReleaseServer();
    await installRepomix();
  }
  const project = "tests/Conductor.Benchmarks/Conductor.Benchmarks.csproj";
  return dotnetExitCode("run", "-c", "Release", "--project", project, "--", ...args);
});
