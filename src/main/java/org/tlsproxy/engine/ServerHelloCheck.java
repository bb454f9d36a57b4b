package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsUtils;

/**
 * Judges a ServerHello before the library does: names what is wrong as OpenSSL does, and takes away what OpenSSL ignores and the library
 * would refuse.
 */
final class ServerHelloCheck {

    private static final Integer RENEGOTIATION_INFO = ExtensionType.renegotiation_info;
    /** What OpenSSL 3.0 knows and therefore refuses when it did not ask; other extensions it ignores. */
    private static final List<Integer> KNOWN = List.of(0, 1, 5, 10, 11, 12, 13, 14, 16, 22, 23, 35, 41, 42, 43, 45, 47, 49, 50,
        51, 13172);

    private ServerHelloCheck() {
    }

    @SuppressWarnings("unchecked")
    static void check(ServerHello hello, PreparedClient.Offer offer, Hashtable<Integer, byte[]> offered) throws IOException {
        Hashtable<Integer, byte[]> extensions = hello.getExtensions();
        if (extensions != null) {
            for (Integer type : List.copyOf(extensions.keySet())) {
                if (!offered.containsKey(type) && !type.equals(RENEGOTIATION_INFO) && type != ExtensionType.cookie) {
                    dropUnasked(type, extensions);
                }
            }
            renegotiation(extensions);
        }
        if (!offer.hasSuite(hello.getCipherSuite()) && isOffered(hello, offer)) {
            throw Refusal.with(AlertDescription.illegal_parameter,
                Suites.isKnown(hello.getCipherSuite()) ? Failures.WRONG_CIPHER_RETURNED : Failures.UNKNOWN_CIPHER_RETURNED);
        }
        if (extensions != null && !isBlock(hello)) {
            extensions.remove(TlsExtensionsUtils.EXT_encrypt_then_mac);    // RFC 7366 3 forbids it; OpenSSL ignores it
        }
    }

    private static boolean isOffered(ServerHello hello, PreparedClient.Offer offer) {
        int version = hello.getVersion().getFullVersion();
        return version >= offer.lowest() && version <= offer.highest();
    }

    private static void dropUnasked(Integer type, Hashtable<Integer, byte[]> extensions) throws Refusal {
        if (KNOWN.contains(type)) {
            throw Refusal.with(AlertDescription.unsupported_extension, Failures.UNSOLICITED_EXTENSION);
        }
        extensions.remove(type);
    }

    /** RFC 5746 3.4: nothing has been negotiated before. */
    private static void renegotiation(Hashtable<Integer, byte[]> extensions) throws Refusal {
        byte[] info = extensions.get(RENEGOTIATION_INFO);
        if (info != null && (info.length != 1 || info[0] != 0)) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.RENEGOTIATION_MISMATCH);
        }
    }

    private static boolean isBlock(ServerHello hello) throws IOException {
        return !Suites.isTls13(hello.getCipherSuite()) && Suites.isKnown(hello.getCipherSuite())
            && TlsUtils.isBlockCipherSuite(hello.getCipherSuite());
    }
}
