// npm run test:crash: kills the engine at every point there is. Arguments after "--" go to the campaign.
import { command } from "./command.mjs";
import { dotnetExitCode } from "./dotnet.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";

await command(async () => {
  requireNode();
  await requireDotnet();
  const project = "tests/Conductor.CrashHost/Conductor.CrashHost.csproj";
  return dotnetExitCode("run", "-c", "Release", "--project", project, "--", ...process.argv.slice(2));
});
