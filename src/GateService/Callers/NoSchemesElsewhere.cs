using Microsoft.AspNetCore.Authentication;

namespace GateService.Callers;

/// <summary>Schemes are set up by section <c>Auth</c> alone: what stands under the framework's own <c>Authentication:Schemes</c> opens nothing here.</summary>
internal sealed class NoSchemesElsewhere : IAuthenticationConfigurationProvider
{
    public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
}
