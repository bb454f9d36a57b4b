package org.tlsproxy.trust;

import org.tlsproxy.trust.Der.MalformedException;

/**
 * The parts of a certificate that need no further understanding, as DER.
 *
 * @param serial        INTEGER
 * @param issuer        Name
 * @param subject       Name
 * @param publicKeyInfo SubjectPublicKeyInfo
 */
record CertificateParts(byte[] serial, byte[] issuer, byte[] subject, byte[] publicKeyInfo) {

    private static final int UNIQUE_ID_1 = 0x81;
    private static final int UNIQUE_ID_2 = 0x82;
    private static final int CONTEXT_3 = 0xa3;

    /** @param certificate one certificate, and what may follow it */
    static CertificateParts read(byte[] certificate) throws MalformedException {
        Der fields = Der.of(certificate).into(Der.SEQUENCE);
        Der body = fields.into(Der.SEQUENCE);
        fields.into(Der.SEQUENCE);
        fields.into(Der.BIT_STRING);
        if (body.tag() == Der.CONTEXT_0) {
            body.skip();
        }
        byte[] serial = body.whole();
        body.into(Der.SEQUENCE);
        byte[] issuer = body.whole();
        Der validity = body.into(Der.SEQUENCE);
        validity.skip();
        validity.skip();
        CertificateParts parts = new CertificateParts(serial, issuer, body.whole(), body.whole());
        parts.check();
        checkExtensions(body);
        if (!body.isEmpty() || !fields.isEmpty()) {
            throw Der.nested();
        }
        return parts;
    }

    private void check() throws MalformedException {
        Der.of(serial).into(Der.INTEGER);
        Der.of(issuer).into(Der.SEQUENCE);
        Der.of(subject).into(Der.SEQUENCE);
        Der info = Der.of(publicKeyInfo).into(Der.SEQUENCE);
        info.into(Der.SEQUENCE).into(Der.OID);
        info.into(Der.BIT_STRING);
    }

    private static void checkExtensions(Der body) throws MalformedException {
        if (body.tag() == UNIQUE_ID_1) {
            body.skip();
        }
        if (body.tag() == UNIQUE_ID_2) {
            body.skip();
        }
        if (body.tag() == CONTEXT_3) {
            Der extensions = body.into(CONTEXT_3).into(Der.SEQUENCE);
            while (!extensions.isEmpty()) {
                extensions.into(Der.SEQUENCE).into(Der.OID);
            }
        }
    }

    /** Bytes that follow the certificate. */
    static boolean hasExcess(byte[] certificate) throws MalformedException {
        Der all = Der.of(certificate);
        all.skip();
        return !all.isEmpty();
    }
}
