package org.tlsproxy.engine;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.tlsproxy.crypto.SigningKey;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * A key chain ready to be shown and to sign with.
 *
 * @param facts   what kind of key it is
 * @param key     the private key
 * @param chain12 the chain as TLS 1.2 and earlier send it
 * @param chain13 the chain as TLS 1.3 sends it
 */
record ServerIdentity(PublicKeyFacts facts, SigningKey key, Certificate chain12, Certificate chain13) {

    static ServerIdentity of(KeyChain chain, WorkerCrypto crypto) throws IOException {
        TlsCertificate[] certificates = certificates(chain.chain(), crypto);
        CertificateEntry[] entries = new CertificateEntry[certificates.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new CertificateEntry(certificates[i], null);
        }
        return new ServerIdentity(PublicKeyFacts.ofCertificate(chain.chain().get(0)), crypto.key(chain.pkcs8()),
            new Certificate(certificates), new Certificate(TlsUtils.EMPTY_BYTES, entries));
    }

    /** What is sent of it. @param raw the public key alone (RFC 7250). @throws IOException if the certificate has none that can be read */
    Certificate shown(WorkerCrypto crypto, boolean tls13, boolean raw) throws IOException {
        if (raw) {
            return rawKey(crypto, tls13);
        }
        return tls13 ? chain13 : chain12;
    }

    private Certificate rawKey(WorkerCrypto crypto, boolean tls13) throws IOException {
        byte[] key = org.bouncycastle.asn1.x509.Certificate.getInstance(chain12.getCertificateAt(0).getEncoded())
            .getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER);
        CertificateEntry[] entries = {new CertificateEntry(crypto.createCertificate(CertificateType.RawPublicKey, key), null)};
        return new Certificate(CertificateType.RawPublicKey, tls13 ? TlsUtils.EMPTY_BYTES : null, entries);
    }

    private static TlsCertificate[] certificates(List<byte[]> chain, WorkerCrypto crypto) throws IOException {
        TlsCertificate[] certificates = new TlsCertificate[chain.size()];
        for (int i = 0; i < certificates.length; i++) {
            certificates[i] = crypto.createCertificate(chain.get(i));
        }
        return certificates;
    }

    KeyChain.Algorithm slot() {
        return facts.algorithm();
    }
}
