using GateService.Core.Policies.Reading;

namespace GateService.Policies;

/// <summary>The policy files cannot be used; the message lists every fault.</summary>
internal sealed class PolicyFilesException(string directory, IReadOnlyList<PolicyFault> faults)
    : Exception($"the policies in {directory} have {faults.Count} faults:\n{string.Join("\n", faults)}")
{
    public IReadOnlyList<PolicyFault> Faults { get; } = faults;
}
