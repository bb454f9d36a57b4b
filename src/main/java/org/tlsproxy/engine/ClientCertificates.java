package org.tlsproxy.engine;

import java.io.IOException;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsUtils;

/** How a server asks for a client's certificate. */
final class ClientCertificates {

    private static final int TLS12 = 0x0303;
    private static final int TLS13 = 0x0304;

    private ClientCertificates() {
    }

    static CertificateRequest request(ServerProfile profile, int version) throws IOException {
        Vector<X500Name> names = names(profile.clientCerts().caNames());
        if (version == TLS13) {
            return new CertificateRequest(TlsUtils.EMPTY_BYTES, schemes(profile, true), null, names);
        }
        short[] types = {ClientCertificateType.rsa_sign, ClientCertificateType.dss_sign, ClientCertificateType.ecdsa_sign};
        return new CertificateRequest(types, version == TLS12 ? schemes(profile, false) : null, names);
    }

    /** OpenSSL takes an ECDSA key in TLS 1.2 only if its curve is a group that both sides have for key exchange. */
    static void checkCurve(TlsFacts.PeerCredential client, int[] groups, ClientHelloFacts hello) throws Refusal {
        int curve = curve(client);
        boolean offered = hello.groups().length == 0 || ClientHelloFacts.has(hello.groups(), curve);
        if (curve != 0 && !(offered && ClientHelloFacts.has(groups, curve))) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.WRONG_CURVE);
        }
    }

    /** RFC 8446 4.2.3: an ECDSA scheme of TLS 1.3 names its curve. Certificates are looked at when the signature is checked. */
    static void checkScheme(TlsFacts.PeerCredential client, int scheme) throws Refusal {
        for (Scheme one : Scheme.ALL) {
            if (client.rawPublicKey().isPresent() && one.id() == scheme && one.curve() != 0 && one.curve() != curve(client)) {
                throw Refusal.with(AlertDescription.illegal_parameter, Failures.WRONG_CURVE);
            }
        }
    }

    private static int curve(TlsFacts.PeerCredential client) {
        try {
            if (client.rawPublicKey().isPresent()) {
                return PublicKeyFacts.ofKey(client.rawPublicKey().get()).curve();
            }
            return client.chain().isEmpty() ? 0 : PublicKeyFacts.ofCertificate(client.chain().get(0)).curve();
        } catch (IllegalArgumentException e) {
            return 0;    // no EC key; whether it is one at all is told when the signature is checked
        }
    }

    private static Vector<X500Name> names(List<byte[]> configured) {
        Vector<X500Name> names = new Vector<>(configured.size());
        for (byte[] name : configured) {
            names.add(X500Name.getInstance(name));
        }
        return names.isEmpty() ? null : names;
    }

    /** TLS 1.3 knows no DSA; the older RSA schemes remain, for signatures in certificates. */
    private static Vector<SignatureAndHashAlgorithm> schemes(ServerProfile profile, boolean tls13) {
        Vector<SignatureAndHashAlgorithm> schemes = new Vector<>(Scheme.ALL.size());
        for (Scheme scheme : Scheme.ALL) {
            if (scheme.allowedAt(profile.options().securityLevel()) && !(tls13 && scheme.key() == KeyChain.Algorithm.DSA)) {
                schemes.add(scheme.algorithm());
            }
        }
        return schemes;
    }
}
