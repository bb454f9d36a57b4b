package org.tlsproxy.engine;

import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.TlsExtensionsUtils;

/**
 * Which side of a server's connection shows its bare public key instead of a certificate (RFC 7250), as OpenSSL 3.2 and later agree
 * upon it: raw keys are preferred to certificates, which are agreed upon by silence.
 *
 * @param own     the server shows its bare key
 * @param clients the client does, if it shows anything
 */
record CertificateTypes(boolean own, boolean clients) {

    /** Certificates on both sides. */
    static final CertificateTypes X509 = new CertificateTypes(false, false);

    private static final Integer SERVER_TYPES = TlsExtensionsUtils.EXT_server_certificate_type;
    private static final Integer CLIENT_TYPES = TlsExtensionsUtils.EXT_client_certificate_type;

    /**
     * @param offered the client's extensions
     * @param own     the server may show its bare key, @param clients it takes the client's; what it may not is not even looked at
     */
    static CertificateTypes agreed(Hashtable<?, ?> offered, boolean own, boolean clients) throws Refusal {
        return new CertificateTypes(own && isRaw(offered.get(SERVER_TYPES)), clients && isRaw(offered.get(CLIENT_TYPES)));
    }

    /** The extensions without those that are settled here: the library would answer them too, and by other rules. */
    static Hashtable<Object, Object> others(Hashtable<?, ?> offered) {
        Hashtable<Object, Object> others = new Hashtable<>(offered);
        others.remove(SERVER_TYPES);
        others.remove(CLIENT_TYPES);
        return others;
    }

    /** Adds what the client is to be told. */
    void answer(Hashtable<Integer, byte[]> extensions) {
        byte[] raw = {(byte) CertificateType.RawPublicKey};
        if (own) {
            extensions.put(SERVER_TYPES, raw);
        }
        if (clients) {
            extensions.put(CLIENT_TYPES, raw.clone());
        }
    }

    private static boolean isRaw(Object extension) throws Refusal {
        if (!(extension instanceof byte[] bytes)) {
            return false;
        }
        ExtensionData data = new ExtensionData(bytes);
        ExtensionData types = data.vector(1);
        data.mustEnd();
        if (types.remaining() == 0) {
            throw ExtensionData.bad();
        }
        boolean x509 = false;
        while (types.remaining() > 0) {
            int type = types.uint(1);
            if (type == CertificateType.RawPublicKey) {
                return true;
            }
            x509 |= type == CertificateType.X509;
        }
        if (!x509) {
            throw Refusal.with(AlertDescription.unsupported_certificate, Failures.BAD_EXTENSION);
        }
        return false;
    }
}
