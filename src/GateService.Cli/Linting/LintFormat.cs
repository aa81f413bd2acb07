namespace GateService.Cli.Linting;

/// <summary>What <c>lint</c> writes.</summary>
internal enum LintFormat
{
    /// <summary>A line a fault, as compilers write them.</summary>
    Text,

    /// <summary>What <c>POST /v1/policies/lint</c> answers.</summary>
    Json,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>Workflow commands that GitHub shows beside the lines of a pull request.</summary>
    Github,
}
