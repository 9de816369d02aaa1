// npm run bench: the benchmarks, in a release build. Arguments after "--" go to them.
import { command } from "./command.mjs";
import { dotnetExitCode } from "./dotnet.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";
import { buildDevelopmentServer } from "./server.mjs";

await command(async () => {
  requireNode();
  await requireDotnet();
  await buildDevelopmentServer();
  const project = "tests/Conductor.Benchmarks/Conductor.Benchmarks.csproj";
  return dotnetExitCode("run", "-c", "Release", "--project", project, "--", ...process.argv.slice(2));
});
