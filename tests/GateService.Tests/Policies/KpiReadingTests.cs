using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Words;
using GateService.Tests.Evidence;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>KPIs and limits as teams write them, right and wrong: a fault stands in the file of whoever can mend it.</summary>
public sealed class KpiReadingTests
{
    private const string Base = "kind: policy\nname: base\nobjectives:\n  errors:\n    kind: errorRate\n    atMost: 1%\n    floor: 0.1%\n  slow:\n    kind: latency\n    quantile: 0.95\n    atMost: 1s\n";

    [Theory]
    [InlineData("form: ratio, numerator: \"a = 'x'\", atLeast: 90%", KpiForm.Ratio, Unit.Share)]
    [InlineData("form: rate, atLeast: 30", KpiForm.Rate, Unit.PerMinute)]
    [InlineData("form: rate, per: request, atLeast: 0.1", KpiForm.Rate, Unit.PerRequest)]
    [InlineData("form: mean, attribute: amount, atMost: 30", KpiForm.Mean, Unit.Count)]
    [InlineData("form: sum, attribute: amount, per: request, atLeast: 3", KpiForm.Sum, Unit.PerRequest)]
    [InlineData("form: percentile, attribute: amount, quantile: 0.9, atMost: {5: 90, 25: 80}", KpiForm.Percentile, Unit.Count)]
    [InlineData("form: uniqueCount, attribute: user, atLeast: 5", KpiForm.UniqueCount, Unit.Count)]
    [InlineData("form: gauge, attribute: depth, reading: max, atMost: 5", KpiForm.Gauge, Unit.Count)]
    public void Every_form_is_read(string kpi, KpiForm form, Unit unit)
    {
        var objective = Kpi(kpi);

        objective.Definition.Form.ShouldBe(form);
        objective.Unit.ShouldBe(unit);
        objective.Limit.ShouldNotBeNull();
    }

    [Fact]
    public void Stable_is_a_limit_without_a_number()
    {
        Kpi("form: ratio, numerator: \"a = 'x'\", atLeast: stable, margin: 1.2").IsAgainstStableAlone.ShouldBeTrue();
        Plans.Written("objectives: {refusals: {kind: refusalRate}}").Objectives.ShouldHaveSingleItem().IsAgainstStableAlone.ShouldBeTrue();
        Plans.Written("objectives: {refusals: {kind: refusalRate, atMost: 20%}}").Objectives.ShouldHaveSingleItem().Limit.ShouldBe(StepLimits.Constant(0.2));
    }

