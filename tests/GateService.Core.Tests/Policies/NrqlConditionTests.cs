using GateService.Core.Policies;

namespace GateService.Core.Tests.Policies;

/// <summary>What New Relic takes behind WHERE is taken; what it would not understand is refused with a sentence that says what to write.</summary>
public sealed class NrqlConditionTests
{
    /// <summary>Forms of public dashboards and of New Relic's documentation.</summary>
    public static TheoryData<string> Taken =>
    [
        "outcome = 'ok'", "outcome != 'ok'", "total >= 12.5", "duration < 0.5", "duration > 1e3", "error IS TRUE", "error IS NOT TRUE", "error is false", "error", "NOT error",
        "error = true", "host IS NULL", "host IS NOT NULL", "httpResponseCode IN ('500', '502', '503')", "response.status NOT IN (404, 401)", "name LIKE 'WebTransaction/%'",
        "request.uri NOT LIKE '%health%'", "name RLIKE r'Web.*'", "message RLIKE '.*time[d]? ?out.*'", "appName = 'shop' AND (error IS TRUE OR duration > 2)",
        "appName = 'shop' and transactionType = 'Web' or name like '%x%'", "NOT (name LIKE '%a%' OR name LIKE '%b%')", "numeric(httpResponseCode) >= 500",
        "numeric(http.statusCode) >= 400 AND numeric(http.statusCode) < 500", "`http.response.status_code` = 503", "`label.app-name` = 'x'", "lower(status) = 'failed'",
        "capture(request.uri, r'/api/(?P<version>[^/]+)/.*') = 'v2'", "aparse(message, '%status=*%') = '500'", "if(error IS TRUE, 1, 0) = 1",
        "if(status = 'ok' OR status = 'done', 'good', 'bad') = 'good'", "hourOf(timestamp) = '9:00'", "weekdayOf(timestamp) NOT IN ('Saturday', 'Sunday')",
        "duration - databaseDuration > 0.5", "(duration + queueDuration) * 1000 > 250", "(memoryUsedBytes / memoryTotalBytes) > 0.9", "amount > -5", "-amount < 5",
        "length(message) > 100", "concat(service, '-', env) = 'shop-prod'", "substring(name, 0, 3) = 'Web'", "round(duration) = 2", "tags.Environment = 'production'", "metricName = 'http.server.duration'",
        "`started` = `ended`", "message LIKE '%it\\'s%'", "status = {state}", "shop LIKE {shop} AND total > {least}", "entity.name = '' OR entity.name IS NULL", "jparse(payload) IS NOT NULL",
    ];

    public static TheoryData<string, string> Refused => new()
    {
        { "outcome == 'ok'", "compares with ==: NRQL has =" },
        { "outcome = 'ok' AND", "ends after AND" },
        { "outcome = 'ok' OR", "ends after OR" },
        { "AND outcome = 'ok'", "makes no sense from AND on" },
        { "status in 1,2", "the values of IN stand in parentheses" },
        { "a <> 3", "write !=" },
        { "a BETWEEN 1 AND 2", "write a >= 1 AND a <= 2" },
        { "bogus(x) = 1", "holds bogus(), which is no function of NRQL" },
        { "lowr(x) = 'a'", "did you mean 'lower'?" },
        { "percentage(count(*)) > 3", "percentage(), which says something of many events" },
        { "count(*) > 3", "count(), which says something of many events" },
        { "uniqueCount(user) > 3", "uniqueCount(), which says something of many events" },
        { "outcome = ok", "outcome = 'ok'; where both are meant, put backticks around them" },
        { "status != failed", "compares two attributes" },
        { "status IN (ok, failed)", "has ok among the values of IN" },
        { "a = 1 && b = 2", "write AND" },
        { "a = 1 || b = 2", "write OR" },
        { "!error", "write NOT" },
        { "error IS 'x'", "IS takes NULL, TRUE or FALSE" },
        { "error = NULL", "write error IS NULL" },
        { "error != NULL", "write error IS NOT NULL" },
        { "name LIKE timeout", "expected a text in single quotes" },
        { "name LIKE", "has LIKE before the end" },
        { "outcome =", "ends after =" },
        { "outcome = 'ok' 'late'", "makes no sense from 'late' on" },
        { "outcome 'ok'", "makes no sense from 'ok' on" },
        { "(a = 1", "leaves a parenthesis open" },
        { "a = 1)", "closes a parenthesis" },
        { "a = \"x\"", "NRQL strings take single quotes" },
        { "a = 'x", "leaves a quote open" },
        { "a = 1; b = 2", "holds ';'" },
        { "a = 1 -- x", "begins a comment" },
        { "SELECT count(*) FROM Transaction", "holds SELECT" },
        { "a IN (SELECT b FROM Log)", "holds SELECT" },
        { "a = 1 SINCE 1 day ago", "holds SINCE" },
        { "a = 1 b = 2", "makes no sense from b on" },
        { "numeric(a, b) > 1", "gives numeric() 2 arguments: it takes 1" },
        { "if(a) = 1", "gives if() 1 arguments" },
        { "5", "compares nothing" },
        { "'ok'", "compares nothing" },
        { "1 = 1", "which hangs on no event" },
        { " ", "is empty" },
        { "a NOT = 1", "makes no sense from NOT on" },
        { "a > > 1", "makes no sense from > on" },
        { "a IN ()", "makes no sense from ) on" },
        { "status = {unknown}", "which parameters does not declare" },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public void What_New_Relic_takes_is_taken(string condition) => NrqlCondition.Faults(condition, ["state", "shop", "least"]).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_New_Relic_would_not_understand_is_refused(string condition, string expected) =>
        NrqlCondition.Faults(condition, ["state"]).ShouldContain(fault => fault.Contains(expected, StringComparison.Ordinal), string.Join("; ", NrqlCondition.Faults(condition, ["state"])));

    [Fact]
    public void Nesting_without_end_is_refused_and_costs_nobody_the_stack() =>
        NrqlCondition.Faults(string.Concat(Enumerable.Repeat("(", 5_000)) + "a = 1" + string.Concat(Enumerable.Repeat(")", 5_000))).ShouldHaveSingleItem().ShouldContain("nested more than");
}
