using GateService.Core.Statistics;

namespace GateService.Core.Evidence;

/// <summary>Where the time of one slice's requests went, and how often they called others, in one bucket. Nothing here is sampled by trace.</summary>
/// <param name="Duration">Of a request, in seconds.</param>
/// <param name="External">Thereof in calls of other services.</param>
/// <param name="Database">Thereof in calls of datastores.</param>
/// <param name="ExternalCalls">Calls of other services per request.</param>
/// <param name="DatabaseCalls">Calls of datastores per request.</param>
/// <param name="Traced">How many requests have a trace.</param>
public readonly record struct RequestTimes(
    SampleMean Duration, SampleMean External, SampleMean Database, SampleMean ExternalCalls, SampleMean DatabaseCalls, double Traced);
