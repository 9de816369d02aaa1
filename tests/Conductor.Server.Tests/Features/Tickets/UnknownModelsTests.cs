using Conductor.Server.Features.Tickets;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class UnknownModelsTests
{
    [Fact]
    public void Each_model_is_looked_for_once_and_each_ticket_that_names_an_unknown_one_is_told()
    {
        TrackFileReading reading = TrackFileReader.Read("""
            [
              { "id": "A", "description": "x", "model": "script:none.json" },
              { "id": "B", "description": "x" },
              { "id": "C", "description": "x", "model": "script:none.json" }
            ]
            """);
        var asked = new List<string>();

        string[] told =
        [
            .. UnknownModels.In(reading, model =>
            {
                asked.Add(model);
                return "It does not exist.";
            }).Select(problem => problem.Message),
        ];

        Assert.Equal("script:none.json", Assert.Single(asked));
        Assert.Equal(["Ticket \"A\" cannot be started: It does not exist.", "Ticket \"C\" cannot be started: It does not exist."], told);
    }
}
