using System.Globalization;
using GraphQL;
using NewRelic.Simulator.Nrql;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>Drop rules as clients keep them: made, listed, deleted. Nothing is dropped by them.</summary>
internal sealed class DropRules(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<DropRule> _rules = [];
    private int _last;

    public object List(IResolveFieldContext context)
    {
        lock (_lock)
        {
            return new { List = new { Error = (object?)null, Rules = _rules.Where(rule => rule.AccountId == ((AccountRow)context.Source!).Id).ToList() } };
        }
    }

    public object Create(IResolveFieldContext context)
    {
        var account = Account(context);
        var (successes, failures) = (new List<object>(), new List<object>());
        foreach (var rule in context.GetArgument<List<Dictionary<string, object?>>>("rules"))
        {
            var (action, description, nrql) = ((string)rule["action"]!, (string?)rule.GetValueOrDefault("description"), (string)rule["nrql"]!);
            if (Fault(nrql) is { } fault)
            {
                failures.Add(new { Error = new { Reason = "INVALID_QUERY", Description = fault }, Submitted = new { AccountId = account, Action = action, Description = description, Nrql = nrql } });
            }
            else
            {
                successes.Add(Keep(account, action, description, nrql));
            }
        }

        return new { Successes = successes, Failures = failures };
    }

    public object Delete(IResolveFieldContext context)
    {
        var account = Account(context);
        var (successes, failures) = (new List<object>(), new List<object>());
        foreach (var id in context.GetArgument<List<string>>("ruleIds"))
        {
            lock (_lock)
            {
                var rule = _rules.Find(found => found.Id == id && found.AccountId == account);
                if (rule is null)
                {
                    failures.Add(new { Error = new { Reason = "RULE_NOT_FOUND", Description = $"Drop rule {id} was not found" }, Submitted = new { AccountId = account, RuleId = id } });
                }
                else
                {
                    _rules.Remove(rule);
                    successes.Add(rule);
                }
            }
        }

        return new { Successes = successes, Failures = failures };
    }

    private static int Account(IResolveFieldContext context)
    {
        var account = context.GetArgument<int>("accountId");
        return NerdGraphCall.Of(context).MayQuery(account) ? account : throw NerdGraphError.AccessDenied(account);
    }

    private static string? Fault(string nrql)
    {
        try
        {
            NrqlParser.Parse(nrql);
            return null;
        }
        catch (NrqlException refused)
        {
            return refused.Message;
        }
    }

    private DropRule Keep(int account, string action, string? description, string nrql)
    {
        lock (_lock)
        {
            var rule = new DropRule($"{++_last}", account, action, description, nrql, time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            _rules.Add(rule);
            return rule;
        }
    }

    private sealed record DropRule(string Id, int AccountId, string Action, string? Description, string Nrql, string CreatedAt)
    {
        public AccountRow Account => new(AccountId);

        public int CreatedBy { get; } = SimulatedUser.Only.Id;

        public SimulatedUser Creator { get; } = SimulatedUser.Only;
    }
}
