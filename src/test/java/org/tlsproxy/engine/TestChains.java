package org.tlsproxy.engine;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Self-signed certificates, made once per test run. */
final class TestChains {

    private static final ASN1ObjectIdentifier RSASSA_PSS = new ASN1ObjectIdentifier("1.2.840.113549.1.1.10");
    private static final Map<KeyChain.Algorithm, KeyChain> MADE = new EnumMap<>(KeyChain.Algorithm.class);

    private TestChains() {
    }

    static KeyChains of(KeyChain.Algorithm... algorithms) {
        KeyChain[] chains = new KeyChain[algorithms.length];
        for (int i = 0; i < chains.length; i++) {
            chains[i] = chain(algorithms[i]);
        }
        return new KeyChains(List.of(chains));
    }

    static synchronized KeyChain chain(KeyChain.Algorithm algorithm) {
        return MADE.computeIfAbsent(algorithm, TestChains::make);
    }

    static KeyChain ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return selfSigned(KeyChain.Algorithm.EC, generator.generateKeyPair(), "SHA256withECDSA", "1.2.840.10045.4.3.2", curve);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyChain make(KeyChain.Algorithm algorithm) {
        try {
            switch (algorithm) {
                case EC:
                    return ec("secp256r1");
                case ED25519:
                    return selfSigned(algorithm, keys("Ed25519", 0), "Ed25519", "1.3.101.112", "ed25519");
                case ED448:
                    return selfSigned(algorithm, keys("Ed448", 0), "Ed448", "1.3.101.113", "ed448");
                case DSA:
                    return selfSigned(algorithm, keys("DSA", 1024), "SHA1withDSA", "1.2.840.10040.4.3", "dsa");
                case RSA_PSS:
                    return pss(selfSigned(algorithm, keys("RSA", 2048), "SHA256withRSA", "1.2.840.113549.1.1.11", "pss"));
                default:
                    return selfSigned(algorithm, keys("RSA", 2048), "SHA256withRSA", "1.2.840.113549.1.1.11", "rsa");
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    private static SubjectPublicKeyInfo publicKey(KeyChain.Algorithm slot, KeyPair keys) throws IOException {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        return slot == KeyChain.Algorithm.RSA_PSS
            ? new SubjectPublicKeyInfo(new AlgorithmIdentifier(RSASSA_PSS), info.parsePublicKey()) : info;
    }

    private static KeyChain pss(KeyChain rsa) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(rsa.pkcs8());
        byte[] restricted = new PrivateKeyInfo(new AlgorithmIdentifier(RSASSA_PSS), info.parsePrivateKey()).getEncoded();
        return new KeyChain(rsa.algorithm(), restricted, rsa.chain());
    }

    private static KeyChain selfSigned(KeyChain.Algorithm slot, KeyPair keys, String signature, String oid, String name)
        throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = signature.contains("RSA")
            ? new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), DERNull.INSTANCE)
            : new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(System.nanoTime())));
        generator.setIssuer(new X500Name("CN=" + name + ".example"));
        generator.setSubject(new X500Name("CN=" + name + ".example"));
        generator.setStartDate(new Time(new Date(System.currentTimeMillis() - 86_400_000L)));
        generator.setEndDate(new Time(new Date(System.currentTimeMillis() + 864_000_000L)));
        generator.setSignature(algorithm);
        generator.setSubjectPublicKeyInfo(publicKey(slot, keys));
        TBSCertificate tbs = generator.generateTBSCertificate();
        Signature signer = Signature.getInstance(signature);
        signer.initSign(keys.getPrivate());
        signer.update(tbs.getEncoded("DER"));
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(tbs);
        parts.add(algorithm);
        parts.add(new DERBitString(signer.sign()));
        return new KeyChain(slot, keys.getPrivate().getEncoded(), List.of(new DERSequence(parts).getEncoded("DER")));
    }
}
