using Conductor.Server.Protocol;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Features.Models;

/// <summary>How much a model is to think before it answers, from a person's word to what providers' clients take.</summary>
internal static class ThinkingLevel
{
    /// <summary>Null leaves it to the model.</summary>
    public static ReasoningEffort? EffortOf(ThinkingName thinking) => thinking switch
    {
        ThinkingName.Off => ReasoningEffort.None,
        ThinkingName.Low => ReasoningEffort.Low,
        ThinkingName.Medium => ReasoningEffort.Medium,
        ThinkingName.High => ReasoningEffort.High,
        _ => null,
    };
}
