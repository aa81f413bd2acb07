namespace GateService.Doctor;

/// <summary>One thing on the way from a rollout to its verdict.</summary>
/// <param name="Area">What it is about, one word, such as <c>telemetry</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="Says">What was found, one sentence.</param>
/// <param name="Do">What to do about it; null where nothing is to be done.</param>
public sealed record CheckupStep(string Area, CheckupState State, string Says, string? Do = null);
