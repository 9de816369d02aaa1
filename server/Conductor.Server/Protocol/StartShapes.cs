using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conductor.Server.Protocol;

/// <summary>
/// How the first messages of a session are read and written, worked out when this is built: to work one out by reflection takes longer than to answer it. A
/// message that is missing here goes over the wire all the same.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ConductorInitializationOptions))]
[JsonSerializable(typeof(ListTracksParams))]
[JsonSerializable(typeof(TrackList))]
[JsonSerializable(typeof(ViewParams))]
[JsonSerializable(typeof(ViewResult))]
internal sealed partial class StartShapes : JsonSerializerContext;
