package org.tlsproxy.crypto;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.tlsproxy.libcrypto.P256;
import org.tlsproxy.libcrypto.Primitives;

/**
 * A P-256 key that nobody trusts, for handshakes of a worker with itself. Made here and not by the JDK, whose generator takes 100 ms of
 * processor time when it is used for the first time in a process, most of it in the JIT.
 *
 * @param pkcs8                PrivateKeyInfo, DER
 * @param subjectPublicKeyInfo DER
 */
public record ThrowawayKey(byte[] pkcs8, byte[] subjectPublicKeyInfo) {

    private static final String ALGORITHM = "301306072a8648ce3d020106082a8648ce3d030107";
    /** RFC 5208 around RFC 5915: both parts have fixed lengths on this curve. */
    private static final byte[] PRIVATE_HEAD = HexFormat.of().parseHex("308187020100" + ALGORITHM + "046d306b0201010420");
    private static final byte[] PRIVATE_MIDDLE = HexFormat.of().parseHex("a144034200");
    private static final byte[] PUBLIC_HEAD = HexFormat.of().parseHex("3059" + ALGORITHM + "034200");

    static ThrowawayKey make(SecureRandom random, Optional<Primitives> libcrypto) {
        byte[] scalar = new byte[P256.SIZE];
        do {
            random.nextBytes(scalar);
        } while (!P256.isScalar(scalar));
        byte[] point = libcrypto.isPresent() ? libcrypto.get().p256().publicPoint(scalar) : pointInJava(scalar);
        return new ThrowawayKey(joined(PRIVATE_HEAD, scalar, PRIVATE_MIDDLE, point), joined(PUBLIC_HEAD, point));
    }

    private static byte[] pointInJava(byte[] scalar) {
        return CustomNamedCurves.getByName("secp256r1").getG().multiply(new java.math.BigInteger(1, scalar)).getEncoded(false);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
