using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewRelic.Api.Wire;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class WireJsonContext : JsonSerializerContext;
