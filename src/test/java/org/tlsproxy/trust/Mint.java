package org.tlsproxy.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V1TBSCertificateGenerator;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Makes certificates for tests of verification. One object, one certificate: describe it, then {@link #der}. */
public final class Mint {

    public static final long NOW = 1_800_000_000L;
    public static final long YEAR = 31_536_000L;

    private static final Map<String, KeyPair> KEYS = new HashMap<>();
    private static final Map<String, String> OIDS = Map.of("SHA256withECDSA", "1.2.840.10045.4.3.2", "SHA1withECDSA", "1.2.840.10045.4.1",
        "SHA384withECDSA", "1.2.840.10045.4.3.3", "SHA256withRSA", "1.2.840.113549.1.1.11", "SHA1withRSA", "1.2.840.113549.1.1.5",
        "MD5withRSA", "1.2.840.113549.1.1.4", "Ed25519", "1.3.101.112", "Ed448", "1.3.101.113");
    private static long serial = 1;

    private final X500Name subject;
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();
    private KeyPair key;
    private Mint issuer = this;
    private String digest = "SHA256";
    private long from = NOW - YEAR;
    private long until = NOW + YEAR;
    private boolean versionOne;
    private boolean forged;
    private BigInteger number = BigInteger.valueOf(serial++);

    private Mint(X500Name subject, String keyName) {
        this.subject = subject;
        key = keyPair(keyName);
    }

    public static Mint named(X500Name subject) {
        return new Mint(subject, subject.toString());
    }

    public static Mint leaf(String commonName) {
        return new Mint(TestCertificate.name(TestCertificate.O, "Example", TestCertificate.CN, commonName), commonName);
    }

    public static Mint authority(String commonName) {
        return leaf(commonName).with("2.5.29.19", true, new BasicConstraints(true));
    }

    /** @param name kind before the first colon, EC without: {@code RSA1024:a} */
    private static synchronized KeyPair keyPair(String name) {
        return KEYS.computeIfAbsent(name, n -> {
            String kind = n.indexOf(':') > 0 ? n.substring(0, n.indexOf(':')) : "P256";
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm(kind));
                if (!kind.startsWith("Ed")) {
                    generator.initialize(Integer.parseInt(kind.replaceAll("\\D", "")));
                }
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String algorithm(String kind) {
        return switch (kind.replaceAll("\\d", "")) {
            case "P" -> "EC";
            case "PSS" -> "RSASSA-PSS";
            case "Ed" -> kind;
            default -> kind.replaceAll("\\d", "");
        };
    }

    public Mint by(Mint authority) {
        issuer = authority;
        return this;
    }

    public Mint key(String name) {
        key = keyPair(name);
        return this;
    }

    public Mint digest(String name) {
        digest = name;
        return this;
    }

    public Mint dates(long notBefore, long notAfter) {
        from = notBefore;
        until = notAfter;
        return this;
    }

    public Mint versionOne() {
        versionOne = true;
        return this;
    }

    /** Signed by somebody else. */
    public Mint forged() {
        forged = true;
        return this;
    }

    public Mint with(String oid, boolean critical, ASN1Encodable value) {
        try {
            extensions.addExtension(new ASN1ObjectIdentifier(oid), critical, value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Mint pathLength(int most) {
        return with("2.5.29.19", true, new BasicConstraints(most));
    }

    public Mint keyUsage(int bits) {
        return with("2.5.29.15", true, new KeyUsage(bits));
    }

    public Mint purpose(KeyPurposeId... purposes) {
        return with("2.5.29.37", false, new ExtendedKeyUsage(purposes));
    }

    public Mint names(GeneralName... names) {
        return with("2.5.29.17", false, new GeneralNames(names));
    }

    public Mint subjectKey(int id) {
        return with("2.5.29.14", false, new SubjectKeyIdentifier(new byte[] {(byte) id}));
    }

    public Mint authorityKey(int id) {
        return with("2.5.29.35", false, new AuthorityKeyIdentifier(new byte[] {(byte) id}));
    }

    public Mint unknown(boolean critical) {
        return with("1.2.3.4", critical, new DEROctetString(new byte[1]));
    }

    /** PKCS#8. */
    public byte[] privateKey() {
        return key.getPrivate().getEncoded();
    }

    public byte[] der() {
        try {
            String algorithm = algorithm();
            AlgorithmIdentifier identifier = new AlgorithmIdentifier(new ASN1ObjectIdentifier(OIDS.get(algorithm)));
            TBSCertificate body = body(identifier);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(forged ? keyPair(kind(issuer.key) + "mallory").getPrivate() : issuer.key.getPrivate());
            signature.update(body.getEncoded());
            return new DERSequence(new ASN1Encodable[] {body, identifier, new DERBitString(signature.sign())}).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(KeyPair key) {
        return key.getPrivate().getAlgorithm().equals("RSA") ? "RSA1024:" : "";
    }

    private String algorithm() {
        String kind = issuer.key.getPrivate().getAlgorithm();
        return switch (kind) {
            case "EC" -> digest + "withECDSA";
            case "RSA" -> digest + "withRSA";
            default -> ((EdECPrivateKey) issuer.key.getPrivate()).getParams().getName();
        };
    }

    private TBSCertificate body(AlgorithmIdentifier algorithm) {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded());
        if (versionOne) {
            V1TBSCertificateGenerator generator = new V1TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(number));
            generator.setSignature(algorithm);
            generator.setSubject(subject);
            generator.setIssuer(issuer.subject);
            generator.setStartDate(new Time(new Date(from * 1000)));
            generator.setEndDate(new Time(new Date(until * 1000)));
            generator.setSubjectPublicKeyInfo(info);
            return generator.generateTBSCertificate();
        }
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(number));
        generator.setSignature(algorithm);
        generator.setSubject(subject);
        generator.setIssuer(issuer.subject);
        generator.setStartDate(new Time(new Date(from * 1000)));
        generator.setEndDate(new Time(new Date(until * 1000)));
        generator.setSubjectPublicKeyInfo(info);
        if (!extensions.isEmpty()) {
            Extensions all = extensions.generate();
            generator.setExtensions(all);
        }
        return generator.generateTBSCertificate();
    }
}
