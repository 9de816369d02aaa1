using Conductor.Live;

return await LiveSuite.RunAsync(Console.Out, args);