    [Theory]
    [InlineData("form: ratio, atLeast: 90%", "numerator: is missing: a ratio needs the condition it counts")]
    [InlineData("form: rate, numerator: \"a = 1\", atLeast: 9", "numerator: only a ratio has a numerator, and this is a rate")]
    [InlineData("form: sum, atLeast: 9", "attribute: is missing: a sum needs the attribute it is of")]
    [InlineData("form: rate, attribute: x, atLeast: 9", "attribute: a ratio and a rate count events")]
    [InlineData("form: percentile, attribute: x, atMost: 9", "quantile: is missing: a percentile needs its quantile")]
    [InlineData("form: mean, attribute: x, quantile: 0.5, atMost: 9", "quantile: only a percentile has a quantile")]
    [InlineData("form: mean, attribute: x, per: request, atMost: 9", "per: only a rate and a sum are per minute or per request")]
    [InlineData("form: mean, attribute: x, delay: 5m, atMost: 9", "delay: only a rate and a sum are counted beside requests, and may come after them")]
    [InlineData("form: rate, delay: 31m, atLeast: stable", "delay: '31m': expected a duration from 0s to 30m, such as 5m")]
    [InlineData("form: mean, attribute: x, reading: max, atMost: 9", "reading: only a gauge has a reading")]
    [InlineData("form: gauge, attribute: x, atMost: stable", "atMost: 'stable': a gauge cannot be compared with stable alone")]
    [InlineData("form: percentile, quantile: 0.9, attribute: x, atMost: stable", "atMost: 'stable': a percentile cannot be compared with stable alone")]
    [InlineData("form: gauge, attribute: x, atMost: 9, margin: 2", "margin: kpi of form gauge has no stable slice to compare with")]
    [InlineData("form: ratio, numerator: \"a == 'x'\", atLeast: 90%", "numerator: 'a == 'x'' compares with ==: NRQL has =")]
    [InlineData("form: ratio, numerator: \"a = x\", atLeast: 90%", "compares two attributes, a and x: a text stands in single quotes, a = 'x'")]
    [InlineData("form: rate, where: \"a = 1 AND\", atLeast: 9", "where: 'a = 1 AND' ends after AND")]
    [InlineData("form: rate, slices: {by: attribute, attributes: [x], canaryValue: \"{rolout}-canary\"}, atLeast: 9", "slices.canaryValue: '{rolout}-canary' holds {rolout}: expected {service}, {rollout}, {namespace}, {cluster}, {canaryHash}, {stableHash}, or the name of one of the request's args; did you mean 'rollout'?")]
    [InlineData("form: rate, slices: {by: attribute, attributes: [x], canaryValue: \"{rollout-canary\"}, atLeast: 9", "slices.canaryValue: '{rollout-canary' holds a brace that is no {placeholder}")]
    [InlineData("form: rate, slices: {by: host, canaryValue: x}, atLeast: 9", "slices.canaryValue: only slices by attribute take fixed values")]
    public void What_makes_no_sense_is_a_fault(string kpi, string expected) =>
        Faults(("test.yaml", $"kind: policy\nname: test\nobjectives:\n  own: {{kind: kpi, eventType: Order, {kpi}}}\n")).ShouldContain(fault => fault.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("objectives:\n  slow:\n    atMost: 1200\n", "'1200': expected a duration such as 500ms or 1.5s, with its unit: 1200ms or 1200s")]
    [InlineData("objectives:\n  slow:\n    atMost: {5: 2s, 25: 1.5}\n", "'1.5': expected a duration such as 500ms or 1.5s for weight 25, with its unit: 1.5ms or 1.5s")]
    [InlineData("objectives:\n  score: {kind: apdex, threshold: 500, atLeast: 0.8}\n", "'500': expected Apdex T as a duration such as 500ms, with its unit: 500ms or 500s")]
    [InlineData("window: 600\n", "'600': expected a duration from 10s to 24h, such as 10m, with its unit: 600ms or 600s")]
    [InlineData("objectives:\n  queue: {kind: queueLag, system: sqs, name: q, atMost: 90}\n", "'90': expected a duration such as 500ms or 1.5s, with its unit")]
    public void A_duration_without_its_unit_is_refused_and_the_fault_says_what_to_write(string body, string expected) =>
        Faults(("base.yaml", Base), ("test.yaml", $"kind: policy\nname: test\nextends: base\n{body}")).ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("objectives:\n  errors:\n    atMost: 0.02%\n", "test.yaml:6 objectives.errors.atMost: 0.02 % is under the floor of 0.1 % (base.yaml:7)")]
    [InlineData("objectives:\n  errors:\n    floor: 5%\n", "test.yaml:6 objectives.errors.floor: 5 % is beyond the limit")]
    [InlineData("objectives:\n  errors:\n    kind: latency\n    quantile: 0.9\n    atMost: 2s\n", "base.yaml:7 objectives.errors.floor: '0.1%': expected a duration such as 250ms")]
    [InlineData("bucket: 5m\nwindow: 1m\n", "test.yaml:5 window: 1m is shorter than one bucket of 5m")]
    [InlineData("window: 15s\n", "test.yaml:4 window: 15s is shorter than one bucket of 1m")]
    public void A_value_that_does_not_fit_an_inherited_one_is_the_fault_of_the_later_file(string body, string expected) =>
        Faults(("base.yaml", Base), ("test.yaml", $"kind: policy\nname: test\nextends: base\n{body}")).ShouldHaveSingleItem().ShouldStartWith(expected);

    [Fact]
    public void Three_layers_blame_the_last_that_set_one_of_the_values()
    {
        var faults = Faults(
            ("base.yaml", Base),
            ("middle.yaml", "kind: policy\nname: middle\nextends: base\nobjectives:\n  errors:\n    atMost: 0.5%\n"),
            ("services/shop.yaml", "kind: service\nname: shop\npolicy: middle\noverrides:\n  objectives:\n    errors:\n      floor: 0.8%\n"));

        faults.ShouldHaveSingleItem().ShouldStartWith("services/shop.yaml:7 ");
    }

    [Fact]
    public void A_condition_of_the_telemetry_is_parsed_too() =>
        Faults(("test.yaml", "kind: policy\nname: test\ntelemetry: {where: \"http.route == '/x'\"}\nobjectives: {e: {kind: errorRate, atMost: 1%}}\n")).ShouldHaveSingleItem().ShouldContain("compares with ==");

    private static KpiObjective Kpi(string kpi) => (KpiObjective)Plans.Written($"objectives:\n  own: {{kind: kpi, eventType: Order, {kpi}}}\n").Objectives.ShouldHaveSingleItem();

    private static List<string> Faults(params (string File, string Yaml)[] files)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(files.ToDictionary(file => file.File, file => file.Yaml), Judges.Shipped, faults);
        return [.. faults.Select(fault => fault.ToString())];
    }
}
