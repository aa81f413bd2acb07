namespace NewRelic.Api;

/// <summary>New Relic's data centres.</summary>
public enum NerdGraphRegion
{
    US,
    EU,
    JP,

    /// <summary>FedRAMP.</summary>
    GOV,
}
