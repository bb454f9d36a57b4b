package org.tlsproxy.crypto;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** A key pair with a self-signed certificate. */
record TestIdentity(KeyPair pair, byte[] certificate, int scheme13) {

    static final TestIdentity RSA = make("RSA", "", "SHA256withRSA", "1.2.840.113549.1.1.11", 0x0804);
    /** A key that may sign by RSASSA-PSS only (RFC 4055). */
    static final TestIdentity RSA_PSS = make("RSASSA-PSS", "", "RSASSA-PSS", "1.2.840.113549.1.1.10", 0x0809);
    static final TestIdentity P256 = make("EC", "secp256r1", "SHA256withECDSA", "1.2.840.10045.4.3.2", 0x0403);
    static final TestIdentity P384 = make("EC", "secp384r1", "SHA384withECDSA", "1.2.840.10045.4.3.3", 0x0503);
    static final TestIdentity ED25519 = make("Ed25519", "", "Ed25519", "1.3.101.112", 0x0807);

    byte[] pkcs8() {
        return pair.getPrivate().getEncoded();
    }

    @Override
    public String toString() {
        return pair.getPrivate().getAlgorithm() + " " + Integer.toHexString(scheme13);
    }

    private static TestIdentity make(String algorithm, String curve, String signature, String oid, int scheme13) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            } else if (algorithm.startsWith("RSA")) {
                generator.initialize(2048);
            }
            KeyPair pair = generator.generateKeyPair();
            return new TestIdentity(pair, certificate(pair, signature, oid), scheme13);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a KeyUsage that does not allow signatures, which OpenSSL does not mind in a handshake. */
    private static byte[] certificate(KeyPair pair, String signature, String oid) throws Exception {
        AlgorithmIdentifier algorithm = oid.startsWith("1.2.840.113549")
            ? new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), DERNull.INSTANCE)
            : new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new org.bouncycastle.asn1.ASN1Integer(BigInteger.valueOf(System.nanoTime())));
        generator.setIssuer(new X500Name("CN=test"));
        generator.setSubject(new X500Name("CN=test"));
        generator.setStartDate(new Time(new Date(1_600_000_000_000L)));
        generator.setEndDate(new Time(new Date(2_400_000_000_000L)));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        generator.setSignature(algorithm);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        generator.setExtensions(extensions.generate());
        TBSCertificate tbs = generator.generateTBSCertificate();
        Signature signer = Signature.getInstance(signature);
        if (signature.equals("RSASSA-PSS")) {
            signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signer.initSign(pair.getPrivate());
        signer.update(tbs.getEncoded("DER"));
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(tbs);
        all.add(algorithm);
        all.add(new DERBitString(signer.sign()));
        return new DERSequence(all).getEncoded("DER");
    }
}
