package org.tlsproxy.trust;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.DSASigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.tlsproxy.trust.Der.MalformedException;
import org.tlsproxy.trust.ParsedCertificate.Signed;

/** Checks certificates' signatures with Bouncy Castle, which knows more curves than the JDK does. */
final class JavaSignatures implements SignatureCheck {

    private static final int MOST_RSA = 16_384;
    private static final int MOST_EXPONENT = 64;
    private static final int MOST_DSA = 10_000;
    private static final int MOST_SUBGROUP = 256;
    /** A modulus of the peer's that is a prime harms only the peer, and the search takes longer than the signature. */
    private static final boolean WITHOUT_SEARCH_FOR_FACTORS = true;

    @Override
    public boolean verify(Signed signed, byte[] publicKeyInfo) {
        if (!signed.consistent() || !signed.algorithm().fits(publicKeyInfo) || EcCurves.isExplicit(publicKeyInfo)) {
            return false;
        }
        try {
            AsymmetricKeyParameter key = key(publicKeyInfo);
            Signer signer = signer(signed.algorithm());
            signer.init(false, key);
            signer.update(signed.body(), 0, signed.body().length);
            return signer.verifySignature(signed.signature());
        } catch (IOException | MalformedException | RuntimeException e) {
            // a malformed key or signature has not signed
            return false;
        }
    }

    /** Keys come from peers: none may be so large that checking with it holds up the others. The limits are OpenSSL's. */
    private static AsymmetricKeyParameter key(byte[] publicKeyInfo) throws IOException, MalformedException {
        PublicNumbers key = PublicNumbers.read(publicKeyInfo);
        BigInteger first = key.numbers().get(0);
        switch (key.algorithm()) {
            case RSA:
            case RSA_PSS:
                BigInteger exponent = key.numbers().get(1);
                if (first.signum() <= 0 || exponent.signum() <= 0 || first.bitLength() > MOST_RSA || exponent.bitLength() > MOST_EXPONENT) {
                    throw Der.nested();
                }
                return new RSAKeyParameters(false, first, exponent, WITHOUT_SEARCH_FOR_FACTORS);
            case DSA:
                if (first.bitLength() > MOST_DSA || key.numbers().get(1).bitLength() > MOST_SUBGROUP) {
                    throw Der.nested();
                }
                return PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(publicKeyInfo));
            default:
                return PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(publicKeyInfo));
        }
    }

    private static Signer signer(SignatureAlgorithm algorithm) {
        switch (algorithm.key().orElseThrow()) {
            case RSA:
            case RSA_PSS:
                return algorithm.pss() ? new PSSSigner(new RSABlindedEngine(), digest(algorithm.hash()), algorithm.saltLength())
                    : new RSADigestSigner(digest(algorithm.hash()));
            case DSA:
                return new DSADigestSigner(new DSASigner(), digest(algorithm.hash()));
            case EC:
                return new DSADigestSigner(new ECDSASigner(), digest(algorithm.hash()));
            case ED25519:
                return new Ed25519Signer();
            default:
                return new Ed448Signer(new byte[0]);
        }
    }

    private static Digest digest(String name) {
        return switch (name) {
            case "md5" -> new MD5Digest();
            case "sha1" -> new SHA1Digest();
            case "sha224" -> new SHA224Digest();
            case "sha384" -> new SHA384Digest();
            case "sha512" -> new SHA512Digest();
            default -> new SHA256Digest();
        };
    }
}
