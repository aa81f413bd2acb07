using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using GateService.Core.Policies;

namespace GateService.History;

/// <summary>An effective policy as the decisions that were made by it share it: the whole of it with the file of every value, known by what is in it.</summary>
/// <param name="Hash">Of its JSON.</param>
/// <param name="Body">Its JSON, compressed.</param>
internal sealed record KeptPolicy(string Hash, byte[] Body)
{
    private const int HashLength = 22;

    /// <summary>A catalog gives the same one for all requests it judges alike.</summary>
    private static readonly ConditionalWeakTable<GatePolicy, KeptPolicy> Written = [];

    public static KeptPolicy Of(GatePolicy policy) => Written.GetValue(policy, Write);

    public GatePolicy Read() => JsonSerializer.Deserialize<GatePolicy>(Packed.Open(Body), RecordJson.Stored) ?? throw new InvalidDataException("the record cannot be read: its policy is empty");

    private static KeptPolicy Write(GatePolicy policy)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(policy, RecordJson.Stored);
        return new KeptPolicy(Convert.ToBase64String(SHA256.HashData(json))[..HashLength], Packed.Close(json));
    }
}
