package org.tlsproxy.engine;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What kind of key a certificate holds.
 *
 * @param algorithm the slot
 * @param bits      modulus size of RSA and DSA keys, else 0
 * @param curve     group of an EC key, -1 if TLS has no number for it, 0 if the certificate spells it out, and for other keys
 */
record PublicKeyFacts(KeyChain.Algorithm algorithm, int bits, int curve) {

    /** @throws IllegalArgumentException for a certificate that is not DER or a key of an unknown kind */
    static PublicKeyFacts ofCertificate(byte[] der) {
        return of(Certificate.getInstance(der).getSubjectPublicKeyInfo());
    }

    /** @throws IllegalArgumentException for a SubjectPublicKeyInfo that is not DER or a key of an unknown kind */
    static PublicKeyFacts ofKey(byte[] der) {
        return of(SubjectPublicKeyInfo.getInstance(der));
    }

    private static PublicKeyFacts of(SubjectPublicKeyInfo info) {
        switch (info.getAlgorithm().getAlgorithm().getId()) {
            case "1.2.840.113549.1.1.1":
                return new PublicKeyFacts(KeyChain.Algorithm.RSA, rsaBits(info), 0);
            case "1.2.840.113549.1.1.10":
                return new PublicKeyFacts(KeyChain.Algorithm.RSA_PSS, rsaBits(info), 0);
            case "1.2.840.10045.2.1":
                return new PublicKeyFacts(KeyChain.Algorithm.EC, 0, curve(info.getAlgorithm().getParameters()));
            case "1.3.101.112":
                return new PublicKeyFacts(KeyChain.Algorithm.ED25519, 0, 0);
            case "1.3.101.113":
                return new PublicKeyFacts(KeyChain.Algorithm.ED448, 0, 0);
            case "1.2.840.10040.4.1":
                return new PublicKeyFacts(KeyChain.Algorithm.DSA, dsaBits(info.getAlgorithm().getParameters()), 0);
            default:
                throw new IllegalArgumentException("public key algorithm " + info.getAlgorithm().getAlgorithm().getId());
        }
    }

    private static int rsaBits(SubjectPublicKeyInfo info) {
        BigInteger modulus = RSAPublicKey.getInstance(ASN1Sequence.getInstance(info.getPublicKeyData().getOctets())).getModulus();
        return modulus.bitLength();
    }

    private static int curve(ASN1Encodable parameters) {
        return parameters instanceof ASN1ObjectIdentifier oid ? Groups.ofCurve(oid.getId()) : 0;
    }

    private static int dsaBits(ASN1Encodable parameters) {
        return parameters instanceof ASN1Sequence ? DSAParameter.getInstance(parameters).getP().bitLength() : 0;
    }

    /** Strength as OpenSSL counts it (NIST SP 800-57), for the choice of a DH group. */
    int securityBits() {
        if (bits >= 7680) {
            return 192;
        }
        if (bits >= 4096) {
            return 152;
        }
        return bits >= 3072 ? 128 : 112;
    }

    /** How TLS 1.3 reports a signature by this key; the digest is empty in a resumed session. */
    TlsFacts.Signature signature(String digest) {
        switch (algorithm) {
            case RSA:
                return new TlsFacts.Signature("RSA-PSS", "", bits, digest);
            case RSA_PSS:
                return new TlsFacts.Signature("RSASSA-PSS", "", 0, digest);
            case EC:
                return new TlsFacts.Signature("ECDSA", curve > 0 ? Groups.curve(curve) : "", 0, digest);
            case DSA:
                return new TlsFacts.Signature("DSA", "", 0, digest);
            default:
                return new TlsFacts.Signature(algorithm.name(), "", 0, "");
        }
    }
}
