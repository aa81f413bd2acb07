using Microsoft.AspNetCore.Connections;
using NewRelic.Simulator;

try
{
    await using var simulator = SimulatorApp.Create(args, builder => builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None));
    await simulator.RunAsync();
    return 0;
}
#pragma warning disable CA1031 // The outermost boundary: whatever it is, a person reads it.
catch (Exception e)
#pragma warning restore CA1031
{
    var remedy = e is IOException { InnerException: AddressInUseException } ? " Choose another with --urls, or end what listens there." : "";
    await Console.Error.WriteLineAsync($"the simulator does not start: {e.Message.ReplaceLineEndings(" ")}{remedy}");
    return 1;
}
