using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace GateService.Tests.Http;

public sealed class LogLinesTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    /// <summary>A pipe that nobody empties would else hold up whoever has something to log: every verdict.</summary>
    [Fact]
    public void Lines_that_nobody_reads_are_dropped_and_hold_nobody_up() =>
        fixture.Gate.App.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.QueueFullMode.ShouldBe(ConsoleLoggerQueueFullMode.DropWrite);
}
