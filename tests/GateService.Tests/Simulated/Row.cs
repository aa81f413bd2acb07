namespace GateService.Tests.Simulated;

internal static class Row
{
    public static Dictionary<string, object> With(this Dictionary<string, object> row, string name, object value)
    {
        row[name] = value;
        return row;
    }

    public static Dictionary<string, object> Without(this Dictionary<string, object> row, string name)
    {
        row.Remove(name);
        return row;
    }
}
