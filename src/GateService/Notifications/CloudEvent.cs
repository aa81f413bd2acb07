using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>An announcement as a CloudEvent 1.0 in structured JSON, and its signature.</summary>
internal static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json";

    public const string SignatureHeader = "X-Gate-Signature";

    /// <param name="id">The message's, the same in every attempt: receivers tell a repeated one by it.</param>
    public static JsonObject Compose(Announcement told, string id) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = $"/gates/{Uri.EscapeDataString(told.Namespace)}/{Uri.EscapeDataString(told.Rollout)}",
        ["type"] = $"gate.rollout.{EnumNames.Of(told.Event)}",
        ["subject"] = told.Decision,
        ["time"] = told.At.ToString("O"),
        ["datacontenttype"] = "application/json",
        ["data"] = JsonSerializer.SerializeToNode(told, JsonAnswer.Options),
    };

    /// <summary><c>sha256=</c> and the HMAC of the body, in hex.</summary>
    public static string Sign(byte[] body, string secret) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), body))}";
}
