using System.Text;
using Dapper;
using GateService.Callers;
using GateService.Wire;

namespace GateService.History;

/// <summary>
/// A filter as SQL, newest first. Ids sort by time, so moments become ids and every filter walks one index backwards. What a token may not read is
/// left out as far as SQL can say it; the exact patterns are applied to what comes back.
/// </summary>
internal static class DecisionQuery
{
    public const string Columns =
        "d.id, d.at, d.moment, d.past, d.team, d.service, d.cluster, d.namespace, d.rollout, d.canary_hash AS CanaryHash, d.mode, d.step, d.weight, d.verdict, d.score, d.summary, d.policy, d.revision, l.label";

    /// <summary>A page of decisions.</summary>
    public static (string Sql, DynamicParameters Values) Of(DecisionFilter filter, Caller caller, int most)
    {
        var (conditions, values) = Conditions(filter, caller);
        values.Add("most", most);
        return ($"SELECT {Columns}, p.gist FROM decisions d JOIN documents p ON p.decision = d.id LEFT JOIN labels l ON l.decision = d.id{Where(conditions)} ORDER BY d.id DESC LIMIT @most", values);
    }

    /// <summary>A stretch of decisions with all that is kept of each; the policy by its hash.</summary>
    public static (string Sql, DynamicParameters Values) Whole(DecisionFilter filter, Caller caller, int most)
    {
        var (conditions, values) = Conditions(filter, caller);
        values.Add("most", most);
        return ($"SELECT {Columns}, o.body AS Body, o.policy AS Shared FROM decisions d JOIN documents o ON o.decision = d.id LEFT JOIN labels l ON l.decision = d.id{Where(conditions)} ORDER BY d.id DESC LIMIT @most", values);
    }

    /// <summary>Decisions that a shadow policy judged, with what it made of them.</summary>
    public static (string Sql, DynamicParameters Values) Shadowed(DecisionFilter filter, Caller caller, string policy, int most)
    {
        var (conditions, values) = Conditions(filter, caller);
        conditions.Add("s.policy = @shadow");
        values.Add("shadow", policy);
        values.Add("most", most);
        return (
            $"SELECT {Columns}, s.policy AS ShadowPolicy, s.revision AS ShadowRevision, s.verdict AS ShadowVerdict, s.summary AS ShadowSummary, s.told AS Told, s.not_kept AS NotKept "
            + $"FROM shadows s JOIN decisions d ON d.id = s.decision LEFT JOIN labels l ON l.decision = d.id{Where(conditions)} ORDER BY d.id DESC LIMIT @most",
            values);
    }

    /// <summary>The newest decision of each mode of each rollout, with points and gist.</summary>
    public static (string Sql, DynamicParameters Values) Newest(DecisionFilter filter, Caller caller, long past, int most)
    {
        var (conditions, values) = Conditions(filter, caller);
        conditions.Add("d.past <= @past");
        values.Add("past", past);
        values.Add("most", most);
        return (
            $"SELECT {Columns}, p.points, p.gist FROM (SELECT max(d.id) AS id FROM decisions d{Where(conditions)} GROUP BY d.cluster, d.namespace, d.rollout, d.mode) n "
            + "JOIN decisions d ON d.id = n.id JOIN documents p ON p.decision = d.id LEFT JOIN labels l ON l.decision = d.id ORDER BY d.id DESC LIMIT @most",
            values);
    }

    private static (List<string> Conditions, DynamicParameters Values) Conditions(DecisionFilter filter, Caller caller)
    {
        var (conditions, values) = (new List<string>(), new DynamicParameters());
        void Equal(string column, string? value)
        {
            if (value is not null)
            {
                conditions.Add($"d.{column} = @{column}");
                values.Add(column, value);
            }
        }

        Equal("team", filter.Team);
        Equal("service", filter.Service);
        Equal("cluster", filter.Cluster);
        Equal("namespace", filter.Namespace);
        Equal("rollout", filter.Rollout);
        Equal("canary_hash", filter.Hash);
        Equal("verdict", filter.Verdict);
        Equal("policy", filter.Policy);
        if (filter.Label is DecisionFilter.Unlabelled)
        {
            conditions.Add("NOT EXISTS (SELECT 1 FROM labels k WHERE k.decision = d.id)");
        }
        else
        {
            Bound("d.id IN (SELECT k.decision FROM labels k WHERE k.label = @label)", "label", filter.Label);
        }

        Bound("d.id >= @begin", "begin", filter.From is { } from ? DecisionId.Lowest(from) : null);
        Bound("d.id < @end", "end", filter.To is { } to ? DecisionId.Lowest(to) : null);
        Bound("d.id < @cursor", "cursor", filter.Cursor);
        Allow(conditions, values, "service", caller.Services, filter.Service);
        Allow(conditions, values, "namespace", caller.Namespaces, filter.Namespace);
        return (conditions, values);

        void Bound(string condition, string name, string? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                values.Add(name, value);
            }
        }
    }

    private static string Where(List<string> conditions) => conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";

    /// <summary>A superset of what the patterns take: LIKE is less strict about case on SQLite.</summary>
    private static void Allow(List<string> conditions, DynamicParameters values, string column, IReadOnlyList<string> patterns, string? filtered)
    {
        if (filtered is not null || patterns.Contains("*"))
        {
            return;
        }

        var any = new List<string>();
        foreach (var (index, pattern) in patterns.Index())
        {
            var name = $"{column}{index}";
            any.Add(pattern.AsSpan().IndexOfAny('*', '?') < 0 ? $"d.{column} = @{name}" : $@"d.{column} LIKE @{name} ESCAPE '\'");
            values.Add(name, pattern.AsSpan().IndexOfAny('*', '?') < 0 ? pattern : Like(pattern));
        }

        conditions.Add($"({string.Join(" OR ", any)})");
    }

    private static string Like(string pattern)
    {
        var like = new StringBuilder();
        foreach (var character in pattern)
        {
            like.Append(character switch { '*' => "%", '?' => "_", '%' or '_' or '\\' => $@"\{character}", _ => $"{character}" });
        }

        return like.ToString();
    }
}
