namespace GateService.Core.Policies;

public enum KpiParameterType
{
    Text,
    Number,
}
