using System.Text.Json;
using System.Text.Json.Serialization;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>On which side of its limit a value must stay, as answers say it: <c>at most</c> or <c>at least</c>.</summary>
internal sealed class ComparisonWords() : JsonStringEnumConverter<Comparison>(new Words())
{
    public static string Of(Comparison comparison) => comparison switch
    {
        Comparison.AtMost => "at most",
        Comparison.AtLeast => "at least",
    };

    private sealed class Words : JsonNamingPolicy
    {
        public override string ConvertName(string name) => Of(Enum.Parse<Comparison>(name));
    }
}
