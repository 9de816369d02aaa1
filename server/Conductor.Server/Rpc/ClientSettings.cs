using System.Text.Json;
using Conductor.Server.Protocol;

namespace Conductor.Server.Rpc;

/// <summary>Reads what a client says of its settings.</summary>
internal static class ClientSettings
{
    /// <returns>Null when it cannot be read; the log then says what is wrong with it.</returns>
    public static T? Read<T>(JsonElement given, Action<string> log)
        where T : class
    {
        try
        {
            return given.Deserialize<T>(WireJson.Options);
        }
        catch (JsonException exception)
        {
            log($"The client's settings cannot be read and are left as they were: {exception.Message} Correct the setting, then save it.");
            return null;
        }
    }
}
