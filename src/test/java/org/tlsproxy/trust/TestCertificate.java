package org.tlsproxy.trust;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** Certificates with names that no tool would write. */
public final class TestCertificate {

    public static final String CN = "2.5.4.3";
    public static final String O = "2.5.4.10";

    private TestCertificate() { }

    /** @param parts object identifier and value by turns; a String is a UTF8String */
    public static X500Name name(Object... parts) {
        RDN[] rdns = new RDN[parts.length / 2];
        for (int i = 0; i < rdns.length; i++) {
            Object value = parts[2 * i + 1];
            rdns[i] = new RDN(new ASN1ObjectIdentifier((String) parts[2 * i]),
                value instanceof String s ? new DERUTF8String(s) : (ASN1Encodable) value);
        }
        return new X500Name(rdns);
    }

    public static byte[] of(X500Name subject, X500Name issuer) {
        return Mint.named(subject).key("any").by(Mint.named(issuer).key("any")).der();
    }
}
