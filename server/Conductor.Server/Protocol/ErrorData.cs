namespace Conductor.Server.Protocol;

/// <summary>What an error carries beside its code and message; a member that the code does not speak of is null.</summary>
/// <param name="Problems">With <see cref="ErrorCodes.InvalidTrack"/>: everything that is wrong with the track.</param>
/// <param name="ProcessId">With <see cref="ErrorCodes.WorkspaceInUse"/>: the process that runs the workspace.</param>
/// <param name="Files">With <see cref="ErrorCodes.FilesMoved"/>: workspace-relative, '/'-separated.</param>
/// <param name="Provider">With <see cref="ErrorCodes.NoKey"/>: whose key is to be set.</param>
/// <param name="HasDemo">With <see cref="ErrorCodes.NoKey"/>: the workspace brings a demo along, and a run without a model of its own would play it.</param>
public sealed record ErrorData(IReadOnlyList<ProblemInfo>? Problems = null, int? ProcessId = null, IReadOnlyList<string>? Files = null, string? Provider = null, bool? HasDemo = null);
