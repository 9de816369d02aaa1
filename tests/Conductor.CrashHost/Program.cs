using Conductor.CrashHost.Campaign;
using Conductor.CrashHost.Host;

// Two programs in one: "host FOLDER …" is the process that is killed; anything else is the campaign that kills it.
return args is ["host", ..]
    ? await HostRun.RunAsync(HostOptions.Parse(args))
    : await CampaignRun.RunAsync(CampaignOptions.Parse(args), Console.Out);
