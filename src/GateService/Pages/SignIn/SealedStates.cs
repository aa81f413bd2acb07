using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace GateService.Pages.SignIn;

/// <summary>
/// Seals what a browser carries to the identity provider and back. The key is made of the client's secret, which all replicas share and nobody else has: no key
/// ring to keep, and whichever replica the browser comes back to can read it.
/// </summary>
internal sealed class SealedStates(string secret, string purpose = "gate sign-in") : IDataProtector
{
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: Encoding.UTF8.GetBytes(purpose));

    private static int NonceBytes => AesGcm.NonceByteSizes.MaxSize;

    private static int TagBytes => AesGcm.TagByteSizes.MaxSize;

    IDataProtector IDataProtectionProvider.CreateProtector(string narrower) => new SealedStates(secret, $"{purpose}\n{narrower}");

    public byte[] Protect(byte[] plaintext)
    {
        var sealedText = new byte[NonceBytes + TagBytes + plaintext.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(sealedText.AsSpan(0, NonceBytes), plaintext, sealedText.AsSpan(NonceBytes + TagBytes), sealedText.AsSpan(NonceBytes, TagBytes));
        return sealedText;
    }

    /// <exception cref="CryptographicException">It is not ours.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("too short to be sealed by us");
        }

        var plain = new byte[protectedData.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(protectedData.AsSpan(0, NonceBytes), protectedData.AsSpan(NonceBytes + TagBytes), protectedData.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }
}
