// npm run test:live: tries every real provider that can be reached from here. Arguments after "--" are names of providers.
import { command } from "./command.mjs";
import { dotnetExitCode } from "./dotnet.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";

await command(async () => {
  requireNode();
  await requireDotnet();
  const project = "tests/Conductor.Live/Conductor.Live.csproj";
  return dotnetExitCode("run", "-c", "Release", "--project", project, "--", ...process.argv.slice(2));
});
