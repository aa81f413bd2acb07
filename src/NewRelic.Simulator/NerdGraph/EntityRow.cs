using System.Text;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>The fields of an APM application, as an entity and as its outline.</summary>
internal sealed record EntityRow(int AccountId, string Name)
{
    public AccountRow Account => new(AccountId);

    /// <summary>Made of the name, so that it stays the same.</summary>
    public int ApplicationId => (int)(Encoding.UTF8.GetBytes(Name).Aggregate(2_166_136_261u, (hash, character) => (hash ^ character) * 16_777_619) % int.MaxValue);

    public string Guid => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AccountId}|{Domain}|{Type}|{ApplicationId}")).TrimEnd('=');

    public string Domain { get; } = "APM";

    public string Type { get; } = "APPLICATION";

    public string EntityType { get; } = "APM_APPLICATION_ENTITY";

    public string AlertSeverity { get; } = "NOT_CONFIGURED";

    public bool Reporting { get; } = true;

    public string Language { get; } = "dotnet";

    public string Permalink => $"https://one.newrelic.com/redirect/entity/{Guid}";

    public IReadOnlyList<object> Tags => [new { Key = "account", Values = new[] { Account.Name } }, new { Key = "accountId", Values = new[] { $"{AccountId}" } }];
}
